package dev.polysweep.data;

import dev.polysweep.math.Matrix;
import dev.polysweep.math.Philox;
import dev.polysweep.math.StreamId;
import java.util.Arrays;
import java.util.List;

/**
 * Independent sparse features, each with a probability of its own: feature i is active with
 * probability p_i and then uniform on [0, 1), or on [−1, 1) if features are signed, otherwise 0.
 * The draws are those of {@link TrainingData.SparseFeatures}, so equal probabilities give the same
 * samples, and they do not depend on the probabilities.
 *
 * @param probabilities p_i, each in [0, 1]
 * @param signed whether values have both signs
 */
public record UniformFeatures(List<Double> probabilities, boolean signed) implements InputSource {

  private static final int BLOCK = 4;

  /** Copies the list. */
  public UniformFeatures {
    probabilities = List.copyOf(probabilities);
  }

  @Override
  public int features() {
    return probabilities.size();
  }

  @Override
  public void fill(long seed, int step, Matrix x) {
    double[] chance = probabilities.stream().mapToDouble(p -> p).toArray();
    Arrays.fill(x.data(), 0);
    int[] active = new int[BLOCK];
    int[] value = new int[BLOCK];
    for (int s = 0; s < x.rows(); s++) {
      for (int block = 0; block * BLOCK < chance.length; block++) {
        Philox.block(seed, StreamId.ACTIVE, step, s, block, active);
        boolean drawn = false; // values of a block without an active feature are not
        int n = Math.min(BLOCK, chance.length - block * BLOCK);
        for (int word = 0; word < n; word++) {
          int i = block * BLOCK + word;
          if (Philox.uniform(active[word]) < chance[i]) {
            if (!drawn) {
              Philox.block(seed, StreamId.VALUE, step, s, block, value);
              drawn = true;
            }
            float u = Philox.uniform(value[word]);
            x.set(s, i, signed ? 2 * u - 1 : u);
          }
        }
      }
    }
  }
}
