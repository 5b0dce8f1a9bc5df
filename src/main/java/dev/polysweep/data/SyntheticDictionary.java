package dev.polysweep.data;

import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.Arrays;

/**
 * A source of activations whose true features are known: x = Σ_i c_i·F_i, where the features F_i
 * are unit vectors drawn uniformly from the sphere, and the coefficient c_i is drawn by the {@link
 * Magnitudes} where feature i is active and is 0 elsewhere. The features are a function of the
 * seed, a sample is one of (seed, batch, row).
 */
public final class SyntheticDictionary implements TrueFeatures {

  private final Matrix features;
  private final Firing firing;
  private final Magnitudes magnitudes;
  private final long seed;

  /**
   * @param firing distribution of the active features
   * @param dIn width of x
   * @param low lower bound of an active feature's coefficient
   * @param high upper bound of an active feature's coefficient
   * @param seed key of the features and of the samples
   */
  public SyntheticDictionary(Firing firing, int dIn, double low, double high, long seed) {
    this(firing, dIn, Magnitudes.uniform(low, high), seed, seed);
  }

  /**
   * @param firing distribution of the active features
   * @param dIn width of x
   * @param magnitudes law of an active feature's coefficient
   * @param truth key of the features
   * @param seed key of the samples
   */
  public SyntheticDictionary(Firing firing, int dIn, Magnitudes magnitudes, long truth, long seed) {
    this.firing = firing;
    this.magnitudes = magnitudes;
    this.seed = seed;
    features = new Matrix(firing.features(), dIn);
    RandomStream random = new RandomStream(truth, StreamId.TRUTH);
    double[] row = new double[dIn];
    for (int f = 0; f < features.rows(); f++) {
      double square = 0;
      for (int i = 0; i < dIn; i++) {
        row[i] = random.nextGaussian();
        square += row[i] * row[i];
      }
      for (int i = 0; i < dIn; i++) {
        features.set(f, i, (float) (row[i] / Math.sqrt(square)));
      }
    }
  }

  @Override
  public Matrix features() {
    return features;
  }

  @Override
  public SparseSamples samples(int batch, int from, int to) {
    int dIn = features.cols();
    int rows = to - from;
    Matrix x = new Matrix(rows, dIn);
    int[] start = new int[rows + 1];
    int[] feature = new int[8 * rows];
    float[] value = new float[8 * rows];
    int[] active = new int[features.rows()];
    int size = 0;
    for (int s = 0; s < rows; s++) {
      RandomStream random = new RandomStream(seed, StreamId.TRUTH_SAMPLE, batch, from + s);
      int n = firing.draw(random, active);
      if (size + n > feature.length) {
        feature = Arrays.copyOf(feature, 2 * feature.length + n);
        value = Arrays.copyOf(value, feature.length);
      }
      for (int j = 0; j < n; j++) {
        float c = magnitudes.draw(random);
        add(x.data(), s * dIn, active[j], c);
        feature[size] = active[j];
        value[size++] = c;
      }
      start[s + 1] = size;
    }
    return new SparseSamples(x, start, Arrays.copyOf(feature, size), Arrays.copyOf(value, size));
  }

  private void add(float[] x, int x0, int feature, float c) {
    int dIn = features.cols();
    float[] f = features.data();
    int f0 = feature * dIn;
    for (int i = 0; i < dIn; i++) {
      x[x0 + i] = Math.fma(c, f[f0 + i], x[x0 + i]);
    }
  }
}
