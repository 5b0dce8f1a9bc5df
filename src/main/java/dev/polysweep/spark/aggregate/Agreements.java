package dev.polysweep.spark.aggregate;

import dev.polysweep.metric.SeedAgreement;
import dev.polysweep.metric.statistic.PairMean;
import dev.polysweep.metric.statistic.Proportion;
import dev.polysweep.spark.aggregate.SeedPairs.Cell;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.table.AgreementRow;
import dev.polysweep.table.ArrayRow;
import dev.polysweep.table.ReturnRow;
import dev.polysweep.table.SeedPairRow;
import dev.polysweep.table.TableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Makes the tables {@code agreement}, {@code seed_pairs} and {@code returns}: how far the
 * dictionaries of a label's seeds agree, for labels whose cells store an encoder and a decoder.
 */
public final class Agreements {

  /** The tables that this class writes. */
  public static final List<TableSchema> TABLES =
      List.of(AgreementRow.SCHEMA, SeedPairRow.SCHEMA, ReturnRow.SCHEMA);

  private static final int AT = SeedAgreement.THRESHOLDS.indexOf(0.7);
  private static final double REAL = 0.8; // cosine of a latent with the feature that it is
  private static final int BINS = 10;

  private final Aggregator aggregator;
  private final Sweep sweep;

  /** Takes the sweep and the results folder of an aggregator. */
  public Agreements(Aggregator aggregator) {
    this.aggregator = aggregator;
    sweep = aggregator.sweep();
  }

  /**
   * Compares all pairs of seeds and writes the tables.
   *
   * @return the rows of {@code agreement}, in the order of the sweep's configurations; a label with
   *     fewer than two dictionaries is absent
   * @throws IOException if results cannot be read or written
   */
  public List<AgreementRow> run() throws IOException {
    JavaRDD<SeedDictionary> dictionaries = dictionaries();
    Map<Cell, float[]> truth = new HashMap<>();
    dictionaries
        .map(d -> new Tuple2<>(new Cell(d.label(), d.seed()), d.truth()))
        .collect()
        .forEach(cell -> truth.put(cell._1, cell._2));
    SeedPairs pairs = new SeedPairs(dictionaries, next(truth.keySet()));
    Map<String, List<SeedPairRow>> rows =
        pairs.rows().stream()
            .sorted(Comparator.comparing(SeedPairRow::seedA).thenComparing(SeedPairRow::seedB))
            .collect(Collectors.groupingBy(SeedPairRow::label));
    Map<Cell, int[]> back = pairs.returns();
    List<AgreementRow> agreement = new ArrayList<>();
    List<SeedPairRow> inOrder = new ArrayList<>();
    List<ReturnRow> returns = new ArrayList<>();
    for (Configuration configuration : sweep.configurations()) {
      List<SeedPairRow> own = rows.get(configuration.label());
      if (own != null) {
        Returned returned = Returned.of(configuration.label(), back, truth);
        inOrder.addAll(own);
        returns.addAll(returned.bins(configuration.label()));
        agreement.add(summary(configuration.label(), own, returned));
      }
    }
    aggregator.write(AgreementRow.SCHEMA, agreement);
    aggregator.write(SeedPairRow.SCHEMA, inOrder);
    aggregator.write(ReturnRow.SCHEMA, returns);
    return agreement;
  }

  private JavaRDD<SeedDictionary> dictionaries() throws IOException {
    return aggregator
        .matrices(List.of(SeedDictionary.ENCODER, SeedDictionary.DECODER, SeedDictionary.TRUTH))
        .groupBy(row -> new Cell(row.label(), row.seed()))
        .values()
        .map(
            matrices ->
                SeedDictionary.of(
                    StreamSupport.stream(matrices.spliterator(), false)
                        .collect(Collectors.toMap(ArrayRow::name, row -> row))))
        .filter(Objects::nonNull);
  }

  /** The next greater seed of each cell's label. */
  private static Map<Cell, Long> next(Iterable<Cell> cells) {
    Map<Cell, Long> next = new HashMap<>();
    List<Cell> ascending =
        StreamSupport.stream(cells.spliterator(), false)
            .sorted(Comparator.comparing(Cell::label).thenComparing(Cell::seed))
            .toList();
    for (int i = 1; i < ascending.size(); i++) {
      if (ascending.get(i).label().equals(ascending.get(i - 1).label())) {
        next.put(ascending.get(i - 1), ascending.get(i).seed());
      }
    }
    return next;
  }

  private static AgreementRow summary(String label, List<SeedPairRow> pairs, Returned returned) {
    Map<Long, Integer> index = new LinkedHashMap<>();
    pairs.forEach(
        pair -> {
          index.putIfAbsent(pair.seedA(), index.size());
          index.putIfAbsent(pair.seedB(), index.size());
        });
    double[][] mcc = new double[index.size()][index.size()];
    double[][] shared = new double[index.size()][index.size()];
    float[] curve = new float[SeedAgreement.THRESHOLDS.size()];
    for (SeedPairRow pair : pairs) {
      int a = index.get(pair.seedA());
      int b = index.get(pair.seedB());
      mcc[Math.max(a, b)][Math.min(a, b)] = pair.mcc();
      shared[Math.max(a, b)][Math.min(a, b)] = pair.shared()[AT];
    }
    for (int t = 0; t < curve.length; t++) {
      int at = t;
      curve[t] = (float) pairs.stream().mapToDouble(p -> p.shared()[at]).average().orElseThrow();
    }
    PairMean meanMcc = PairMean.of(mcc);
    PairMean meanShared = PairMean.of(shared);
    return new AgreementRow(
        label,
        index.size(),
        pairs.size(),
        meanMcc.mean(),
        meanMcc.ci95Low(),
        meanMcc.ci95High(),
        pairs.stream()
            .filter(p -> p.nullMcc() != null)
            .mapToDouble(SeedPairRow::nullMcc)
            .average()
            .orElse(Double.NaN),
        meanShared.mean(),
        meanShared.ci95Low(),
        meanShared.ci95High(),
        pairs.stream()
            .filter(p -> p.nullShared() != null)
            .mapToDouble(p -> p.nullShared()[AT])
            .average()
            .orElse(Double.NaN),
        SeedDictionary.floats(SeedAgreement.THRESHOLDS),
        curve,
        returned.returning(),
        returned.real(true),
        returned.real(false));
  }

  /**
   * The latents of all seeds of a label.
   *
   * @param share share of the other seeds in which a latent comes back
   * @param real whether it is a true feature; null without truth
   */
  private record Returned(double[] share, boolean[] real) {

    static Returned of(String label, Map<Cell, int[]> back, Map<Cell, float[]> truth) {
      List<Cell> cells =
          back.keySet().stream()
              .filter(cell -> cell.label().equals(label))
              .sorted(Comparator.comparing(Cell::seed))
              .toList();
      int latents = back.get(cells.get(0)).length;
      double[] share = new double[cells.size() * latents];
      boolean[] real =
          cells.stream().allMatch(c -> truth.get(c) != null) ? new boolean[share.length] : null;
      for (int c = 0; c < cells.size(); c++) {
        for (int f = 0; f < latents; f++) {
          int at = c * latents + f;
          share[at] = (double) back.get(cells.get(c))[f] / (cells.size() - 1);
          if (real != null) {
            real[at] = truth.get(cells.get(c))[f] >= REAL;
          }
        }
      }
      return new Returned(share, real);
    }

    double returning() {
      return (double) IntStream.range(0, share.length).filter(i -> share[i] >= 0.5).count()
          / share.length;
    }

    /** The share of true features among the latents that come back, or among the others. */
    Double real(boolean returning) {
      long n = IntStream.range(0, share.length).filter(i -> share[i] >= 0.5 == returning).count();
      if (real == null || n == 0) {
        return null;
      }
      return (double)
              IntStream.range(0, share.length)
                  .filter(i -> share[i] >= 0.5 == returning && real[i])
                  .count()
          / n;
    }

    List<ReturnRow> bins(String label) {
      long[] all = new long[BINS];
      long[] features = new long[BINS];
      for (int i = 0; i < share.length; i++) {
        int bin = Math.min(BINS - 1, (int) (share[i] * BINS));
        all[bin]++;
        features[bin] += real != null && real[i] ? 1 : 0;
      }
      List<ReturnRow> rows = new ArrayList<>();
      for (int bin = 0; bin < BINS; bin++) {
        Proportion p =
            real == null || all[bin] == 0 ? null : new Proportion(features[bin], all[bin]);
        rows.add(
            new ReturnRow(
                label,
                (double) bin / BINS,
                (bin + 1.0) / BINS,
                all[bin],
                real == null ? null : features[bin],
                p == null ? null : p.value(),
                p == null ? null : p.ci95Low(),
                p == null ? null : p.ci95High()));
      }
      return rows;
    }
  }
}
