package dev.polysweep.feature;

import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import dev.polysweep.metric.dictionary.DensityModes;
import dev.polysweep.metric.dictionary.LossRecovered;
import dev.polysweep.metric.statistic.Proportion;
import dev.polysweep.table.row.DictionaryRow;
import dev.polysweep.table.row.FeatureRow;
import dev.polysweep.table.row.LabelRow;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Summarises a dictionary as a {@link DictionaryRow}, from the rows of its features.
 *
 * @param dictionary the dictionary
 * @param control whether the activations are those of the control model
 * @param corpus counts over all tokens
 * @param features the rows of all features, by number
 * @param labels the row of the best feature of each label; empty without labels
 * @param seed key of the bootstrap
 */
public record DictionarySummary(
    Dictionary dictionary,
    boolean control,
    CorpusCounts corpus,
    List<FeatureRow> features,
    List<LabelRow> labels,
    long seed) {

  private static final double GOOD = 0.9;
  private static final int DRAWS = 2000;

  /**
   * The log10 of the density below which features belong to the ultra-low-density cluster (see
   * {@link DensityModes}); NaN if there is no such cluster.
   *
   * @param densities densities of all features, dead ones included
   */
  public static double ultraLowEnd(double[] densities) {
    return DensityModes.lowerModeEnd(
        Arrays.stream(densities).filter(d -> d > 0).map(Math::log10).toArray());
  }

  /**
   * The row of the dictionary.
   *
   * @param variation total variation Σ‖x − x̄‖² of the activations over the same tokens
   * @param losses losses of the model; null if the model was not run
   * @param variant index of this dictionary among those that were spliced into the model
   */
  public DictionaryRow row(double variation, LossSums losses, int variant) {
    List<FeatureRow> alive = features.stream().filter(row -> !row.dead()).toList();
    boolean labelled = !labels.isEmpty() && !alive.isEmpty();
    Spread f1 = spread(alive, FeatureRow::f1, 0);
    Spread purity = spread(alive, FeatureRow::purity, 1);
    Spread strongest = spread(alive, FeatureRow::strongestPurity, 2);
    long good = alive.stream().filter(row -> orZero(row.purity()) >= GOOD).count();
    Proportion share = new Proportion(good, Math.max(1, alive.size()));
    List<LabelRow> languages =
        labels.stream().filter(row -> row.kind().equals(LabelRow.LANGUAGE)).toList();
    boolean sae = !dictionary.isNeurons();
    boolean spliced = sae && losses != null;
    double error = corpus.squaredError();
    return new DictionaryRow(
        dictionary.name(),
        sae ? DictionaryRow.SAE : DictionaryRow.NEURONS,
        control,
        features.size(),
        corpus.documents(),
        corpus.tokens(),
        features.size() - alive.size(),
        features.stream().filter(FeatureRow::ultraLowDensity).count(),
        corpus.l0(),
        sae && variation > 0 ? 1 - error / variation : null,
        sae ? error / ((double) corpus.tokens() * dictionary.width()) : null,
        losses == null ? null : finite(losses.clean()),
        spliced ? finite(losses.spliced(variant)) : null,
        losses == null ? null : finite(losses.zero()),
        losses == null ? null : finite(losses.meanAblated()),
        spliced
            ? finite(LossRecovered.of(losses.clean(), losses.spliced(variant), losses.zero()))
            : null,
        spliced
            ? finite(
                LossRecovered.of(losses.clean(), losses.spliced(variant), losses.meanAblated()))
            : null,
        mean(alive, row -> row.stability() == null ? Double.NaN : row.stability()),
        purity.median(),
        purity.low(),
        purity.high(),
        labelled ? share.value() : null,
        labelled ? share.ci95Low() : null,
        labelled ? share.ci95High() : null,
        strongest.median(),
        strongest.low(),
        strongest.high(),
        f1.median(),
        f1.low(),
        f1.high(),
        labels.isEmpty() ? null : (int) good(languages).count(),
        labels.isEmpty() ? null : mean(languages, row -> orZero(row.f1())),
        labels.isEmpty()
            ? null
            : (int) good(labels).map(DictionarySummary::language).distinct().count(),
        labels.isEmpty() ? null : (int) good(labels).count(),
        labels.isEmpty() ? null : mean(labels, row -> orZero(row.f1())));
  }

  private static java.util.stream.Stream<LabelRow> good(List<LabelRow> labels) {
    return labels.stream()
        .filter(row -> orZero(row.precision()) >= GOOD && orZero(row.recall()) >= GOOD);
  }

  private static String language(LabelRow row) {
    return row.kind().equals(LabelRow.ROLE)
        ? row.label().substring(0, row.label().lastIndexOf(':'))
        : row.label();
  }

  /** A median and the ends of its 95 % interval; all null if there is no value. */
  private record Spread(Double median, Double low, Double high) {}

  /**
   * The median of a value over features, with undefined values counted as 0, and its percentile
   * bootstrap interval over {@value #DRAWS} resamples of the features.
   *
   * @param which number of the value, which keys its random draws
   */
  private Spread spread(List<FeatureRow> alive, Function<FeatureRow, Double> value, int which) {
    if (labels.isEmpty() || alive.isEmpty()) {
      return new Spread(null, null, null);
    }
    double[] of = alive.stream().mapToDouble(row -> orZero(value.apply(row))).toArray();
    RandomStream random = new RandomStream(seed, StreamId.ANALYSIS, -1, which);
    double[] medians = new double[DRAWS];
    double[] sample = new double[of.length];
    for (int draw = 0; draw < DRAWS; draw++) {
      Arrays.setAll(sample, i -> of[random.nextInt(of.length)]);
      medians[draw] = median(sample);
    }
    Arrays.sort(medians);
    return new Spread(
        median(of), medians[(int) (0.025 * DRAWS)], medians[(int) (0.975 * DRAWS) - 1]);
  }

  /** The median of values; sorts the array. */
  private static double median(double[] values) {
    Arrays.sort(values);
    return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
  }

  private static double orZero(Double value) {
    return value == null || value.isNaN() ? 0 : value;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static <R> Double mean(List<R> rows, ToDoubleFunction<R> value) {
    double[] known =
        rows.stream()
            .filter(Objects::nonNull)
            .mapToDouble(value)
            .filter(Double::isFinite)
            .toArray();
    return finite(Arrays.stream(known).average().orElse(Double.NaN));
  }
}
