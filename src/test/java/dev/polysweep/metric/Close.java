package dev.polysweep.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Comparison with an oracle's number: absolute plus relative tolerance, and null where it has none.
 */
public final class Close {

  private Close() {}

  public static void assertClose(
      JsonNode expected, Double actual, double relative, double absolute, String what) {
    if (expected.isNull()) {
      assertNull(actual, what);
    } else if (actual == null) {
      fail(what + " is null, not " + expected);
    } else {
      double tolerance = absolute + relative * Math.abs(expected.asDouble());
      assertEquals(expected.asDouble(), actual, tolerance, what);
    }
  }
}
