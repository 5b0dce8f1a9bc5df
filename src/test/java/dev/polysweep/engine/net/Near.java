package dev.polysweep.engine.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/**
 * Comparison with a tolerance that is absolute plus relative: |actual − expected| ≤ tolerance·(1 +
 * |expected|).
 */
final class Near {

  private Near() {}

  /** Parameters of a model, one entry a layer, have the same shapes and near values. */
  static void assertNearParameters(
      List<LayerParameters> expected, List<LayerParameters> actual, double tolerance) {
    assertEquals(expected.size(), actual.size());
    for (int layer = 0; layer < expected.size(); layer++) {
      LayerParameters e = expected.get(layer);
      LayerParameters a = actual.get(layer);
      assertEquals(e.weight() == null, a.weight() == null);
      assertEquals(e.bias() == null, a.bias() == null);
      if (e.weight() != null) {
        assertEquals(e.weight().rows(), a.weight().rows());
        assertNear(e.weight().data(), a.weight().data(), tolerance, "weight of layer " + layer);
      }
      if (e.bias() != null) {
        assertNear(e.bias(), a.bias(), tolerance, "bias of layer " + layer);
      }
    }
  }

  /** Arrays are near in every entry. */
  static void assertNear(float[] expected, float[] actual, double tolerance, String what) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertNear(expected[i], actual[i], tolerance, what + ", entry " + i);
    }
  }

  /** Numbers are near; NaN is near nothing. */
  static void assertNear(double expected, double actual, double tolerance, String what) {
    double difference = Math.abs(actual - expected);
    assertTrue(
        difference <= tolerance * (1 + Math.abs(expected)),
        () -> what + ": expected " + expected + ", but was " + actual);
  }
}
