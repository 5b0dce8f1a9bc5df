package dev.polysweep.metric.dictionary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.math.Matrix;
import dev.polysweep.metric.geometry.LargestCosine;
import dev.polysweep.metric.statistic.Proportion;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Detection, proportions, modes of density and cosines of decoders. */
class DetectionTest {

  @Test
  void precisionRecallAndF1() {
    Detection detection = new Detection(6, 2, 4);
    assertEquals(0.75, detection.precision());
    assertEquals(0.6, detection.recall());
    assertEquals(2 * 0.75 * 0.6 / 1.35, detection.f1(), 1e-15);
    assertTrue(Double.isNaN(new Detection(0, 0, 3).precision()));
    assertTrue(Double.isNaN(new Detection(0, 3, 0).recall()));
    assertTrue(Double.isNaN(new Detection(0, 0, 0).f1()));
    assertEquals(0, new Detection(0, 1, 1).f1());
  }

  @Test
  void wilsonsIntervalIsThatOfTheBooks() {
    // Newcombe (1998), table I: 81 of 263 and 0 of 20.
    Proportion some = new Proportion(81, 263);
    assertEquals(0.2553, some.ci95Low(), 5e-5);
    assertEquals(0.3662, some.ci95High(), 5e-5);
    Proportion none = new Proportion(0, 20);
    assertEquals(0, none.ci95Low());
    assertEquals(0.1611, none.ci95High(), 5e-5);
    assertEquals(1, new Proportion(4, 4).ci95High());
    assertThrows(IllegalArgumentException.class, () -> new Proportion(5, 4));
  }

  @Test
  void aLowerModeIsFoundWhereThereIsOne() {
    Random random = new Random(4);
    double[] one = normal(random, 2000, -2.5, 0.5);
    assertTrue(Double.isNaN(DensityModes.lowerModeEnd(one)), "a single mode is no cluster");
    double[] both =
        DoubleStream.concat(stream(one), stream(normal(random, 300, -5.5, 0.3))).toArray();
    double end = DensityModes.lowerModeEnd(both);
    assertTrue(end > -5.1 && end < -3.6, "between the modes: " + end);
    double[] low = DoubleStream.concat(stream(one), stream(normal(random, 5, -5.5, 0.1))).toArray();
    assertTrue(Double.isNaN(DensityModes.lowerModeEnd(low)), "five of 2005 are too few");
    double[] high =
        DoubleStream.concat(stream(one), stream(normal(random, 900, -0.3, 0.1))).toArray();
    assertTrue(Double.isNaN(DensityModes.lowerModeEnd(high)), "no mode is below one in 10 000");
    assertTrue(Double.isNaN(DensityModes.lowerModeEnd(new double[0])));
    assertTrue(Double.isNaN(DensityModes.lowerModeEnd(new double[100])), "all alike");
  }

  private static DoubleStream stream(double[] of) {
    return java.util.Arrays.stream(of);
  }

  private static double[] normal(Random random, int n, double mean, double sd) {
    return DoubleStream.generate(() -> mean + sd * random.nextGaussian()).limit(n).toArray();
  }

  @Test
  void cosinesAreOfDirections() {
    Matrix rows = new Matrix(3, 2, new float[] {2, 0, 0, -3, 0, 0});
    Matrix others = new Matrix(3, 2, new float[] {1, 1, 0, 5, 0, 0});
    double[] largest = LargestCosine.of(rows, others);
    assertArrayEquals(new double[] {Math.sqrt(0.5), -Math.sqrt(0.5), Double.NaN}, largest, 1e-6);
    assertThrows(IllegalArgumentException.class, () -> LargestCosine.of(rows, new Matrix(1, 3)));
  }
}
