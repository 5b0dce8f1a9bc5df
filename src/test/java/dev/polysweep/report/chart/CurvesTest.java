package dev.polysweep.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Mark;
import dev.polysweep.table.row.CurveRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CurvesTest {

  private static Drawing curve(int points) {
    List<CurveRow> rows = new ArrayList<>();
    for (int i = 1; i <= points; i++) {
      rows.add(new CurveRow("a", "fit", 10 * i, "loss", 5, 1.0 / i, 0.5 / i, 1.5 / i));
    }
    return new CurvePlot("loss", "loss", List.of("a"), Map.of("a", rows), null).draw();
  }

  private static String text(Drawing drawing) {
    return drawing.marks().stream()
        .filter(Mark.Text.class::isInstance)
        .map(mark -> ((Mark.Text) mark).text())
        .collect(Collectors.joining(" "));
  }

  /** A band goes as far beyond the means as these span, and what is cut off is said. */
  @Test
  void bandsThatAreCutAreSaidToBe() {
    List<CurveRow> rows = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      rows.add(new CurveRow("a", "fit", 10 * i, "psi", 5, 1 + 0.1 * i, 0.7, 1.7));
    }
    CurvePlot whole = new CurvePlot("psi", "psi", List.of("a"), Map.of("a", rows), null);
    assertFalse(text(whole.draw()).contains("are cut"));
    rows.set(0, new CurveRow("a", "fit", 0, "psi", 5, 1.0, 0.7, 9.0));
    CurvePlot cut = new CurvePlot("psi", "psi", List.of("a"), Map.of("a", rows), null);
    assertTrue(text(cut.draw()).contains("are cut"));
  }

  private static long dots(Drawing drawing) {
    return drawing.marks().stream().filter(Mark.Dot.class::isInstance).count();
  }

  private static long areas(Drawing drawing) {
    return drawing.marks().stream().filter(Mark.Area.class::isInstance).count();
  }

  private static List<Mark.Line> lines(Drawing drawing, Ink ink) {
    return drawing.marks().stream()
        .filter(Mark.Line.class::isInstance)
        .map(Mark.Line.class::cast)
        .filter(line -> line.stroke() == ink)
        .toList();
  }

  /** What came between two logged epochs is not known. */
  @Test
  void twoLoggedPointsAreTwoMarkers() {
    assertEquals(2, dots(curve(2)));
    assertEquals(0, areas(curve(2)));
    assertEquals(2, lines(curve(2), Ink.DATA).size(), "their intervals");
    assertEquals(0, dots(curve(3)));
    assertEquals(1, areas(curve(3)));
    assertEquals(3, lines(curve(3), Ink.DATA).get(0).xs().length);
  }

  @Test
  void aLogarithmicPanelSurvivesAnIntervalThatReachesZero() {
    List<SettingCurves.Point> points =
        List.of(
            new SettingCurves.Point(1, 2, 1.0, 4.0),
            new SettingCurves.Point(10, 1, 0.0, 30.0),
            new SettingCurves.Point(100, 3, -2.0, 5.0));
    SettingCurves.Panel panel =
        new SettingCurves.Panel("l0", true, List.of(new SettingCurves.Series("s", points)));
    Drawing drawing = new SettingCurves("t", "n", "lr", List.of(panel)).draw();
    List<Mark.Line> marks = lines(drawing, Ink.DATA);
    assertEquals(4, marks.size(), "three intervals and the line");
    for (Mark.Line mark : marks) {
      for (double y : mark.ys()) {
        assertTrue(y > 0 && y < drawing.height(), Arrays.toString(mark.ys()));
      }
    }
    double[] above = marks.get(1).ys();
    double[] second = marks.get(2).ys();
    assertTrue(Math.max(second[0], second[1]) > Math.max(above[0], above[1]), "to the bottom");
  }
}
