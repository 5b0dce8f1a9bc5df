package dev.polysweep.data;

import dev.polysweep.math.KernelMath;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;

/**
 * Correlated firing with decay (Sharkey, Braun and Millidge 2022): feature i is active with
 * probability c·decay^i·Φ(z_i), where z is Gaussian with unit variances and correlations, and c is
 * chosen so that the mean number of active features is the one asked for.
 *
 * <p>Instead of a random 512 × 512 covariance this class uses a factor model: z_i = √ρ·u_i·w + √(1
 * − ρ)·ε_i, where the unit vectors u_i [16] are drawn once and w [16] and ε [features] are Gaussian
 * and drawn for each sample, so that cor(z_i, z_j) = ρ·u_i·u_j. Two shortcuts leave the
 * distribution as it is and need about fifty random numbers a sample instead of a thousand: the ε
 * are integrated out by E Φ(a + bε) = Φ(a/√(1 + b²)), and features are thinned, which means that
 * the next candidate is found by a geometric jump with the bound c·decay^i on the probability of
 * all later features and is then accepted with its own probability over that bound.
 */
public final class CorrelatedFiring implements Firing {

  private static final int FACTORS = 16;

  private final int features;
  private final double correlation;
  private final double most;
  private final double[] powers;
  private final double[] skip;
  private final double[][] loadings;

  /**
   * @param features number of features
   * @param activeMean mean number of active features of a sample
   * @param decay factor from the firing probability of a feature to that of the next, in (0, 1]
   * @param correlation ρ, in [0, 1)
   * @param seed key of the draw of u
   * @throws IllegalArgumentException if no firing probabilities up to 1 reach {@code activeMean}
   */
  public CorrelatedFiring(
      int features, double activeMean, double decay, double correlation, long seed) {
    this.features = features;
    this.correlation = correlation;
    powers = new double[features];
    double sum = 0;
    for (int i = 0; i < features; i++) {
      powers[i] = StrictMath.pow(decay, i);
      sum += powers[i];
    }
    most = 2 * activeMean / sum; // the factor 2, because E Φ(z) = ½
    if (most > 1) {
      throw new IllegalArgumentException(
          "at most " + sum / 2 + " features can be active on average, not " + activeMean);
    }
    skip = new double[features];
    for (int i = 0; i < features; i++) {
      skip[i] = StrictMath.log1p(-most * powers[i]);
    }
    loadings = new double[features][FACTORS];
    RandomStream random = new RandomStream(seed, StreamId.TRUTH, 1, 0);
    for (double[] row : loadings) {
      double square = 0;
      for (int k = 0; k < FACTORS; k++) {
        row[k] = random.nextGaussian();
        square += row[k] * row[k];
      }
      for (int k = 0; k < FACTORS; k++) {
        row[k] /= Math.sqrt(square);
      }
    }
  }

  @Override
  public int features() {
    return features;
  }

  /** The probability that feature i is active, c·decay^i/2. */
  public double probability(int i) {
    return most * powers[i] / 2;
  }

  /** The correlation cor(z_i, z_j) = ρ·u_i·u_j; 1 for i = j. */
  public double correlation(int i, int j) {
    double product = 0;
    for (int k = 0; k < FACTORS; k++) {
      product += loadings[i][k] * loadings[j][k];
    }
    return i == j ? 1 : correlation * product;
  }

  @Override
  public int draw(RandomStream random, int[] active) {
    double[] w = factors(random);
    double scale = Math.sqrt(correlation / (2 - correlation));
    int n = 0;
    int i = -1;
    while (i < features - 1) {
      // The number of features passed over before the next candidate has a geometric distribution.
      double passed = Math.floor(StrictMath.log(1 - random.nextDouble()) / skip[i + 1]);
      if (passed >= features - 1 - i) {
        break;
      }
      int bound = i + 1;
      i = bound + (int) passed;
      double chance = random.nextDouble() * powers[bound] / powers[i];
      if (chance < 1) {
        double a = 0;
        for (int k = 0; k < w.length; k++) {
          a += loadings[i][k] * w[k];
        }
        if (chance < 0.5 + 0.5 * KernelMath.erf((float) (scale * a / Math.sqrt(2)))) {
          active[n++] = i;
        }
      }
    }
    return n;
  }

  /**
   * The common factors of a sample, {@code [16]}. Without correlation nothing depends on them: the
   * array is empty, and the uniform numbers that they would be made of are passed over.
   */
  private double[] factors(RandomStream random) {
    double[] w = new double[correlation == 0 ? 0 : FACTORS];
    for (int k = 0; k < FACTORS; k++) {
      if (correlation == 0) {
        random.nextDouble();
      } else {
        w[k] = random.nextGaussian();
      }
    }
    return w;
  }
}
