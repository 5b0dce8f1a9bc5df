package dev.polysweep.report.compare;

import dev.polysweep.report.page.ConfigurationTable;
import dev.polysweep.report.terminal.Colours;
import dev.polysweep.report.terminal.TerminalTable;
import java.util.Locale;

/** A comparison for a terminal. */
public final class ComparisonText {

  /** Greatest number of configurations that a terminal shows; the page shows all. */
  private static final int MOST = 40;

  private ComparisonText() {}

  /**
   * Returns the comparison as lines that end in a line feed.
   *
   * @param comparison the two folders
   * @param width number of columns of the terminal
   * @param unicode whether the terminal shows more than ASCII
   * @param colours the colours of the terminal
   */
  public static String of(Comparison comparison, int width, boolean unicode, Colours colours) {
    StringBuilder out = new StringBuilder();
    side(out, "A", comparison.a());
    side(out, "B", comparison.b());
    out.append('\n');
    ConfigurationTable differences = ComparisonTables.differences(comparison);
    out.append(
        differences.rows().isEmpty()
            ? "Their settings and their origins are the same.\n"
            : TerminalTable.of(differences, width, unicode, colours));
    out.append('\n').append(ComparisonTables.counts(comparison)).append('\n');
    out.append(comparison.matching()).append('\n');
    if (comparison.matched() > 0) {
      out.append('\n');
      out.append(TerminalTable.of(ComparisonTables.metrics(comparison), width, unicode, colours));
      out.append('\n');
      ConfigurationTable labels = ComparisonTables.labels(comparison, MOST);
      out.append(TerminalTable.of(labels, width, unicode, colours));
      long more =
          comparison.labels().stream().map(Comparison.LabelDifference::label).distinct().count()
              - labels.rows().size();
      if (more > 0) {
        out.append(String.format(Locale.ROOT, "%,d more configurations; --out writes all%n", more));
      }
    }
    return out.toString();
  }

  private static void side(StringBuilder out, String letter, Comparison.Side side) {
    out.append(
        String.format(
            Locale.ROOT,
            "%s  %s, sweep %s, %,d cells%n",
            letter,
            side.folder(),
            side.name(),
            side.cells()));
  }
}
