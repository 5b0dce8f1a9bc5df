package dev.polysweep.report.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bars, shades, dots and curves of a terminal. */
class TerminalChartsTest {

  private static final Glyphs UNICODE = new Glyphs(true);
  private static final Glyphs ASCII = new Glyphs(false);

  @Test
  void barsAreExactToAnEighth() {
    assertEquals("████", UNICODE.bar(1, 4));
    assertEquals("██  ", UNICODE.bar(0.5, 4));
    assertEquals("█▌  ", UNICODE.bar(0.375, 4));
    assertEquals("▏   ", UNICODE.bar(1e-9, 4));
    assertEquals("    ", UNICODE.bar(0, 4));
    assertEquals("    ", UNICODE.bar(Double.NaN, 4));
    assertEquals("████", UNICODE.bar(7, 4));
    assertEquals("##  ", ASCII.bar(0.5, 4));
    assertEquals("#   ", ASCII.bar(1e-9, 4));
  }

  @Test
  void tableOfBars() {
    String table =
        new BarTable(ASCII)
            .texts("feature", List.of("9", "10"))
            .bars("norm", new double[] {2, 1}, 2)
            .texts("cos", List.of("−0.5", "–"))
            .render(30);
    assertEquals(
        """
        feature  norm              cos
              9  ########## 2.00  -0.5
             10  #####      1.00     -
        """,
        table);
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 40, 55, 80, 120, 300})
  void tableFitsByDroppingColumns(int width) {
    String table =
        new BarTable(UNICODE)
            .texts("feature", List.of("9", "10"))
            .bars("a long header here", new double[] {2, Double.NaN}, 2)
            .bars("D_i", new double[] {0.4, 1e-5}, 1)
            .texts("one more text", List.of("x".repeat(20), "y"))
            .render(width);
    table.lines().forEach(line -> assertTrue(TerminalTable.columns(line) <= width, line));
    assertEquals(width >= 80, table.contains("xxx"), table);
    assertTrue(table.contains("a long header here"));
  }

  @Test
  void shadesByTheirBounds() {
    double[][] values = {{1, 0.04, 0.05}, {0.25, 1, 0.5}, {0.749, 0.75, 1}};
    ShadeMap map = new ShadeMap(UNICODE);
    assertEquals(
        """
                  1
                8 0
              0 9 0
          0   \\  ░░
         89  ▒▒ \\▓▓
        100  ▓▓██ \\
        """,
        map.render(values, new int[] {0, 89, 100}));
    assertTrue(map.legend(200).startsWith("░░ from 0.05, ▒▒ from 0.25,"));
    map.legend(40).lines().forEach(line -> assertTrue(line.length() <= 40, line));
  }

  @Test
  void dotsOfACanvas() {
    DotCanvas canvas = new DotCanvas(3, 2, false);
    canvas.dot(0, 0);
    canvas.dot(1, 1);
    canvas.label(0.5, 0, "ab");
    assertEquals(List.of("  *", "ab"), Arrays.asList(canvas.lines()));
    DotCanvas braille = new DotCanvas(2, 1, true);
    braille.line(0, 0, 1, 0);
    braille.dot(0, 1);
    assertEquals("⣁⣀", braille.lines()[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 119})
  void curveFallsFromUpperLeft(int width) {
    int[] epochs = IntStream.rangeClosed(1, 500).toArray();
    double[] losses = Arrays.stream(epochs).mapToDouble(e -> 1.0 / e).toArray();
    String chart = new LossChart(UNICODE).render(epochs, losses, width);
    chart.lines().forEach(line -> assertTrue(line.length() <= width, line));
    assertTrue(chart.contains("loss, logarithmic, by epoch"), chart);
    assertTrue(chart.startsWith("   1.00 │⡇") || chart.startsWith("   1.00 │"), chart);
    assertTrue(chart.contains("0.00200 │"), chart);
    assertTrue(chart.lines().anyMatch(line -> line.strip().matches("1 +500")), chart);
  }

  @Test
  void curvesAtTheEdges() {
    LossChart chart = new LossChart(ASCII);
    assertEquals(
        "no finite loss was logged\n", chart.render(new int[] {1}, new double[] {Double.NaN}, 80));
    assertEquals("no finite loss was logged\n", chart.render(new int[0], new double[0], 80));
    String single = chart.render(new int[] {7}, new double[] {0.5}, 80);
    assertTrue(single.contains("*") && !single.contains("logarithmic"), single);
    String gap =
        chart.render(new int[] {1, 2, 3}, new double[] {1, Double.POSITIVE_INFINITY, 0.5}, 80);
    // Two dots, and no line over the epoch without a loss.
    assertEquals(2, gap.chars().filter(c -> c == '*').count(), gap);
    String constant = chart.render(new int[] {1, 9}, new double[] {2, 2}, 80);
    assertTrue(constant.contains("****"), constant);
  }

  @Test
  void arrowsOfASquare() {
    String plane =
        new PlaneChart(ASCII).render(new double[][] {{1, 0}, {0, 1}, {-1, 0}, {0, -1}}, 80);
    List<String> lines = plane.lines().toList();
    int middle = lines.stream().filter(line -> line.contains("+")).findFirst().get().indexOf('+');
    assertEquals("1", lines.get(0).strip());
    assertEquals(middle, lines.get(0).indexOf('1'));
    assertEquals("3", lines.get(lines.size() - 1).strip());
    assertTrue(lines.stream().anyMatch(line -> line.strip().matches("2\\*+\\+\\*+0")), plane);
    assertFalse(new PlaneChart(UNICODE).render(new double[][] {{0, 0}}, 80).isBlank());
  }

  @Test
  void factsGoOnBelow() {
    FactTable facts = new FactTable(UNICODE, 20);
    facts.add("name", "one two three four");
    facts.add("x", "a".repeat(30) + "\u001b[2J");
    assertEquals(
        """
        name  one two three
              four
        x     aaaaaaaaaaaaaa
              aaaaaaaaaaaaaa
              aa?[2J
        """,
        facts.text());
  }
}
