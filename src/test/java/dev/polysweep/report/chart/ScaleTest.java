package dev.polysweep.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.report.draw.FileNames;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.TextMetrics;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTest {

  @Test
  void mapsEndsAndMiddle() {
    Scale linear = new Scale(0, 10, false, 100, 0);
    assertEquals(100, linear.at(0));
    assertEquals(50, linear.at(5));
    assertEquals(0, linear.at(99), "beyond the end");
    Scale log = new Scale(0.01, 1, true, 0, 100);
    assertEquals(50, log.at(0.1), 1e-9);
    assertEquals(0, log.at(-3), "what has no logarithm is at the low end");
  }

  @Test
  void ticksAreRoundAndExact() {
    assertEquals(
        List.of(-0.2, -0.1, 0.0, 0.1, 0.2, 0.3), new Scale(-.25, .31, false, 0, 1).ticks(6));
    assertEquals(List.of(0.01, 0.1, 1.0), new Scale(.004, 1.3, true, 0, 1).ticks(4));
    assertEquals(List.of(1.0, 2.0, 5.0), new Scale(.9, 8, true, 0, 1).ticks(4));
  }

  /** On an axis of any length the texts of its ticks do not touch. */
  @ParameterizedTest
  @CsvSource({"0,10000,false", "0,0.22,false", "-0.0004,0.0007,false", "1,2000,true", "3,9,true"})
  void ticksKeepTheirDistance(double low, double high, boolean log) {
    for (int pixels = 20; pixels < 900; pixels += 20) {
      Scale scale = new Scale(low, high, log, 0, pixels);
      List<Scale.Tick> ticks = scale.spaced(8, true);
      for (int i = 1; i < ticks.size(); i++) {
        double half =
            (TextMetrics.width(ticks.get(i).text(), Heading.SMALL)
                    + TextMetrics.width(ticks.get(i - 1).text(), Heading.SMALL))
                / 2;
        double gap = scale.at(ticks.get(i).value()) - scale.at(ticks.get(i - 1).value()) - half;
        assertTrue(gap > 3, ticks + " on " + pixels);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0,1,false",
    "-3e-7,4e-7,false",
    "5.69,5.70,false",
    "1e5,9e8,false",
    "1e-12,1e6,true",
    "3,4,true",
    "0.0999,0.1001,true"
  })
  void everyScaleHasAFewTicksWithinIt(double low, double high, boolean log) {
    List<Double> ticks = new Scale(low, high, log, 0, 1).ticks(5);
    assertTrue(ticks.size() >= 2 && ticks.size() <= 11, ticks.toString());
    assertTrue(ticks.stream().allMatch(t -> t >= low && t <= high), ticks.toString());
  }

  @Test
  void aSingleValueGetsRoom() {
    Scale scale = Scale.over(5, 5, false, 0, 100);
    assertEquals(50, scale.at(5), 1e-9);
    assertTrue(Scale.over(0, 0, false, 0, 100).ticks(5).size() >= 2);
    assertEquals(50, Scale.over(5, 5, true, 0, 100).at(5), 1e-9);
  }

  @Test
  void divergingColoursAreCentredAndClamped() {
    Diverging colors = new Diverging(0.5);
    assertEquals(0xf7f7f7, colors.rgb(0));
    assertEquals(0x67001f, colors.rgb(0.5));
    assertEquals(0x053061, colors.rgb(-9));
    assertEquals(Ink.OMITTED.rgb, colors.rgb(Double.NaN));
    int warm = colors.rgb(0.2);
    int cold = colors.rgb(-0.2);
    assertTrue(
        (warm >> 16) > (warm & 0xff) && (cold >> 16) < (cold & 0xff), "red above 0, blue below");
  }

  @Test
  void fileNamesAreSafeAndOnlyOnce() {
    FileNames names = new FileNames();
    assertEquals("cosine_.._up", names.of("cosine_../up"));
    assertEquals("cosine_.._up-2", names.of("cosine_..\\up"));
    assertEquals("A", names.of("A"));
    assertEquals("a-2", names.of("a"));
    assertTrue(names.of("x".repeat(500)).length() <= 100);
  }
}
