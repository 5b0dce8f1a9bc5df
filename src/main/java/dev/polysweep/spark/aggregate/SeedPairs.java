package dev.polysweep.spark.aggregate;

import dev.polysweep.metric.SeedAgreement;
import dev.polysweep.table.SeedPairRow;
import java.io.Serializable;
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

  /** A pair's row and, for the latents of both dictionaries, whether the other one has them too. */
  private record Compared(SeedPairRow row, int[] backA, int[] backB) implements Serializable {}

  private final JavaRDD<Compared> compared;

  /**
   * Plans the comparisons.
   *
   * @param dictionaries one for each cell
   * @param next for each cell the next greater seed of its label, with which it has a null
   */
  SeedPairs(JavaRDD<SeedDictionary> dictionaries, Map<Cell, Long> next) {
    JavaRDD<SeedDictionary> kept = dictionaries.persist(StorageLevel.MEMORY_AND_DISK());
    compared =
        kept.cartesian(kept)
            .filter(
                pair -> pair._1.label().equals(pair._2.label()) && pair._1.seed() < pair._2.seed())
            .map(pair -> compare(pair._1, pair._2, next))
            .persist(StorageLevel.MEMORY_AND_DISK());
  }

  private static Compared compare(SeedDictionary a, SeedDictionary b, Map<Cell, Long> next) {
    SeedAgreement seen = a.with(b);
    Long neighbour = next.get(new Cell(a.label(), a.seed()));
    SeedAgreement chance = neighbour != null && neighbour == b.seed() ? a.byChance(b) : null;
    int[] backA = new int[a.decoder().rows()];
    int[] backB = new int[backA.length];
    for (int f = 0; f < backA.length; f++) {
      if (seen.cosine()[f] >= BACK) {
        backA[f] = 1;
        backB[seen.partner()[f]] = 1;
      }
    }
    return new Compared(
        SeedDictionary.row(a.label(), a.seed(), b.seed(), seen, chance), backA, backB);
  }

  /** The rows of all pairs, in no order. */
  List<SeedPairRow> rows() {
    return compared.map(Compared::row).collect();
  }

  /** For each cell, in how many other seeds each of its latents comes back. */
  Map<Cell, int[]> returns() {
    JavaPairRDD<Cell, int[]> both =
        compared.flatMapToPair(
            pair ->
                List.of(
                        new Tuple2<>(
                            new Cell(pair.row().label(), pair.row().seedA()), pair.backA()),
                        new Tuple2<>(
                            new Cell(pair.row().label(), pair.row().seedB()), pair.backB()))
                    .iterator());
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
