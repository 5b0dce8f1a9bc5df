package dev.polysweep.spark.aggregate;

import dev.polysweep.metric.dictionary.SeedAgreement;
import dev.polysweep.table.row.SeedPairRow;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Compares the dictionaries of all pairs of seeds of each label. The dictionaries are never in one
 * place: Spark pairs their partitions, so the pairs of one task are those of two partitions.
 */
final class SeedPairs {

  /** Cosine from which a latent has come back in another seed (Paulo and Belrose 2025). */
  private static final double BACK = 0.7;

  /** A cell. */
  record Cell(String label, long seed) implements Serializable {}

  /**
   * A pair of seeds.
   *
   * @param partner for each latent of the first dictionary the one of the second that it comes back
   *     as, or −1
   */
  record Link(SeedPairRow row, int[] partner) implements Serializable {

    private Tuple2<Cell, int[]> first() {
      int[] back = new int[partner.length];
      Arrays.setAll(back, f -> partner[f] >= 0 ? 1 : 0);
      return new Tuple2<>(new Cell(row.label(), row.seedA()), back);
    }

    private Tuple2<Cell, int[]> second() {
      int[] back = new int[partner.length];
      for (int g : partner) {
        if (g >= 0) {
          back[g] = 1;
        }
      }
      return new Tuple2<>(new Cell(row.label(), row.seedB()), back);
    }
  }

  private final JavaRDD<Link> links;

  /**
   * Plans the comparisons.
   *
   * @param dictionaries one for each cell
   * @param next for each cell the next greater seed of its label, with which it has a null
   */
  SeedPairs(JavaRDD<SeedDictionary> dictionaries, Map<Cell, Long> next) {
    JavaRDD<SeedDictionary> kept = dictionaries.persist(StorageLevel.MEMORY_AND_DISK());
    links =
        kept.cartesian(kept)
            .filter(
                pair -> pair._1.label().equals(pair._2.label()) && pair._1.seed() < pair._2.seed())
            .map(pair -> compare(pair._1, pair._2, next))
            .persist(StorageLevel.MEMORY_AND_DISK());
  }

  private static Link compare(SeedDictionary a, SeedDictionary b, Map<Cell, Long> next) {
    SeedAgreement seen = a.with(b);
    Long neighbour = next.get(new Cell(a.label(), a.seed()));
    SeedAgreement chance = neighbour != null && neighbour == b.seed() ? a.byChance(b) : null;
    int[] partner = new int[a.decoder().rows()];
    Arrays.setAll(partner, f -> seen.cosine()[f] >= BACK ? seen.partner()[f] : -1);
    return new Link(SeedDictionary.row(a.label(), a.seed(), b.seed(), seen, chance), partner);
  }

  /** The rows of all pairs, in no order. */
  List<SeedPairRow> rows() {
    return links.map(Link::row).collect();
  }

  /** All pairs. */
  JavaRDD<Link> links() {
    return links;
  }

  /** For each cell, in how many other seeds each of its latents comes back. */
  Map<Cell, int[]> returns() {
    JavaPairRDD<Cell, int[]> both =
        links.flatMapToPair(link -> List.of(link.first(), link.second()).iterator());
    return both.reduceByKey(SeedPairs::sum).collectAsMap();
  }

  private static int[] sum(int[] a, int[] b) {
    int[] sum = new int[a.length];
    for (int f = 0; f < sum.length; f++) {
      sum[f] = a[f] + b[f];
    }
    return sum;
  }
}
