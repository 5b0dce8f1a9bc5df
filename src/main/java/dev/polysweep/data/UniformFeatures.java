package dev.polysweep.data;

import dev.polysweep.math.Matrix;
import dev.polysweep.math.Philox;
import dev.polysweep.math.StreamId;
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
    int[] active = new int[BLOCK];
    int[] value = new int[BLOCK];
    for (int s = 0; s < x.rows(); s++) {
      for (int i = 0; i < x.cols(); i++) {
        int word = i % BLOCK;
        if (word == 0) {
          Philox.block(seed, StreamId.ACTIVE, step, s, i / BLOCK, active);
          Philox.block(seed, StreamId.VALUE, step, s, i / BLOCK, value);
        }
        boolean on = Philox.uniform(active[word]) < probabilities.get(i);
        float drawn = Philox.uniform(value[word]);
        x.set(s, i, !on ? 0 : signed ? 2 * drawn - 1 : drawn);
      }
    }
  }
}
