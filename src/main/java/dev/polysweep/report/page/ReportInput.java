package dev.polysweep.report.page;

import dev.polysweep.table.Column;
import dev.polysweep.table.TableSchema;
import dev.polysweep.table.row.ContrastRow;
import dev.polysweep.table.row.CosineRow;
import dev.polysweep.table.row.CurveRow;
import dev.polysweep.table.row.EffectRow;
import dev.polysweep.table.row.EventSummaryRow;
import dev.polysweep.table.row.NullRow;
import dev.polysweep.table.row.SummaryRow;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything from which a report is made, in memory. Tables may be empty, and a configuration may
 * lack rows, for example because all its cells diverged; the report then says so instead of showing
 * values.
 *
 * @param facts what was run
 * @param tables the aggregate result tables
 * @param headline names of the metrics that lead the tables and get figures, in order; the terminal
 *     shows the contrasts of the first that has any
 * @param metrics definitions of all metrics
 * @param findings sentences with which the report begins
 * @param details single cells and matrices, for the figures that the experiment adds
 * @param schemas definitions of all tables that the results have
 */
public record ReportInput(
    Facts facts,
    Tables tables,
    List<String> headline,
    List<Column> metrics,
    List<Finding> findings,
    Details details,
    List<TableSchema> schemas) {

  private static final List<TableSchema> AGGREGATES =
      List.of(
          SummaryRow.SCHEMA, NullRow.SCHEMA, ContrastRow.SCHEMA, EffectRow.SCHEMA, CurveRow.SCHEMA);

  /** Makes the input of a report on the aggregate tables alone, without details of single cells. */
  public ReportInput(
      Facts facts,
      Tables tables,
      List<String> headline,
      List<Column> metrics,
      List<Finding> findings) {
    this(facts, tables, headline, metrics, findings, Details.NONE, AGGREGATES);
  }

  /**
   * Returns an input with only the first configurations, for places such as a terminal that cannot
   * show thousands of rows. The tables keep all their rows.
   *
   * @param labels greatest number of configurations
   */
  public ReportInput ofFirst(int labels) {
    Facts of =
        new Facts(
            facts.name(),
            facts.experiment(),
            facts.summary(),
            facts.labels().subList(0, Math.min(labels, facts.labels().size())),
            facts.baseline(),
            facts.seeds(),
            facts.done(),
            facts.diverged(),
            facts.failed(),
            facts.provenance());
    return new ReportInput(of, tables, headline, metrics, findings, details, schemas);
  }

  /** Makes unmodifiable copies of the lists. */
  public ReportInput {
    headline = List.copyOf(headline);
    metrics = List.copyOf(metrics);
    findings = List.copyOf(findings);
    schemas = List.copyOf(schemas);
  }

  /**
   * Facts about the run of a sweep.
   *
   * @param name name of the sweep
   * @param experiment name of the sweep's experiment
   * @param summary a sentence that describes the experiment
   * @param labels labels of the configurations in the order of the sweep
   * @param baseline label of the configuration with which contrasts compare, or null
   * @param seeds number of seeds
   * @param done number of cells that ended well
   * @param diverged number of cells whose loss became infinite or NaN
   * @param failed number of cells that ended with an error
   * @param provenance versions, machine and other origins of the results by name, in the order in
   *     which the report shows them
   */
  public record Facts(
      String name,
      String experiment,
      String summary,
      List<String> labels,
      String baseline,
      int seeds,
      long done,
      long diverged,
      long failed,
      Map<String, String> provenance) {

    /** Makes unmodifiable copies of the list and the map, in which the order is kept. */
    public Facts {
      labels = List.copyOf(labels);
      provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }

    /** Returns whether a label is that of the baseline. */
    public boolean isBaseline(String label) {
      return label.equals(baseline);
    }
  }

  /**
   * The aggregate result tables.
   *
   * @param summary one row for each label and metric
   * @param nulls one row for each label and each metric that has a null distribution
   * @param contrasts one row for each label and metric: the difference from the baseline
   * @param curves one row for each label, phase, epoch and metric; epochs ascend within a curve
   * @param effects one row for each effect and metric of a factorial design; otherwise empty
   * @param overlaps the overlaps of the feature directions of each label
   * @param events one row for each group of events and each metric
   * @param controls one row for each label and metric: the difference from the label's own control
   *     arm
   * @param mattered what the variance comes from, and which labels are best
   */
  public record Tables(
      List<SummaryRow> summary,
      List<NullRow> nulls,
      List<ContrastRow> contrasts,
      List<CurveRow> curves,
      List<EffectRow> effects,
      List<CosineRow> overlaps,
      List<EventSummaryRow> events,
      List<ContrastRow> controls,
      Mattered mattered) {

    /** Makes the tables of a sweep without those that say what mattered. */
    public Tables(
        List<SummaryRow> summary,
        List<NullRow> nulls,
        List<ContrastRow> contrasts,
        List<CurveRow> curves,
        List<EffectRow> effects,
        List<CosineRow> overlaps,
        List<EventSummaryRow> events,
        List<ContrastRow> controls) {
      this(summary, nulls, contrasts, curves, effects, overlaps, events, controls, Mattered.NONE);
    }

    /** Makes the tables of an experiment that has neither events nor control arms. */
    public Tables(
        List<SummaryRow> summary,
        List<NullRow> nulls,
        List<ContrastRow> contrasts,
        List<CurveRow> curves,
        List<EffectRow> effects,
        List<CosineRow> overlaps) {
      this(summary, nulls, contrasts, curves, effects, overlaps, List.of(), List.of());
    }

    /** Makes unmodifiable copies of the lists. */
    public Tables {
      summary = List.copyOf(summary);
      nulls = List.copyOf(nulls);
      contrasts = List.copyOf(contrasts);
      curves = List.copyOf(curves);
      effects = List.copyOf(effects);
      overlaps = List.copyOf(overlaps);
      events = List.copyOf(events);
      controls = List.copyOf(controls);
    }

    /** Returns the summary of a metric for a label, if there is one. */
    public Optional<SummaryRow> summary(String label, String metric) {
      return summary.stream()
          .filter(row -> row.metric().equals(metric) && row.label().equals(label))
          .findFirst();
    }

    /** Returns the summaries of a metric by label. */
    Map<String, SummaryRow> summaries(String metric) {
      Map<String, SummaryRow> byLabel = new LinkedHashMap<>();
      for (SummaryRow row : summary) {
        if (row.metric().equals(metric)) {
          byLabel.putIfAbsent(row.label(), row);
        }
      }
      return byLabel;
    }

    /**
     * Returns the comparison of a metric with its null distribution for a label, if there is one.
     * If several null distributions were drawn, the first one is returned.
     */
    public Optional<NullRow> nullOf(String label, String metric) {
      return nulls.stream()
          .filter(row -> row.metric().equals(metric) && row.label().equals(label))
          .findFirst();
    }

    /** Returns the contrast of a metric between a label and the baseline, if there is one. */
    public Optional<ContrastRow> contrast(String label, String metric) {
      return contrasts.stream()
          .filter(row -> row.metric().equals(metric) && row.label().equals(label))
          .findFirst();
    }
  }

  /**
   * Returns the definition of a metric. For a metric without a definition it holds the name only.
   */
  Column column(String metric) {
    return metrics.stream()
        .filter(column -> column.name().equals(metric))
        .findFirst()
        .orElseGet(() -> Column.metric(metric, "", "", ""));
  }

  /** Returns the headline metrics that have at least one row in the summary. */
  List<String> shownMetrics() {
    return headline.stream()
        .filter(name -> tables.summary().stream().anyMatch(row -> row.metric().equals(name)))
        .toList();
  }

  /** Returns whether a metric has one value in all cells, which several configurations have. */
  boolean constant(String metric) {
    List<SummaryRow> rows = List.copyOf(tables.summaries(metric).values());
    return rows.size() > 1
        && rows.stream().mapToDouble(SummaryRow::min).min().orElse(0)
            == rows.stream().mapToDouble(SummaryRow::max).max().orElse(0);
  }
}
