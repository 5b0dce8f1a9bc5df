package dev.polysweep.report.explorer;

import dev.polysweep.report.draw.Escape;
import dev.polysweep.table.Column;
import dev.polysweep.table.RunTable;
import dev.polysweep.table.row.SummaryRow;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The explorer of single runs: parallel coordinates of settings and metrics, a scatter of any two
 * columns, and a table that can be sorted, filtered and grouped. What is brushed or filtered in one
 * is marked in all. Hovering over a run shows what it is, and choosing it gives the command that
 * analyses its cell.
 *
 * @param settings every setting of every configuration, by label in the sweep's order and then by
 *     column name
 * @param runs the runs
 * @param headline names of the metrics that come first
 * @param metrics definitions of all metrics
 * @param summary mean and interval of every label and metric
 */
public record Explorer(
    Map<String, Map<String, Object>> settings,
    RunTable runs,
    List<String> headline,
    List<Column> metrics,
    List<SummaryRow> summary) {

  /** Greatest number of runs in a page. With more, the page would be slow and large. */
  public static final int MOST_RUNS = 10_000;

  private static final String HTML =
      """
      <noscript><p>The explorer needs scripts; the tables <code>cells</code> and <code>summary</code> hold the same values.</p></noscript>
      <div class="explorer" id="explore" hidden>
      <p>%s Drag along an axis or over the scatter to mark runs, or write into the table’s filters: \
      what is marked in one is marked in all. Hover over a run to see what it is; click to keep it.</p>
      <div class="tools" role="group" aria-label="Marks and colours">
      <label>colour by<select id="colour"></select></label>
      <p class="count" id="count" role="status"></p>
      <button id="clear" type="button">Clear marks</button>
      </div>
      <ul class="legend" id="legend" aria-label="Colours"></ul>
      <h3>Settings and metrics</h3>
      <details><summary>Choose axes</summary><div class="boxes" id="axes" role="group" aria-label="Axes"></div></details>
      <div class="wide" tabindex="0" role="region" aria-label="Parallel coordinates"><div class="layers" id="parallel"></div></div>
      <div class="pair">
      <div>
      <h3>Any two columns</h3>
      <div class="tools" role="group" aria-label="Columns of the scatter">
      <label>across<select id="across"></select></label>
      <label>up<select id="up"></select></label>
      </div>
      <div class="wide" tabindex="0" role="region" aria-label="Scatter"><div class="layers" id="scatter"></div></div>
      </div>
      <div class="card" id="chosen" aria-live="polite"><h3>Chosen run</h3><p class="hint">None yet: click a line, a dot or a row.</p></div>
      </div>
      <h3>Runs</h3>
      <p>Click a heading to sort. A filter takes a part of a text, a number, a bound such as \
      <code>&gt; 0.5</code> or a range such as <code>1..2</code>.</p>
      <div class="tools" role="group" aria-label="Table of runs">
      <label>group by<select id="group"><option value="">nothing</option></select></label>
      <label class="tick"><input id="only" type="checkbox" checked> marked runs only</label>
      </div>
      <details><summary>Choose columns</summary><div class="boxes" id="columns" role="group" aria-label="Columns"></div></details>
      <div id="table"></div>
      <div class="tip" id="tip" hidden></div>
      </div>
      """;

  /** Returns the explorer as a part of a page. */
  public Widget widget() {
    ExplorerData data = new ExplorerData(this);
    return new Widget(
        String.format(Locale.ROOT, HTML, Escape.xml(which(data))),
        "runs",
        data.json(),
        List.of(
            Library.D3.script(),
            Library.TABULATOR.script(),
            Widget.resource("runs.js"),
            Widget.resource("parallel.js"),
            Widget.resource("scatter.js"),
            Widget.resource("table.js"),
            Widget.resource("explorer.js")),
        List.of(
            Library.TABULATOR.read("tabulator_simple.min.css"), Widget.resource("explorer.css")));
  }

  /** Says which runs and metrics the explorer has. */
  private String which(ExplorerData data) {
    int shown = runs.rows().size();
    String which =
        runs.sampled()
            ? String.format(
                Locale.ROOT,
                "A sample of %,d of the %,d runs, stratified by label: the same number of each,"
                    + " as far as there are so many.",
                shown,
                runs.total())
            : String.format(Locale.ROOT, "%s.", shown == 1 ? "One run" : many(shown));
    String left =
        data.leftOut().isEmpty()
            ? ""
            : " Not here, to keep the page small, but in the table cells: "
                + String.join(", ", data.leftOut())
                + ".";
    return which + left;
  }

  private static String many(int runs) {
    return String.format(Locale.ROOT, "All %,d runs", runs);
  }
}
