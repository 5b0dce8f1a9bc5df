package dev.polysweep.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.FileNames;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Mark;
import dev.polysweep.report.draw.SvgWriter;
import dev.polysweep.report.page.Finding.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Claims, their numbers and their strips. */
class FindingTest {

  private static Finding finding(String claim, String measured, Prediction claimed, double mid) {
    Finding.Strip strip = new Finding.Strip(measured, claimed, mid, mid - 0.1, mid + 0.1, "", null);
    return new Finding(claim, measured, Verdict.UNDECIDED, List.of(strip));
  }

  @Test
  void predictionsInWords() {
    assertEquals("at least 0.9", Prediction.atLeast(0.9).words());
    assertEquals("at most −2", Prediction.atMost(-2).words());
    assertEquals("1 ± 0.03", Prediction.near(1, 0.03).words());
    assertEquals("−26.8", Prediction.exactly(-26.8).words());
    assertEquals("0.999 (at least 0.99)", Prediction.atLeast(0.99).named(0.999).words());
  }

  /** A claim is said once, whatever was measured of it; strips have a band where it has an end. */
  @Test
  void aClaimStandsOnceAboveWhatWasMeasured() {
    List<Finding> findings =
        List.of(
            finding("A < B.", "first", Prediction.atLeast(0.9), 0.5),
            Finding.of("seen"),
            finding("A < B.", "second", Prediction.exactly(0.7), 0.6));
    assertEquals(
        List.of(2, 1), Finding.byClaim(findings).stream().map(List::size).toList(), "groups");
    ReportInput empty = SyntheticSweep.of(2, 2);
    ReportInput input =
        new ReportInput(empty.facts(), empty.tables(), empty.headline(), empty.metrics(), findings);
    Part part = ClaimsPart.of(input, new FileNames()).orElseThrow();
    assertEquals(2, part.body().split("A &lt; B\\.", -1).length, part.body());
    Figure figure = part.figures().get(0);
    List<Mark> bands =
        figure.drawing().marks().stream()
            .filter(mark -> mark instanceof Mark.Area area && area.fill() == Ink.NULL)
            .toList();
    assertEquals(1, bands.size());
    assertTrue(SvgWriter.document(figure).contains("claimed at least 0.9"));
    assertFalse(figure.alt().isEmpty());
  }

  /** Per cents are differences only where no effect would give 0. */
  @Test
  void sharesAndDifferencesInPerCentHaveTheirOwnAxes() {
    Prediction share = Prediction.atLeast(91);
    Prediction less = Prediction.exactly(-18).against(0);
    List<Finding> findings =
        List.of(
            new Finding(
                "a",
                "b",
                Verdict.UNDECIDED,
                List.of(
                    new Finding.Strip("c", share, 61.0, 60.0, 62.0, "%"),
                    new Finding.Strip("d", less, -16.0, -20.0, -12.0, "%"))));
    ReportInput empty = SyntheticSweep.of(2, 2);
    ReportInput input =
        new ReportInput(empty.facts(), empty.tables(), empty.headline(), empty.metrics(), findings);
    List<Figure> figures = ClaimsPart.of(input, new FileNames()).orElseThrow().figures();
    assertEquals(2, figures.size());
    assertTrue(SvgWriter.document(figures.get(0)).contains(">measured (%)<"));
    assertTrue(SvgWriter.document(figures.get(1)).contains(">difference (%)<"));
    assertEquals(
        List.of(
            "The claims, and what was measured, in per cent",
            "The claims, and what was measured, differences in per cent"),
        figures.stream().map(Figure::title).toList());
  }
}
