package dev.polysweep.report.law.toy;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The expected loss of k features at the corners of a regular k-gon of radius r with a common bias
 * b, each active with probability p and then uniform on [0, 1):
 *
 * <pre>
 * Σ_c (k choose c)·p^c·(1 − p)^(k−c)·E[Σ_i (ReLU(r²·Σ_j cos(2π(i − j)/k)·x_j + b) − x_i)² | c active]
 * </pre>
 *
 * <p>The terms with one active feature are integrated by the midpoint rule; those with two to four
 * are means over a fixed sample, so that the loss is a smooth function of r and b. Five or more
 * active features are left out, which for p up to {@value #SPARSE} have a chance below 10⁻⁵.
 */
final class PolygonCost {

  /** Largest feature probability for which the omitted terms do not matter. */
  static final double SPARSE = 0.05;

  private static final int SAMPLES = 2000;
  private static final int MOST_ACTIVE = 4;

  private final int k;
  private final double p;
  private final Input[][] inputs = new Input[MOST_ACTIVE + 1][SAMPLES];

  /** The active features of a sample, and their values. */
  private record Input(int[] features, double[] values) {}

  PolygonCost(int k, double p) {
    this.k = k;
    this.p = p;
    SplittableRandom random = new SplittableRandom(k);
    for (int c = 1; c <= MOST_ACTIVE; c++) {
      for (int s = 0; s < SAMPLES; s++) {
        inputs[c][s] = c == 1 ? alone((s + 0.5) / SAMPLES) : active(c, random);
      }
    }
  }

  private static Input alone(double value) {
    return new Input(new int[] {0}, new double[] {value});
  }

  private Input active(int count, SplittableRandom random) {
    double[] x = new double[k];
    for (int set = 0; set < count; ) {
      int i = random.nextInt(k);
      if (x[i] == 0) {
        x[i] = 1 - random.nextDouble();
        set++;
      }
    }
    int[] features = IntStream.range(0, k).filter(i -> x[i] != 0).toArray();
    return new Input(features, Arrays.stream(features).mapToDouble(i -> x[i]).toArray());
  }

  /** The expected loss, summed over features. */
  double of(double radius, double bias) {
    double[] cosines = new double[2 * k]; // the difference of two corners plus k is an index
    for (int i = 0; i < 2 * k; i++) {
      cosines[i] = radius * radius * Math.cos(2 * Math.PI * (i % k) / k);
    }
    double[] reconstructed = new double[k];
    double silent = Math.max(0, bias);
    double loss = Math.pow(1 - p, k) * k * silent * silent;
    double chance = Math.pow(1 - p, k);
    for (int c = 1; c <= Math.min(k, MOST_ACTIVE); c++) {
      chance *= p / (1 - p) * (k - c + 1) / c;
      double sum = 0;
      for (Input input : inputs[c]) {
        sum += error(input, cosines, bias, reconstructed);
      }
      loss += chance * sum / SAMPLES;
    }
    return loss;
  }

  /** The squared error of a sample; {@code z [k]} is for intermediate values. */
  private double error(Input input, double[] cosines, double bias, double[] z) {
    int[] features = input.features();
    double[] values = input.values();
    Arrays.fill(z, bias);
    for (int a = 0; a < features.length; a++) {
      for (int i = 0; i < k; i++) {
        z[i] += cosines[i - features[a] + k] * values[a];
      }
    }
    double error = 0;
    for (int i = 0; i < k; i++) {
      double out = Math.max(0, z[i]);
      error += out * out;
    }
    for (int a = 0; a < features.length; a++) { // (out − x)² = out² − x·(2·out − x)
      double out = Math.max(0, z[features[a]]);
      error -= values[a] * (2 * out - values[a]);
    }
    return error;
  }

  /** The least expected loss over radius and bias, by a grid that is refined around its best. */
  double least() {
    double radius = 1.2;
    double bias = -0.15;
    double best = of(radius, bias);
    for (double step = 0.2; step > 1e-3; step /= 2) {
      Map.Entry<double[], Double> around = around(radius, bias, step, best);
      radius = around.getKey()[0];
      bias = around.getKey()[1];
      best = around.getValue();
    }
    return best;
  }

  private Map.Entry<double[], Double> around(double radius, double bias, double step, double best) {
    double[] at = {radius, bias};
    double least = best;
    for (int i = -2; i <= 2; i++) {
      for (int j = -2; j <= 2; j++) {
        double loss = of(radius + i * step, bias + j * step / 2);
        if (loss < least) {
          least = loss;
          at = new double[] {radius + i * step, bias + j * step / 2};
        }
      }
    }
    return Map.entry(at, least);
  }
}
