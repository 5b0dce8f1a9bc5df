package dev.polysweep.cli.output;

import dev.polysweep.job.JobResult;
import dev.polysweep.report.page.Finding;
import dev.polysweep.report.page.MatteredText;
import dev.polysweep.report.terminal.Colours;
import dev.polysweep.report.terminal.TerminalTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * Prints the results at the end of a command: the table of summaries, the findings, and the places
 * of the files.
 */
public final class Conclusion {

  /** Largest number of rows of the printed table. The report has all rows. */
  private static final int MOST_ROWS = 64;

  private Conclusion() {}

  /** Prints them. */
  public static void print(JobResult result, PrintWriter out) {
    boolean unicode = Terminal.shows('─');
    out.println();
    out.print(
        TerminalTable.of(
            result.report().ofFirst(MOST_ROWS),
            Terminal.width(),
            unicode,
            new Colours(Terminal.coloured())));
    int more = result.report().facts().labels().size() - MOST_ROWS;
    if (more > 0) {
      out.printf(Locale.ROOT, "… and %,d more in the report%n", more);
    }
    for (String sentence : MatteredText.of(result.report())) {
      out.println();
      out.print(Terminal.wrap(sentence, Math.min(Terminal.width(), 110)));
    }
    int width = Math.min(Terminal.width(), 110);
    for (List<Finding> findings : Finding.byClaim(result.findings())) {
      out.println();
      out.print(Terminal.wrap(findings.get(0).text(), width));
      for (Finding finding : findings.subList(1, findings.size())) {
        out.print(Terminal.wrap(finding.outcome(), width));
      }
    }
    if (result.diverged() > 0) {
      out.printf(
          Locale.ROOT,
          "%n%,d cells diverged; they are left out of every mean.%n",
          result.diverged());
    }
    out.println();
    out.println("results  " + result.folder());
    out.println("report   " + result.folder() + "/report.html");
    out.flush();
  }
}
