package dev.polysweep.spark.aggregate;

import dev.polysweep.metric.dictionary.ConsensusDictionary;
import dev.polysweep.spark.aggregate.SeedPairs.Cell;
import dev.polysweep.spark.aggregate.SeedPairs.Link;
import dev.polysweep.table.row.ConsensusRow;
import dev.polysweep.table.row.ReturnRow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * An entry of the consensus dictionary of a label's seeds. One executor finds those of a label, and
 * has its dictionaries in memory for that.
 *
 * @param label label of the configuration
 * @param seed the seeds that have it, ascending
 * @param latent its latent in each of them
 * @param direction its direction, {@code [d_in]}
 * @param cosine mean cosine of those latents with it
 */
record ConsensusEntry(String label, long[] seed, int[] latent, float[] direction, double cosine)
    implements Serializable {

  /** The entries of each label. */
  static Map<String, List<ConsensusEntry>> byLabel(
      JavaRDD<SeedDictionary> dictionaries, JavaRDD<Link> links) {
    return new HashMap<>(
        dictionaries
            .keyBy(SeedDictionary::label)
            .cogroup(links.keyBy(link -> link.row().label()))
            .mapToPair(of -> new Tuple2<>(of._1, find(of._2._1, of._2._2)))
            .collectAsMap());
  }

  private static List<ConsensusEntry> find(Iterable<SeedDictionary> all, Iterable<Link> links) {
    List<SeedDictionary> seeds =
        StreamSupport.stream(all.spliterator(), false)
            .sorted(Comparator.comparing(SeedDictionary::seed))
            .toList();
    Map<Long, Integer> index = new HashMap<>();
    seeds.forEach(dictionary -> index.put(dictionary.seed(), index.size()));
    int[][][] partner = new int[seeds.size()][seeds.size()][];
    for (Link link : links) {
      int a = index.get(link.row().seedA());
      int b = index.get(link.row().seedB());
      partner[a][b] = link.partner();
      partner[b][a] = inverse(link.partner());
    }
    List<ConsensusEntry> found = new ArrayList<>();
    if (seeds.size() > 1) {
      ConsensusDictionary.of(seeds.stream().map(SeedDictionary::decoder).toList(), partner)
          .entries()
          .forEach(entry -> found.add(of(entry, seeds)));
    }
    return found;
  }

  private static int[] inverse(int[] partner) {
    int[] inverse = new int[partner.length];
    Arrays.fill(inverse, -1);
    for (int f = 0; f < partner.length; f++) {
      if (partner[f] >= 0) {
        inverse[partner[f]] = f;
      }
    }
    return inverse;
  }

  private static ConsensusEntry of(ConsensusDictionary.Entry entry, List<SeedDictionary> seeds) {
    int[] which = IntStream.range(0, seeds.size()).filter(s -> entry.latent()[s] >= 0).toArray();
    return new ConsensusEntry(
        seeds.get(0).label(),
        Arrays.stream(which).mapToLong(s -> seeds.get(s).seed()).toArray(),
        Arrays.stream(which).map(s -> entry.latent()[s]).toArray(),
        entry.direction(),
        entry.cosine());
  }

  /**
   * The rows of a label's entries.
   *
   * @param cells the cells that were compared
   * @param truth |cosine| of each cell's latents to their nearest true features, or null
   * @param bins what latents that come back so often are worth
   */
  static List<ConsensusRow> rows(
      List<ConsensusEntry> entries,
      Collection<Cell> cells,
      Map<Cell, float[]> truth,
      List<ReturnRow> bins) {
    List<ConsensusRow> rows = new ArrayList<>();
    for (ConsensusEntry entry : entries) {
      long seeds = cells.stream().filter(cell -> cell.label().equals(entry.label)).count();
      double share = (entry.seed.length - 1.0) / (seeds - 1);
      ReturnRow worth = bins.get(ReturnedLatents.bin(share));
      rows.add(
          new ConsensusRow(
              entry.label,
              rows.size(),
              entry.seed.length,
              share,
              entry.cosine,
              worth.realShare(),
              worth.ci95Low(),
              worth.ci95High(),
              entry.real(truth),
              entry.direction));
    }
    return rows;
  }

  /** The share of its latents that are true features; null without truth. */
  private Double real(Map<Cell, float[]> truth) {
    int real = 0;
    for (int i = 0; i < seed.length; i++) {
      float[] own = truth.get(new Cell(label, seed[i]));
      if (own == null) {
        return null;
      }
      real += own[latent[i]] >= ReturnedLatents.REAL ? 1 : 0;
    }
    return (double) real / seed.length;
  }

  /** The share of entries most of whose latents are true features; null without truth. */
  static Double real(List<ConsensusRow> rows) {
    if (rows.isEmpty() || rows.get(0).real() == null) {
      return null;
    }
    return (double) rows.stream().filter(row -> row.real() > 0.5).count() / rows.size();
  }
}
