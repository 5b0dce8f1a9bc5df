package dev.polysweep.report.terminal;

import dev.polysweep.metric.geometry.FeatureOverlaps;
import dev.polysweep.metric.statistic.SampleSummary;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.terminal.WeightAnalysis.Curve;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The report on a weight matrix for a terminal: a summary, a table with bars, a heat map and
 * clusters, and where they are known also activations, probes and training curves.
 */
public final class WeightReport {

  /** Least width of the report; a narrower terminal gets lines of this width. */
  private static final int NARROWEST = 40;

  private static final int WIDEST = 120;
  private static final int MOST_FEATURES = 32;
  private static final int MOST_CLUSTERS = 12;
  private static final int BINS = 10;

  private final WeightAnalysis analysis;
  private final FeatureOverlaps overlaps;
  private final Glyphs glyphs;
  private final int width;
  private final StringBuilder out = new StringBuilder();

  private WeightReport(WeightAnalysis analysis, int width, boolean unicode) {
    this.analysis = analysis;
    this.overlaps = analysis.overlaps();
    this.glyphs = new Glyphs(unicode);
    this.width = width;
  }

  /**
   * Returns the features that the report shows individually. These are all features if they fit the
   * terminal, and otherwise those with the largest norms.
   *
   * @param norms {@code [n_features]}
   * @param width number of columns of the terminal
   * @return the numbers of the features, ascending
   */
  public static int[] shown(double[] norms, int width) {
    int labels = String.valueOf(Math.max(0, norms.length - 1)).length();
    int fitting = Math.min(MOST_FEATURES, ShadeMap.fitting(clamped(width), labels));
    return IntStream.range(0, norms.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -norms[i]))
        .limit(fitting)
        .sorted()
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * Returns the report as lines that end in a line feed. No line is wider than the terminal, except
   * that a terminal narrower than {@value #NARROWEST} columns counts as that wide.
   *
   * @param analysis the analysis to report
   * @param width number of columns of the terminal
   * @param unicode whether the terminal shows more than ASCII
   */
  public static String of(WeightAnalysis analysis, int width, boolean unicode) {
    return new WeightReport(analysis, clamped(width), unicode).text();
  }

  private static int clamped(int width) {
    return Math.max(NARROWEST, Math.min(WIDEST, width));
  }

  private String text() {
    line(analysis.title());
    out.append(glyphs.rule(width)).append('\n');
    summary();
    features();
    if (analysis.plane() != null && overlaps.norms().length <= MOST_FEATURES) {
      heading("Features in the plane");
      out.append(new PlaneChart(glyphs).render(analysis.plane(), width));
    }
    if (analysis.shown().length > 1) {
      heading("Interference between " + subject() + ", cos²");
      heatMap();
    }
    clusters();
    if (analysis.probing() != null) {
      out.append(new ProbingReport(analysis.probing(), glyphs, width).text());
    }
    for (Curve curve : analysis.curves()) {
      heading("Training, phase " + curve.phase());
      out.append(new LossChart(glyphs).render(curve.epochs(), curve.losses(), width));
    }
    return out.toString();
  }

  private void summary() {
    int n = overlaps.norms().length;
    FactTable facts = new FactTable(glyphs, width);
    facts.add("features", n + " in " + analysis.hidden() + " dimensions");
    facts.add(
        "superposition score",
        Numbers.value((double) overlaps.represented() / analysis.hidden())
            + " features a dimension: "
            + overlaps.represented()
            + " have more than a tenth of the largest norm");
    facts.add("norm", spread(overlaps.norms()));
    facts.add("dimensionality D_i", spread(overlaps.dimFracs()));
    facts.add(
        "dimensions D*",
        Numbers.value(analysis.hidden() / overlaps.frobeniusSquared())
            + " for each represented feature (hidden units / squared norm "
            + Numbers.value(overlaps.frobeniusSquared())
            + ")");
    facts.add("interference", spread(overlaps.meanInterference()) + ", mean cos² with the others");
    facts.add("macs", Numbers.value(overlaps.macs()) + ", mean |cos| over all pairs");
    if (analysis.cka() != null) {
      facts.add("linear CKA", Numbers.value(analysis.cka()) + " with the other matrix");
    }
    out.append(facts.text());
  }

  private static String spread(double[] values) {
    SampleSummary summary = SampleSummary.of(values);
    return Numbers.value(summary.mean())
        + (summary.sd() == null ? "" : " ± " + Numbers.value(summary.sd()) + " sd")
        + ", "
        + Numbers.value(summary.min())
        + " to "
        + Numbers.value(summary.max());
  }

  private void features() {
    int[] shown = analysis.shown();
    heading(subject().substring(0, 1).toUpperCase(Locale.ROOT) + subject().substring(1));
    double largest = Arrays.stream(overlaps.norms()).max().orElse(0);
    out.append(
        new BarTable(glyphs)
            .texts("feature", Arrays.stream(shown).mapToObj(String::valueOf).toList())
            .bars("norm", pick(overlaps.norms()), largest)
            .shares("D_i", pick(overlaps.dimFracs()))
            .texts("nearest", Arrays.stream(shown).mapToObj(this::nearest).toList())
            .texts(
                "cos",
                Arrays.stream(shown).mapToObj(i -> signed(overlaps.nearestCosine()[i])).toList())
            .render(width));
    if (shown.length < overlaps.norms().length) {
      heading("D_i of all " + overlaps.norms().length + " features");
      histogram();
    }
  }

  private String subject() {
    int n = overlaps.norms().length;
    int shown = analysis.shown().length;
    return shown < n ? "the " + shown + " features of largest norm" : "features";
  }

  private double[] pick(double[] values) {
    return Arrays.stream(analysis.shown()).mapToDouble(i -> values[i]).toArray();
  }

  private String nearest(int feature) {
    int nearest = overlaps.nearest()[feature];
    return nearest < 0 ? Numbers.NONE : String.valueOf(nearest);
  }

  private static String signed(double cosine) {
    return cosine == 0 ? Numbers.NONE : BarTable.cosine(cosine);
  }

  private void histogram() {
    double[] counts = new double[BINS];
    for (double value : overlaps.dimFracs()) {
      if (!Double.isNaN(value)) {
        counts[Math.min(BINS - 1, (int) (value * BINS))]++;
      }
    }
    List<String> bins =
        IntStream.range(0, BINS)
            .mapToObj(i -> String.format(Locale.ROOT, "%.1f–%.1f", i / 10.0, (i + 1) / 10.0))
            .toList();
    double most = Arrays.stream(counts).max().getAsDouble();
    out.append(
        new BarTable(glyphs)
            .texts("D_i", bins)
            .counts("features", counts, Math.max(1, most))
            .render(width));
  }

  private void heatMap() {
    double[][] squares =
        Arrays.stream(analysis.cosines())
            .map(row -> Arrays.stream(row).map(c -> c * c).toArray())
            .toArray(double[][]::new);
    ShadeMap map = new ShadeMap(glyphs);
    out.append(map.render(squares, analysis.shown())).append(map.legend(width));
  }

  private void clusters() {
    List<List<Integer>> joined =
        overlaps.clusters().stream()
            .filter(cluster -> cluster.size() > 1)
            .sorted(Comparator.comparingInt(cluster -> -cluster.size()))
            .toList();
    int alone = overlaps.clusters().size() - joined.size();
    heading("Clusters, joined by cos² above " + Numbers.value(analysis.threshold()));
    FactTable facts = new FactTable(glyphs, width);
    for (List<Integer> cluster : joined.subList(0, Math.min(MOST_CLUSTERS, joined.size()))) {
      facts.add(cluster.size() + " features", members(cluster));
    }
    if (joined.size() > MOST_CLUSTERS) {
      facts.add("", (joined.size() - MOST_CLUSTERS) + " smaller clusters more");
    }
    if (alone > 0) {
      facts.add("alone", alone == 1 ? "1 feature" : alone + " features");
    }
    out.append(facts.text());
  }

  private static String members(List<Integer> cluster) {
    int most = 60;
    String some =
        cluster.stream().limit(most).map(String::valueOf).collect(Collectors.joining(" "));
    return cluster.size() > most ? some + " and " + (cluster.size() - most) + " more" : some;
  }

  private void heading(String text) {
    out.append('\n');
    line(text);
  }

  private void line(String text) {
    out.append(FactTable.wrap(glyphs.printable(text), width, 0));
  }
}
