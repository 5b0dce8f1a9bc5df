package dev.polysweep.metric.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polysweep.Fixtures;
import dev.polysweep.Safetensors;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.dictionary.Macs;
import dev.polysweep.metric.statistic.SampleSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Geometry against the worked examples that an explorer of toy models computed, and against shapes
 * known by heart.
 */
class FeatureGeometryTest {

  /** The explorer works in float32, and its d_eff is the same number with ε at another place. */
  private static final double RELATIVE = 1e-5;

  static Stream<Safetensors> fixtures() {
    return Fixtures.bundled("explorer").stream();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void agreesWithTheExplorer(Safetensors fixture) {
    JsonNode expected = Fixtures.json(fixture.file().resolveSibling(fixture + ".json"));
    Matrix w = fixture.tensor("W");
    FeatureGeometry geometry = FeatureGeometry.of(w);
    SampleSummary norms = SampleSummary.of(geometry.norms());
    SampleSummary interference = SampleSummary.of(geometry.meanInterference());
    assertClose(expected, "mean_norm", norms.mean());
    assertClose(expected, "std_norm", norms.sd());
    assertClose(expected, "mean_interference", interference.mean());
    assertClose(expected, "max_feature_interference", interference.max());
    assertClose(expected, "min_feature_interference", interference.min());
    assertClose(expected, "macs", Macs.of(w));
    assertClose(expected, "frobenius_sq", w.rows() / geometry.dimensionsPerFeature());
    assertClose(expected, "superposition_score", geometry.superpositionScore());
    for (int i = 0; i < w.cols(); i++) {
      for (String name : List.of("feature_dimensionality", "d_eff")) {
        double wanted = expected.get(name).get(i).asDouble();
        assertEquals(wanted, geometry.dimFracs()[i], RELATIVE * wanted, name + " of " + i);
      }
    }
    List<List<Integer>> clusters = new ArrayList<>();
    for (JsonNode cluster : expected.get("clusters")) {
      List<Integer> members = new ArrayList<>();
      cluster.forEach(member -> members.add(member.asInt()));
      clusters.add(members);
    }
    assertEquals(clusters, FeatureOverlaps.of(w, 0.5).clusters());
  }

  @Test
  void antipodalPairsShareADimension() {
    Matrix w = new Matrix(2, 4, new float[] {1, -1, 0, 0, 0, 0, 2, -2});
    FeatureGeometry geometry = FeatureGeometry.of(w);
    for (double fraction : geometry.dimFracs()) {
      assertEquals(0.5, fraction, 1e-7);
    }
    assertEquals(1 / 3.0, geometry.meanInterference()[0], 1e-7);
    assertEquals(2 / 10.0, geometry.dimensionsPerFeature(), 1e-15);
    assertEquals(2, geometry.superpositionScore());
    assertEquals(List.of(List.of(0, 1), List.of(2, 3)), FeatureOverlaps.of(w, 0.5).clusters());
  }

  @Test
  void pentagonHasTwoFifthsAFeature() {
    Matrix w = new Matrix(2, 5);
    for (int i = 0; i < 5; i++) {
      w.set(0, i, (float) Math.cos(2 * Math.PI * i / 5));
      w.set(1, i, (float) Math.sin(2 * Math.PI * i / 5));
    }
    for (double fraction : FeatureGeometry.of(w).dimFracs()) {
      assertEquals(0.4, fraction, 1e-6);
    }
  }

  @Test
  void clustersReachThroughOthers() {
    // 0 and 2 are orthogonal; 1 lies 40° from 0 and 50° from 2: cos² .587 and .413. 3 is zero.
    float x = (float) Math.cos(Math.toRadians(40));
    float y = (float) Math.sin(Math.toRadians(40));
    Matrix w = new Matrix(2, 4, new float[] {1, x, 0, 0, 0, y, 1, 0});
    assertEquals(
        List.of(List.of(0, 1), List.of(2), List.of(3)), FeatureOverlaps.of(w, 0.5).clusters());
    assertEquals(List.of(List.of(0, 1, 2), List.of(3)), FeatureOverlaps.of(w, 0.4).clusters());
  }

  @Test
  void zeroFeatureIsUndefinedAndAlone() {
    FeatureGeometry geometry = FeatureGeometry.of(new Matrix(2, 2, new float[] {0, 1, 0, 0}));
    assertTrue(Double.isNaN(geometry.dimFracs()[0]));
    assertEquals(1, geometry.dimFracs()[1], 1e-7);
    assertEquals(0, geometry.meanInterference()[0]);
    assertEquals(0.5, geometry.superpositionScore());
    FeatureGeometry single = FeatureGeometry.of(new Matrix(1, 1, new float[] {3}));
    assertTrue(Double.isNaN(single.meanInterference()[0]), Arrays.toString(single.norms()));
  }

  private static void assertClose(JsonNode expected, String name, double actual) {
    double wanted = expected.get(name).asDouble();
    assertEquals(wanted, actual, RELATIVE * Math.abs(wanted), name);
  }
}
