package dev.polysweep.data;

import dev.polysweep.math.Matrix;

/**
 * Samples of another source, each scaled to the length 1. A sample that is 0 stays 0.
 *
 * @param source the samples before they are scaled
 */
public record UnitNorm(InputSource source) implements InputSource {

  @Override
  public int features() {
    return source.features();
  }

  @Override
  public void fill(long seed, int step, Matrix x) {
    source.fill(seed, step, x);
    for (int s = 0; s < x.rows(); s++) {
      double square = 0;
      for (int i = 0; i < x.cols(); i++) {
        square += (double) x.get(s, i) * x.get(s, i);
      }
      if (square > 0) {
        double scale = 1 / Math.sqrt(square);
        for (int i = 0; i < x.cols(); i++) {
          x.set(s, i, (float) (x.get(s, i) * scale));
        }
      }
    }
  }
}
