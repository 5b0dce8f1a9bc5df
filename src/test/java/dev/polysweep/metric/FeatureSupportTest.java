package dev.polysweep.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polysweep.math.Matrix;
import dev.polysweep.metric.geometry.FeatureGeometry;
import dev.polysweep.metric.geometry.SharingFeatures;
import org.junit.jupiter.api.Test;

class FeatureSupportTest {

  private static final Matrix W =
      new Matrix(3, 3, new float[] {1, -0.5f, 0, 0.002f, 0.5f, 0, 0.0005f, 0, 0});

  @Test
  void countsWeightsThatAreNotNegligibleInTheirFeature() {
    assertEquals((2 + 2 + 0) / 3.0, FeatureSupport.of(W));
    Matrix scaled = W.copy();
    for (int i = 0; i < scaled.data().length; i++) {
      scaled.data()[i] *= 1024;
    }
    assertEquals(FeatureSupport.of(W), FeatureSupport.of(scaled));
  }

  @Test
  void sumsAbsoluteWeights() {
    assertEquals((1.0025 + 1) / 3, FeatureSupport.absolute(W), 1e-8);
  }

  /** An antipodal pair shares a dimension, a third feature has the other, a fourth is too short. */
  @Test
  void representedFeaturesWithoutADimensionOfTheirOwnShare() {
    Matrix w = new Matrix(2, 4, new float[] {1, -1, 0, 0.1f, 0, 0, 1, 0});
    assertEquals(2, SharingFeatures.of(FeatureGeometry.of(w)));
  }
}
