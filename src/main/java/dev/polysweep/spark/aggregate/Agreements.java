package dev.polysweep.spark.aggregate;

import dev.polysweep.metric.dictionary.SeedAgreement;
import dev.polysweep.metric.statistic.PairMean;
import dev.polysweep.spark.aggregate.SeedPairs.Cell;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.table.TableSchema;
import dev.polysweep.table.row.AgreementRow;
import dev.polysweep.table.row.ArrayRow;
import dev.polysweep.table.row.ConsensusRow;
import dev.polysweep.table.row.ReturnRow;
import dev.polysweep.table.row.SeedPairRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Makes the tables {@code agreement}, {@code seed_pairs}, {@code returns} and {@code consensus}:
 * how far the dictionaries of a label's seeds agree, for labels whose cells store an encoder and a
 * decoder.
 */
public final class Agreements {

  /** The tables that this class writes. */
  public static final List<TableSchema> TABLES =
      List.of(AgreementRow.SCHEMA, SeedPairRow.SCHEMA, ReturnRow.SCHEMA, ConsensusRow.SCHEMA);

  private static final int AT = SeedAgreement.THRESHOLDS.indexOf(0.7);

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
    Map<String, List<ConsensusEntry>> entries = ConsensusEntry.byLabel(dictionaries, pairs.links());
    List<AgreementRow> agreement = new ArrayList<>();
    List<SeedPairRow> inOrder = new ArrayList<>();
    List<ReturnRow> returns = new ArrayList<>();
    List<ConsensusRow> consensus = new ArrayList<>();
    for (Configuration configuration : sweep.configurations()) {
      List<SeedPairRow> own = rows.get(configuration.label());
      if (own != null) {
        ReturnedLatents returned = ReturnedLatents.of(configuration.label(), back, truth);
        List<ReturnRow> bins = returned.bins(configuration.label());
        List<ConsensusRow> found =
            ConsensusEntry.rows(entries.get(configuration.label()), back.keySet(), truth, bins);
        inOrder.addAll(own);
        returns.addAll(bins);
        consensus.addAll(found);
        agreement.add(summary(configuration.label(), own, returned, found));
      }
    }
    aggregator.write(AgreementRow.SCHEMA, agreement);
    aggregator.write(SeedPairRow.SCHEMA, inOrder);
    aggregator.write(ReturnRow.SCHEMA, returns);
    aggregator.write(ConsensusRow.SCHEMA, consensus);
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

  private static AgreementRow summary(
      String label,
      List<SeedPairRow> pairs,
      ReturnedLatents returned,
      List<ConsensusRow> consensus) {
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
        returned.real(false),
        consensus.size(),
        ConsensusEntry.real(consensus));
  }
}
