package dev.polysweep.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.Mark;
import dev.polysweep.report.draw.TextMetrics;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Texts of figures lie on the sheet and not over each other, whatever the number of configurations
 * and their names.
 */
class LayoutTest {

  /** Bold letters are wider by this much at most. */
  private static final double BOLD = 1.07;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 8, 9, 16, 40})
  void textsDoNotTouchEachOtherOrTheEdge(int labels) {
    for (Figure figure : all(SyntheticSweep.of(SyntheticSweep.labels(labels), 10, true))) {
      check(figure);
    }
  }

  @Test
  void norDoLongLabelsWithoutBreaks() {
    List<String> labels =
        List.of("W".repeat(120), "i".repeat(200), "漢字".repeat(40), "a b".repeat(60), "x");
    for (Figure figure : all(SyntheticSweep.of(labels, 10, false))) {
      check(figure);
    }
  }

  private static List<Figure> all(ReportInput input) {
    Figures figures = new Figures(input);
    List<Figure> all = new ArrayList<>(new HtmlReport(input, figures).figures());
    all.addAll(figures.overlaps().byLabel());
    assertTrue(all.size() > 9);
    return all;
  }

  private static void check(Figure figure) {
    Drawing drawing = figure.drawing();
    List<Mark.Text> texts = new ArrayList<>();
    List<Rectangle2D> boxes = new ArrayList<>();
    for (Mark mark : drawing.marks()) {
      if (mark instanceof Mark.Text text) {
        Rectangle2D box = box(text);
        assertTrue(
            new Rectangle2D.Double(0, 0, drawing.width(), drawing.height()).contains(box),
            () -> figure.name() + ": clipped: " + text);
        for (int i = 0; i < boxes.size(); i++) {
          Mark.Text other = texts.get(i);
          assertFalse(
              boxes.get(i).intersects(box), () -> figure.name() + ": " + text + " over " + other);
        }
        texts.add(text);
        boxes.add(box);
      }
    }
  }

  /**
   * From the top of capitals to the baseline, as wide as the table says; a pixel apart at the
   * sides.
   */
  private static Rectangle2D box(Mark.Text text) {
    double width = (text.bold() ? BOLD : 1) * TextMetrics.width(text.text(), text.size());
    double height = 0.72 * text.size();
    double start =
        switch (text.anchor()) {
          case START -> 0;
          case MIDDLE -> -width / 2;
          case END -> -width;
        };
    return text.vertical()
        ? new Rectangle2D.Double(text.x() - height, text.y() + start, height, width)
        : new Rectangle2D.Double(text.x() + start, text.y() - height, width, height);
  }

  @Test
  void tableOfWidthsBoundsTheFontThatPngsUse() {
    Font font = new Font("Liberation Sans", Font.PLAIN, 100);
    org.junit.jupiter.api.Assumptions.assumeTrue(font.getFamily().equals("Liberation Sans"));
    FontRenderContext context = new FontRenderContext(null, true, true);
    for (String text :
        List.of(
            "orthogonal_positive_kurtosis_l2_gelu", "−16.2 [−30.1, −2.3] %", "0.0165 ± 0.0053")) {
      double real = font.getStringBounds(text, context).getWidth();
      double table = TextMetrics.width(text, 100);
      assertTrue(table >= real && table <= 1.12 * real, text + ": " + table + " for " + real);
    }
  }

  @Test
  void wrapsAtUnderscoresIntoBalancedLines() {
    String label = "orthogonal_positive_kurtosis_l1_relu";
    assertEquals(
        List.of("orthogonal_positive_", "kurtosis_l1_relu"),
        TextMetrics.wrap(label, 12, TextMetrics.width(label, 12) - 1, 3));
    assertEquals(List.of(label), TextMetrics.wrap(label, 12, 1000, 3));
  }

  @Test
  void fitKeepsBothEnds() {
    String fitted = TextMetrics.fit("abcdefghijklmnopqrstuvwxyz", 10, 60);
    assertTrue(fitted.startsWith("ab") && fitted.endsWith("yz") && fitted.contains("…"), fitted);
    assertTrue(TextMetrics.width(fitted, 10) <= 60);
  }
}
