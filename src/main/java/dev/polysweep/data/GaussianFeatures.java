package dev.polysweep.data;

import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;

/**
 * Independent features ~ N(0, sd²).
 *
 * @param features number of features
 * @param sd standard deviation, at least 0
 */
public record GaussianFeatures(int features, double sd) implements InputSource {

  @Override
  public void fill(long seed, int step, Matrix x) {
    for (int s = 0; s < x.rows(); s++) {
      RandomStream random = new RandomStream(seed, StreamId.DATA, step, s);
      for (int i = 0; i < features; i++) {
        x.set(s, i, (float) (sd * random.nextGaussian()));
      }
    }
  }
}
