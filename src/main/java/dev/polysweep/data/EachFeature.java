package dev.polysweep.data;

import dev.polysweep.math.Matrix;
import java.util.Arrays;

/**
 * Samples in which one feature is 1 and all others are 0, every feature in turn: sample s has
 * feature s mod n. A batch of n samples has each feature once.
 *
 * @param features number n of features
 */
public record EachFeature(int features) implements InputSource {

  @Override
  public void fill(long seed, int step, Matrix x) {
    Arrays.fill(x.data(), 0);
    for (int s = 0; s < x.rows(); s++) {
      x.set(s, s % features, 1);
    }
  }
}
