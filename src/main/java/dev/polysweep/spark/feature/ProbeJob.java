package dev.polysweep.spark.feature;

import dev.polysweep.feature.AnalysisDraws;
import dev.polysweep.feature.LabelProbe;
import dev.polysweep.feature.LabelScore;
import dev.polysweep.feature.LabelSet;
import dev.polysweep.feature.LabelSet.Truth;
import dev.polysweep.feature.ProbeSample;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.dictionary.Detection;
import dev.polysweep.spark.feature.ProbeStratum.Token;
import dev.polysweep.table.row.LabelRow;
import dev.polysweep.table.row.ProbeRow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Fits probes for labels and scores them over all tokens. The half of the documents that chooses
 * features gives a sample of at most {@value #TOKENS} tokens; each probe is a task on an executor.
 * The probes are then scored on the other half, by the same rule and on the same tokens as
 * features.
 */
final class ProbeJob {

  private static final int TOKENS = 1 << 13;
  private static final int NUMBERS = 1 << 23; // of all activations of the sample

  private final JavaSparkContext spark;
  private final ActivationSet activations;
  private final TokenLabels truth;
  private final AnalysisDraws draws;

  ProbeJob(
      JavaSparkContext spark, ActivationSet activations, TokenLabels truth, AnalysisDraws draws) {
    this.spark = spark;
    this.activations = activations;
    this.truth = truth;
    this.draws = draws;
  }

  /** An activation of the sample, with the place of its token. */
  private record Drawn(long document, int position, float[] activation) implements Serializable {}

  /** What a probe is fitted for. */
  private record Wanted(LabelProbe.Kind kind, int label) implements Serializable {}

  /**
   * Fits and scores all probes.
   *
   * @param control whether the activations are those of the control model
   * @return a row for each kind of probe and label; none if no label can be told from the rest
   */
  List<ProbeRow> run(boolean control) {
    List<LabelProbe> probes = fit(sample());
    if (probes.isEmpty()) {
      return List.of();
    }
    try (DictionaryJob job =
        new DictionaryJob(spark, LabelProbe.dictionary(probes), activations, truth, draws)) {
      Map<Integer, LabelScore> scores =
          job.scores(probes.stream().mapToInt(LabelProbe::label).toArray());
      Map<Wanted, Detection> scored = new HashMap<>();
      for (int f = 0; f < probes.size(); f++) {
        LabelProbe probe = probes.get(f);
        if (scores.containsKey(f)) {
          scored.put(new Wanted(probe.kind(), probe.label()), scores.get(f).scored());
        }
      }
      return wanted().stream().map(of -> row(control, of, job, scored.get(of))).toList();
    }
  }

  private List<Wanted> wanted() {
    List<Wanted> wanted = new ArrayList<>();
    for (LabelProbe.Kind kind : LabelProbe.Kind.values()) {
      for (int label = 0; label < truth.set().labels().size(); label++) {
        wanted.add(new Wanted(kind, label));
      }
    }
    return wanted;
  }

  private ProbeRow row(boolean control, Wanted of, DictionaryJob job, Detection scored) {
    LabelSet.Label label = truth.set().labels().get(of.label());
    return new ProbeRow(
        control,
        of.kind().name().toLowerCase(Locale.ROOT),
        label.name(),
        label.whole() ? LabelRow.LANGUAGE : LabelRow.ROLE,
        job.corpus().tokens(1, label),
        scored == null ? null : FeatureRows.finite(scored.precision()),
        scored == null ? null : FeatureRows.finite(scored.recall()),
        scored == null ? null : FeatureRows.finite(scored.f1()));
  }

  private List<LabelProbe> fit(ProbeSample sample) {
    Broadcast<ProbeSample> shipped = spark.broadcast(sample);
    Broadcast<LabelSet> labels = spark.broadcast(truth.set());
    List<Wanted> wanted = wanted();
    return spark
        .parallelize(wanted, wanted.size())
        .map(
            of ->
                LabelProbe.of(of.kind(), shipped.value(), labels.value(), of.label()).orElse(null))
        .filter(Objects::nonNull)
        .collect();
  }

  /** The sample, ordered by document and position. */
  private ProbeSample sample() {
    Map<Integer, ProbeStratum> strata = strata();
    Map<Long, Map<Integer, Integer>> chosen = new HashMap<>(); // truth by document and position
    strata.forEach(
        (of, stratum) ->
            stratum
                .kept()
                .forEach(
                    token ->
                        chosen
                            .computeIfAbsent(token.document(), key -> new HashMap<>())
                            .put(token.position(), of)));
    Broadcast<Map<Long, Map<Integer, Integer>>> shipped = spark.broadcast(chosen);
    List<Drawn> drawn =
        new ArrayList<>(
            activations
                .tokens()
                .filter(
                    token ->
                        shipped
                            .value()
                            .getOrDefault(token.getDocument(), Map.of())
                            .containsKey(token.getPosition()))
                .map(
                    token ->
                        new Drawn(
                            token.getDocument(), token.getPosition(), CodeTask.activation(token)))
                .collect());
    drawn.sort(Comparator.comparingLong(Drawn::document).thenComparingInt(Drawn::position));
    Matrix x = new Matrix(drawn.size(), activations.width());
    int[] of = new int[drawn.size()];
    double[] weight = new double[drawn.size()];
    for (int t = 0; t < of.length; t++) {
      Drawn token = drawn.get(t);
      System.arraycopy(token.activation(), 0, x.data(), t * x.cols(), x.cols());
      of[t] = chosen.get(token.document()).get(token.position());
      weight[t] = strata.get(of[t]).weight();
    }
    return new ProbeSample(x, of, weight);
  }

  /** The tokens of the choosing half by ground truth, unlabelled ones among them. */
  private Map<Integer, ProbeStratum> strata() {
    int tokens = Math.max(1, Math.min(TOKENS, NUMBERS / activations.width()));
    int most = Math.max(1, tokens / (truth.set().size() + 1));
    Broadcast<LabelSet> labels = spark.broadcast(truth.set());
    AnalysisDraws drawn = draws;
    return activations
        .table()
        .select("document", "position")
        .join(truth.rows(), new String[] {"document", "position"}, "left")
        .toJavaRDD()
        .filter(row -> !drawn.scores(row.getLong(0)))
        .mapToPair(row -> new Tuple2<>(truthOf(row, labels.value()), token(row, drawn)))
        .aggregateByKey(new ProbeStratum(most), ProbeStratum::add, ProbeStratum::add)
        .collectAsMap();
  }

  private static int truthOf(Row row, LabelSet labels) {
    return row.isNullAt(2)
        ? LabelSet.UNLABELLED
        : labels.index(new Truth(row.getString(2), row.getString(3)));
  }

  private static Token token(Row row, AnalysisDraws draws) {
    long document = row.getLong(0);
    int position = row.getInt(1);
    return new Token(draws.lot(document, position), document, position);
  }
}
