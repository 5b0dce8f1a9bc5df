package dev.polysweep.report.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

  @Test
  void asManyDigitsAsTheIntervalSupports() {
    assertEquals("5.70 ± 0.57", Numbers.plusMinus(5.698, 5.13, 6.27));
    assertEquals("5.7 ± 1.0", Numbers.plusMinus(5.698, 4.70, 6.694));
    assertEquals("0.2162 ± 0.0083", Numbers.plusMinus(.2162, .2079, .2245));
    assertEquals("570 ± 120", Numbers.plusMinus(570.3, 450.3, 690.3));
    assertEquals("0.000 ± 0.012", Numbers.plusMinus(-0.0001, -0.0121, 0.0119).replace("−", ""));
  }

  @Test
  void smallAndLargeNumbersHaveAnExponent() {
    assertEquals("(3.20 ± 0.10)e−5", Numbers.plusMinus(3.2e-5, 3.1e-5, 3.3e-5));
    assertEquals("1.23e8", Numbers.value(1.234e8));
    assertEquals("−4.00e−4", Numbers.value(-4e-4));
  }

  @Test
  void withoutAnInterval() {
    assertEquals("5.70", Numbers.plusMinus(5.698, null, null));
    assertEquals("–", Numbers.plusMinus(Double.NaN, null, null));
    assertEquals("2.00 ± 0", Numbers.plusMinus(2, 2.0, 2.0));
    assertEquals("0", Numbers.value(0));
  }

  @Test
  void centreAndInterval() {
    assertEquals("−16 [−30, −2]", Numbers.withInterval(-16.2, -30.1, -2.3));
    assertEquals("−16.2 [−19.1, −13.3]", Numbers.withInterval(-16.2, -19.1, -13.3));
    assertEquals("−16.2", Numbers.withInterval(-16.2, null, -1.0));
    assertEquals("1.00000 [1.00000, 1.00000]", Numbers.withInterval(1 + 2e-8, 1 + 8e-9, 1 + 3e-8));
  }

  @Test
  void chances() {
    assertEquals("< 0.001", Numbers.p(1e-9));
    assertEquals("0.034", Numbers.p(0.0341));
    assertEquals("0.34", Numbers.p(0.341));
    assertEquals("1.00", Numbers.p(1.0));
    assertEquals("–", Numbers.p(null));
  }

  @Test
  void commonPlaceOnlyForSimilarWidths() {
    assertEquals(2, Numbers.commonPlace(DoubleStream.of(1.1, 0.77, Double.NaN, 0)));
    assertNull(Numbers.commonPlace(DoubleStream.of(1.1, 0.07)));
    assertNull(Numbers.commonPlace(DoubleStream.empty()));
  }

  @Test
  void ticksShareDecimals() {
    assertEquals(
        List.of("−0.10", "−0.05", "0", "+0.05"),
        Numbers.ticks(List.of(-.1, -.05, 0., .05), true, true));
    assertEquals(List.of("0.01", "0.1", "1"), Numbers.ticks(List.of(.01, .1, 1.), false, false));
    assertEquals(List.of("1e−7", "2e6"), Numbers.ticks(List.of(1e-7, 2e6), false, false));
  }

  /** Locales with other digits, signs, separators or small letters write the same numbers. */
  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "de-DE", "lt-LT", "sv-SE", "tr-TR", "mr-IN"})
  void localesDoNotMatter(String locale) {
    Locale.setDefault(Locale.forLanguageTag(locale)); // every class begins with the drawn one again
    assertEquals("5.70 ± 0.57", Numbers.plusMinus(5.698, 5.13, 6.27));
    assertEquals("−10 [−23, 5]", Numbers.withInterval(-10.2, -23.1, 5.3));
    assertEquals(List.of("1e−7", "2e6"), Numbers.ticks(List.of(1e-7, 2e6), false, false));
  }
}
