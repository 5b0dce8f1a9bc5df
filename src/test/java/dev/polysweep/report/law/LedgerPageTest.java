package dev.polysweep.report.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.report.page.Browser;
import dev.polysweep.report.page.Finding.Verdict;
import dev.polysweep.table.row.LawRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerPageTest {

  @TempDir private Path folder;

  private static LawRow row(String law, String sweep, Double from, double low, Verdict verdict) {
    return new LawRow(
        law,
        "Someone 2020",
        "What " + law + " says (Someone 2020).",
        "loss over that of the best",
        91.12,
        from,
        from == null ? 91.12 : 91.62,
        low + 0.1,
        low,
        low + 0.2,
        "%",
        verdict.words(),
        10,
        verdict == Verdict.UNDECIDED ? 42L : null,
        sweep,
        "polysweep run sweeps/laws/" + sweep + ".yaml");
  }

  private static final List<LawRow> ROWS =
      List.of(
          row("law a", "one", 90.62, 91, Verdict.HOLDS),
          row("law b", "one", null, 90.95, Verdict.UNDECIDED),
          row("law a", "two", 90.62, 95, Verdict.DOES_NOT_HOLD),
          row("law c", "two sweeps", 90.62, 91, Verdict.HOLDS));

  @Test
  void eachLawIsASentenceAboveWhatWasMeasuredOfIt() {
    String html = new LedgerPage(ROWS).html();
    int first = html.indexOf("What law a says");
    assertEquals(first, html.lastIndexOf("What law a says"), "said once, of two sweeps");
    String law = html.substring(first, html.indexOf("What law b says"));
    assertEquals(2, law.split("loss over that of the best", -1).length - 1, law);
    assertTrue(law.contains("<span class=\"verdict holds\">holds</span>"), law);
    assertTrue(law.contains("<span class=\"verdict does-not-hold\">"), law);
    assertTrue(law.contains("91.12 ± 0.5 %"), "as it was claimed: " + law);
    assertTrue(law.contains("<a href=\"./two/report.html\">two</a>"), law);
    assertTrue(
        html.contains("at most 91.12 %") && html.contains("about 42 seeds would decide"), html);
    assertTrue(html.contains("href=\"./two%20sweeps/report.html\""), html);
  }

  @Test
  void whatIsMeasuredTwiceIsToldApartInTheFigure() {
    String html = new LedgerPage(ROWS).html();
    for (String name : List.of("law a, one", "law a, two", "law c, two sweeps")) {
      assertTrue(html.contains(">loss over that of the best, " + name + "</text>"), name);
    }
  }

  @Test
  void verdictsAreCounted() {
    assertEquals(
        "4 predictions of 3 laws: 2 hold, 1 does not hold, 1 undecided at this number of seeds.",
        LedgerPage.summary(ROWS));
    assertThrows(IllegalArgumentException.class, () -> Verdict.of("maybe"));
  }

  @Test
  void thePageWorksInChromium() throws Exception {
    Path page = new LedgerPage(ROWS).write(folder);
    assertTrue(Files.size(page) < 100_000);
    assertEquals(
        List.of(), Browser.problems(Browser.look(folder, List.of(page)).get(0)), "the page");
  }
}
