package dev.polysweep.sweep.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 8785: its own examples of numbers (appendix B), and what every number and text must keep. */
class JsonTest {

  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555555, 333333333.3333333",
    "41b3de4355555556, 333333333.3333334",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2",
    "3f1a36e2eb1c432d, 0.0001"
  })
  void numbersAsInTheRfc(String bits, String expected) {
    assertEquals(expected, Json.number(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))));
  }

  @Test
  void numbersReadBackAsThemselves() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2000; i++) {
      // Powers of two have a narrower gap below than above, so they are the hard ones.
      double x =
          i % 4 == 0
              ? Math.scalb(1.0, random.nextInt(-1074, 1024))
              : Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(x)) {
        String text = Json.number(x);
        assertEquals(x, Double.parseDouble(text), text);
        long digits = text.replaceAll("e.*|[-.]", "").replaceAll("^0+|0+$", "").length();
        long plain =
            Double.toString(x).replaceAll("E.*|[-.]", "").replaceAll("^0+|0+$", "").length();
        assertTrue(digits <= plain, text + " is longer than " + x);
      }
    }
  }

  @Test
  void notANumberHasNoSpelling() {
    assertThrows(IllegalArgumentException.class, () -> Json.number(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> Json.number(Double.NEGATIVE_INFINITY));
  }

  @Test
  void textsEscapeOnlyWhatMustBe() {
    assertEquals("\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001/é€\"", Json.text("\"\\\b\f\n\r\t\u0001/é€"));
  }

  @Test
  void structure() {
    Map<String, Object> map =
        new java.util.TreeMap<>(Map.of("a", Arrays.asList(1L, null, true), "b", Map.of()));
    assertEquals("{\"a\":[1,null,true],\"b\":{}}", Json.compact(map));
    assertEquals("{\n  \"a\": [1,null,true],\n  \"b\": {}\n}\n", Json.pretty(map));
    assertEquals("[\n  {\n    \"x\": 1.5\n  }\n]\n", Json.pretty(List.of(Map.of("x", 1.5))));
  }
}
