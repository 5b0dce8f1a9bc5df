package dev.polysweep.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polysweep.Fixtures;
import dev.polysweep.math.Matrix;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Neurons, features and probes against numpy ({@code probing.py}), and cases known by heart. */
class ProbingTest {

  /** Both work in double precision on the same floats; the sums differ in their order. */
  private static final double NEAR = 1e-9;

  private static final JsonNode NUMPY = Fixtures.json("probing.json");
  private static final Matrix ACTIVATIONS = matrix("activations");
  private static final Matrix FEATURES = matrix("features");

  @Test
  void probesAreTheShortestLeastSquares() {
    LinearProbes probes = LinearProbes.of(ACTIVATIONS, FEATURES);
    assertRows("directions", probes.directions());
    assertArrayEquals(values(NUMPY.get("offsets")), probes.offsets(), NEAR);
    assertArrayEquals(values(NUMPY.get("r_squared")), probes.rSquared(), NEAR);
    assertArrayEquals(values(NUMPY.get("cosines")), probes.cosines(matrix("weights")), NEAR);
  }

  @Test
  void probesOfIndependentNeuronsAreExact() {
    // Features that are linear in the activations: R² 1 by QR, with the very coefficients.
    Matrix acts = new Matrix(4, 2, new float[] {1, 0, 0, 1, 2, 1, -1, 3});
    Matrix features = new Matrix(4, 3);
    for (int s = 0; s < 4; s++) {
      features.set(s, 0, 2 * acts.get(s, 0) - 3 * acts.get(s, 1) + 5);
      features.set(s, 1, 7);
      features.set(s, 2, -acts.get(s, 1));
    }
    LinearProbes probes = LinearProbes.of(acts, features);
    assertArrayEquals(new double[] {2, -3}, probes.directions()[0], 1e-12);
    assertArrayEquals(new double[] {5, 7, 0}, probes.offsets(), 1e-12);
    assertEquals(1, probes.rSquared()[0], 1e-12);
    assertTrue(Double.isNaN(probes.rSquared()[1]), "a constant feature has no R²");
    assertEquals(2, probes.covered());
    assertEquals(2 / 3.0, probes.coverage(), 1e-15);
    Matrix own = new Matrix(2, 3, new float[] {4, 1, 0, -6, 1, 0});
    assertArrayEquals(new double[] {1, 0, 0}, probes.cosines(own), 1e-12);
  }

  @Test
  void scaleOfActivationsChangesNoFit() {
    Matrix scaled = FEATURES.copy();
    Matrix acts = ACTIVATIONS.copy();
    for (int i = 0; i < acts.data().length; i++) {
      acts.data()[i] *= 1024;
    }
    assertArrayEquals(
        LinearProbes.of(ACTIVATIONS, FEATURES).rSquared(),
        LinearProbes.of(acts, scaled).rSquared(),
        NEAR);
    assertRows("correlations", NeuronFeatures.of(acts, scaled).correlations());
  }

  @Test
  void fewSamplesFitAnything() {
    LinearProbes probes = LinearProbes.of(ACTIVATIONS.rows(0, 3), FEATURES.rows(0, 3));
    for (double value : probes.rSquared()) {
      assertTrue(Double.isNaN(value) || value > 1 - 1e-9, "" + value);
    }
  }

  @Test
  void correlationsAndInformation() {
    assertRows("correlations", NeuronFeatures.of(ACTIVATIONS, FEATURES).correlations());
    assertRows("information", MutualInformationMatrix.of(ACTIVATIONS, FEATURES, 10));
    assertArrayEquals(
        values(NUMPY.get("sparsity")), FeatureSparsity.of(ACTIVATIONS), 1e-15, "sparsity");
    assertEquals(NUMPY.get("cka").asDouble(), LinearCka.of(ACTIVATIONS, matrix("other")), NEAR);
  }

  @Test
  void neuronsByWhatTheyRespondTo() {
    NeuronFeatures neurons =
        new NeuronFeatures(
            new double[][] {{0.9, 0.19, 0}, {0.9, 0.2, 0}, {0.5, 0, 0}, {0.05, 0.1, 0}});
    assertArrayEquals(new int[] {2, 2, 1, 0}, neurons.featureCounts());
    assertEquals(2, neurons.polysemantic());
    assertEquals(1.25, neurons.featuresPerNeuron());
    assertArrayEquals(new double[] {0.9, 0.9, 0.5, 0.1}, neurons.selectivity());
    assertEquals(Map.of(0, 0), neurons.monosemantic());
  }

  @Test
  void informationOfCopiesIsTheirEntropy() {
    float[] x = {0, 0, 1, 1, 2, 2, 3, 3};
    assertEquals(Math.log(4), information(x, x, 4), 1e-12);
    assertEquals(0, information(x, new float[8], 4));
    float[] independent = {0, 1, 0, 1, 0, 1, 0, 1};
    assertEquals(0, information(x, independent, 4), 1e-15);
    // Neither scale nor shift matters, nor does which of the two comes first.
    float[] moved = {5, 5, 7, 7, 9, 9, 11, 11};
    assertEquals(Math.log(4), information(moved, x, 4), 1e-12);
  }

  private static double information(float[] x, float[] y, int bins) {
    return MutualInformation.of(
        MutualInformation.binned(x, bins), MutualInformation.binned(y, bins), bins);
  }

  @Test
  void ckaIgnoresRotationAndScale() {
    Matrix x = ACTIVATIONS;
    Matrix turned = new Matrix(x.rows(), x.cols());
    for (int s = 0; s < x.rows(); s++) {
      for (int c = 0; c < x.cols(); c++) {
        turned.set(s, c, -4 * x.get(s, x.cols() - 1 - c) + 3); // a permutation reflected, shifted
      }
    }
    assertEquals(1, LinearCka.of(x, turned), 1e-6);
    assertTrue(Double.isNaN(LinearCka.of(x, new Matrix(x.rows(), 2))));
  }

  @Test
  void samplesMustBeAsMany() {
    Matrix less = FEATURES.rows(0, 5);
    assertThrows(IllegalArgumentException.class, () -> LinearProbes.of(ACTIVATIONS, less));
    assertThrows(IllegalArgumentException.class, () -> NeuronFeatures.of(ACTIVATIONS, less));
    assertThrows(IllegalArgumentException.class, () -> LinearCka.of(ACTIVATIONS, less));
    assertThrows(
        IllegalArgumentException.class, () -> MutualInformationMatrix.of(ACTIVATIONS, less, 4));
    assertThrows(
        IllegalArgumentException.class,
        () -> LinearProbes.of(ACTIVATIONS, FEATURES).cosines(matrix("other")));
  }

  private static void assertRows(String name, double[][] actual) {
    JsonNode expected = NUMPY.get(name);
    assertEquals(expected.size(), actual.length, name);
    for (int i = 0; i < actual.length; i++) {
      assertArrayEquals(values(expected.get(i)), actual[i], NEAR, name + " " + i);
    }
  }

  private static double[] values(JsonNode list) {
    double[] values = new double[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i).asDouble();
    }
    return values;
  }

  private static Matrix matrix(String name) {
    JsonNode rows = NUMPY.get(name);
    Matrix matrix = new Matrix(rows.size(), rows.get(0).size());
    for (int r = 0; r < matrix.rows(); r++) {
      for (int c = 0; c < matrix.cols(); c++) {
        matrix.set(r, c, (float) rows.get(r).get(c).asDouble());
      }
    }
    return matrix;
  }
}
