package dev.polysweep.data;

import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.Arrays;

/**
 * Features that are active together as a {@link Firing} says. An active feature is uniform on (low,
 * high], the others are 0: the coefficients of a {@link SyntheticDictionary} without its
 * directions.
 */
public final class FiringFeatures implements InputSource {
  private final Firing firing;
  private final double low;
  private final double high;

  /**
   * @param firing distribution of the active features
   * @param low lower bound of an active feature's value
   * @param high upper bound of an active feature's value
   */
  public FiringFeatures(Firing firing, double low, double high) {
    this.firing = firing;
    this.low = low;
    this.high = high;
  }

  @Override
  public int features() {
    return firing.features();
  }

  @Override
  public void fill(long seed, int step, Matrix x) {
    Arrays.fill(x.data(), 0);
    int[] active = new int[features()];
    for (int s = 0; s < x.rows(); s++) {
      RandomStream random = new RandomStream(seed, StreamId.TRUTH_SAMPLE, step, s);
      int n = firing.draw(random, active);
      for (int j = 0; j < n; j++) {
        x.set(s, active[j], (float) (low + (high - low) * (1 - random.nextDouble())));
      }
    }
  }
}
