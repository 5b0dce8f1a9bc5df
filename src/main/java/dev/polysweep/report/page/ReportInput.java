package dev.polysweep.report.page;

import dev.polysweep.table.ArrayRow;
import dev.polysweep.table.Column;
import dev.polysweep.table.ContrastRow;
import dev.polysweep.table.CurveRow;
import dev.polysweep.table.EffectRow;
import dev.polysweep.table.EventSummaryRow;
import dev.polysweep.table.NullRow;
import dev.polysweep.table.SummaryRow;
import dev.polysweep.table.TableSchema;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a report is made from, in memory. Tables may be empty and labels may lack rows (where
 * every cell diverged); the report then says so instead of showing them.
 *
 * @param facts what was run
 * @param tables what came out
 * @param headline names of the metrics that lead the tables and get figures, in order; the first is
 *     the one whose contrasts the terminal shows
 * @param metrics definitions of all metrics
 * @param findings sentences to begin with
 * @param details single cells, for what the experiment adds
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

  /** A report without details of single cells, on the aggregate tables alone. */
  public ReportInput(
      Facts facts,
      Tables tables,
      List<String> headline,
      List<Column> metrics,
      List<Finding> findings) {
    this(facts, tables, headline, metrics, findings, Details.NONE, AGGREGATES);
  }

  /** The same of the first so many configurations, for places that cannot show thousands. */
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

  /** Copies the lists. */
  public ReportInput {
    headline = List.copyOf(headline);
    metrics = List.copyOf(metrics);
    findings = List.copyOf(findings);
    schemas = List.copyOf(schemas);
  }

  /**
   * What was run.
   *
   * @param name of the sweep
   * @param experiment its experiment
   * @param summary a sentence on the experiment
   * @param labels configurations in the order of the sweep
   * @param baseline label that contrasts compare against, or null
   * @param seeds number of seeds
   * @param done cells that ended well
   * @param diverged cells with a loss that became infinite or not a number
   * @param failed cells that ended with an error
   * @param provenance key to value, in the order to show them
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

    /** Copies the list and the map, keeping their order. */
    public Facts {
      labels = List.copyOf(labels);
      provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }

    /** Whether a label is the baseline. */
    public boolean isBaseline(String label) {
      return label.equals(baseline);
    }
  }

  /**
   * The result tables.
   *
   * @param summary label × metric
   * @param nulls label × metric that has a null
   * @param contrasts label against the baseline × metric
   * @param curves label × phase × epoch × metric, epochs ascending within the others
   * @param effects effect × metric of a factorial, else empty
   * @param overlaps a label's cosine matrix, averaged over its seeds; the seed of these rows is not
   *     read
   * @param seedOverlaps cosine matrices of single cells; empty unless asked for
   * @param events group of events × metric
   * @param controls label against its own control arm × metric
   */
  public record Tables(
      List<SummaryRow> summary,
      List<NullRow> nulls,
      List<ContrastRow> contrasts,
      List<CurveRow> curves,
      List<EffectRow> effects,
      List<ArrayRow> overlaps,
      List<ArrayRow> seedOverlaps,
      List<EventSummaryRow> events,
      List<ContrastRow> controls) {

    /** The tables of an experiment without events and control arms. */
    public Tables(
        List<SummaryRow> summary,
        List<NullRow> nulls,
        List<ContrastRow> contrasts,
        List<CurveRow> curves,
        List<EffectRow> effects,
        List<ArrayRow> overlaps,
        List<ArrayRow> seedOverlaps) {
      this(
          summary, nulls, contrasts, curves, effects, overlaps, seedOverlaps, List.of(), List.of());
    }

    /** Copies the lists. */
    public Tables {
      summary = List.copyOf(summary);
      nulls = List.copyOf(nulls);
      contrasts = List.copyOf(contrasts);
      curves = List.copyOf(curves);
      effects = List.copyOf(effects);
      overlaps = List.copyOf(overlaps);
      seedOverlaps = List.copyOf(seedOverlaps);
      events = List.copyOf(events);
      controls = List.copyOf(controls);
    }

    /** Row of a label and metric. */
    public Optional<SummaryRow> summary(String label, String metric) {
      return summary.stream()
          .filter(row -> row.metric().equals(metric) && row.label().equals(label))
          .findFirst();
    }

    /** Row of a label and metric; the first, if several nulls were drawn. */
    public Optional<NullRow> nullOf(String label, String metric) {
      return nulls.stream()
          .filter(row -> row.metric().equals(metric) && row.label().equals(label))
          .findFirst();
    }

    /** Row of a label and metric. */
    public Optional<ContrastRow> contrast(String label, String metric) {
      return contrasts.stream()
          .filter(row -> row.metric().equals(metric) && row.label().equals(label))
          .findFirst();
    }
  }

  /** Definition of a metric; one without a definition gets its name only. */
  Column column(String metric) {
    return metrics.stream()
        .filter(column -> column.name().equals(metric))
        .findFirst()
        .orElseGet(() -> Column.metric(metric, "", "", ""));
  }

  /** The headline metrics that have a row in the summary. */
  List<String> shownMetrics() {
    return headline.stream()
        .filter(name -> tables.summary().stream().anyMatch(row -> row.metric().equals(name)))
        .toList();
  }
}
