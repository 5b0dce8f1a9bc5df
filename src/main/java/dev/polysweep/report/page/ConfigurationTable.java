package dev.polysweep.report.page;

import dev.polysweep.metric.statistic.Detectable;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.table.row.ContrastRow;
import dev.polysweep.table.row.NullRow;
import dev.polysweep.table.row.SummaryRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A table of the results with one row for each configuration. Its cells are text; the HTML page and
 * the terminal show the same text.
 *
 * @param headers headers of the columns; the first column holds the labels of the configurations
 * @param rows the cells of each row, in the order of the columns
 */
public record ConfigurationTable(List<String> headers, List<List<String>> rows) {

  /** The text of the baseline's cell in a column of contrasts. */
  static final String BASELINE = "baseline";

  /** Greatest number of metrics that a sheet of paper has room for. */
  private static final int SHEET = 6;

  /**
   * Makes the first table of the page. It has a column for each headline metric with its mean ±
   * half the width of its 95 % interval, then z and its p-value of the first headline metric that
   * has a null distribution, then the contrast of the first headline metric that has contrasts, in
   * per cent, and its p-value.
   */
  static ConfigurationTable leading(ReportInput input) {
    Columns columns = new Columns(input);
    List<String> shown = input.shownMetrics();
    shown.forEach(columns::estimate);
    shown.stream()
        .filter(m -> has(input.tables().nulls(), m))
        .findFirst()
        .ifPresent(columns::zWithP);
    shown.stream().filter(m -> hasContrast(input, m)).findFirst().ifPresent(columns::contrast);
    return columns.table();
  }

  /**
   * Makes the first table in a form for narrow terminals: z stands without its p-value, and the
   * p-value of the contrast follows the contrast in brackets instead of having a column.
   */
  public static ConfigurationTable compact(ReportInput input) {
    Columns columns = new Columns(input);
    List<String> shown = input.shownMetrics();
    shown.forEach(columns::estimate);
    shown.stream().filter(m -> has(input.tables().nulls(), m)).findFirst().ifPresent(columns::z);
    shown.stream().filter(m -> hasContrast(input, m)).findFirst().ifPresent(columns::contrastWithP);
    return columns.table();
  }

  /**
   * Makes tables of all metrics in the summary, with mean ± half the width of the 95 % interval,
   * each of so few metrics that it fits a sheet of paper.
   */
  static List<ConfigurationTable> allMetrics(ReportInput input) {
    List<String> metrics =
        input.tables().summary().stream().map(SummaryRow::metric).distinct().toList();
    List<ConfigurationTable> tables = new ArrayList<>();
    for (int from = 0; from < metrics.size(); from += SHEET) {
      Columns columns = new Columns(input);
      metrics.subList(from, Math.min(from + SHEET, metrics.size())).forEach(columns::estimate);
      tables.add(columns.table());
    }
    return tables;
  }

  /** Makes the table of the contrasts of every headline metric, with their p-values. */
  static ConfigurationTable contrasts(ReportInput input) {
    Columns columns = new Columns(input);
    input.headline().stream()
        .filter(m -> hasContrast(input, m))
        .forEach(
            metric -> {
              columns.contrast(metric);
              columns.detectable(metric);
            });
    return columns.table();
  }

  private static boolean has(List<NullRow> nulls, String metric) {
    return nulls.stream().anyMatch(row -> row.metric().equals(metric));
  }

  private static boolean hasContrast(ReportInput input, String metric) {
    return input.tables().contrasts().stream().anyMatch(row -> row.metric().equals(metric));
  }

  /**
   * Returns the number of decimal places with which all means of a metric are written, or null if
   * each row needs its own number.
   */
  static Integer place(ReportInput input, String metric) {
    return Numbers.commonPlace(
        input.tables().summary().stream()
            .filter(
                row ->
                    row.metric().equals(metric) && Numbers.bounded(row.ci95Low(), row.ci95High()))
            .mapToDouble(row -> (row.ci95High() - row.ci95Low()) / 2));
  }

  /** Builds a table column by column. */
  private static final class Columns {

    private final ReportInput input;
    private final List<String> headers = new ArrayList<>(List.of("configuration"));
    private final List<List<String>> rows = new ArrayList<>();

    Columns(ReportInput input) {
      this.input = input;
      input.facts().labels().forEach(label -> rows.add(new ArrayList<>(List.of(label))));
    }

    ConfigurationTable table() {
      return new ConfigurationTable(headers, rows);
    }

    void estimate(String metric) {
      Integer place = place(input, metric);
      String unit = input.column(metric).unit();
      headers.add(unit.isEmpty() ? metric : metric + " (" + unit + ")");
      Map<String, SummaryRow> summaries = input.tables().summaries(metric);
      each(
          label ->
              Optional.ofNullable(summaries.get(label))
                  .map(r -> Numbers.plusMinus(r.mean(), r.ci95Low(), r.ci95High(), place))
                  .orElse(Numbers.NONE));
    }

    void z(String metric) {
      headers.add(metric + " z [95 %]");
      each(
          label ->
              input
                  .tables()
                  .nullOf(label, metric)
                  .map(r -> Numbers.withInterval(r.meanZ(), r.ci95Low(), r.ci95High()))
                  .orElse(Numbers.NONE));
    }

    void zWithP(String metric) {
      z(metric);
      headers.add("p of z");
      each(label -> input.tables().nullOf(label, metric).map(Columns::tail).orElse(Numbers.NONE));
    }

    /**
     * Returns the smaller of the two one-sided p-values, followed by the side of the null
     * distribution on which the values lie.
     */
    private static String tail(NullRow row) {
      return row.pLess() <= row.pMore()
          ? Numbers.p(row.pLess()) + " less"
          : Numbers.p(row.pMore()) + " more";
    }

    void contrast(String metric) {
      headers.add(metric + " Δ% [95 %]");
      each(
          label ->
              input.facts().isBaseline(label)
                  ? BASELINE
                  : input
                      .tables()
                      .contrast(label, metric)
                      .map(Columns::percent)
                      .orElse(Numbers.NONE));
      headers.add("p Holm");
      each(
          label ->
              input.facts().isBaseline(label)
                  ? ""
                  : Numbers.p(
                      input.tables().contrast(label, metric).map(ContrastRow::pHolm).orElse(null)));
    }

    /**
     * Adds the smallest true difference that so many seeds would have found with a chance of 80 %,
     * in per cent of the baseline's mean.
     */
    void detectable(String metric) {
      Double base =
          input
              .tables()
              .summary(input.facts().baseline(), metric)
              .map(SummaryRow::mean)
              .orElse(0.0);
      headers.add("smallest Δ% found");
      each(
          label ->
              input.facts().isBaseline(label)
                  ? ""
                  : input
                      .tables()
                      .contrast(label, metric)
                      .filter(row -> row.t() != null && base != 0)
                      .map(row -> Detectable.of(row.n(), row.ci95Low(), row.ci95High()))
                      .map(delta -> Numbers.value(100 * delta / Math.abs(base)))
                      .orElse(Numbers.NONE));
    }

    void contrastWithP(String metric) {
      headers.add(metric + " Δ% [95 %] (p Holm)");
      each(
          label ->
              input.facts().isBaseline(label)
                  ? BASELINE
                  : input
                      .tables()
                      .contrast(label, metric)
                      .map(row -> percent(row) + " (" + Numbers.p(row.pHolm()) + ")")
                      .orElse(Numbers.NONE));
    }

    private static String percent(ContrastRow row) {
      if (DifferenceFigures.constant(row)) {
        return "constant";
      }
      return row.deltaPct() == null
          ? Numbers.NONE
          : Numbers.withInterval(row.deltaPct(), row.pctCi95Low(), row.pctCi95High());
    }

    private void each(Function<String, String> cell) {
      rows.forEach(row -> row.add(cell.apply(row.get(0))));
    }
  }
}
