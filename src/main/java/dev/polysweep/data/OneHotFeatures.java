package dev.polysweep.data;

import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.Arrays;

/**
 * Samples in which one feature, each equally likely, is 1 and all others are 0.
 *
 * @param features number of features
 */
public record OneHotFeatures(int features) implements InputSource {

  @Override
  public void fill(long seed, int step, Matrix x) {
    Arrays.fill(x.data(), 0);
    for (int s = 0; s < x.rows(); s++) {
      x.set(s, new RandomStream(seed, StreamId.DATA, step, s).nextInt(features), 1);
    }
  }
}
