package dev.polysweep.engine.nd4j;

import dev.polysweep.data.TrainingData;
import dev.polysweep.engine.net.Noise;
import dev.polysweep.engine.net.NoiseDraws;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.Philox;
import dev.polysweep.math.StreamId;
import java.util.HashMap;
import java.util.Map;

/**
 * The random draws of a step. Draws that several models of a pack have in common are computed once.
 * Buffers are reused: the draws of the next step overwrite the arrays that were returned before.
 * Arrays are feature-major, {@code [features, samples]}.
 */
final class StepDraws {

  /** The inputs x and targets y of a batch, feature-major. */
  record Batch(float[] x, float[] y) {}

  private final Map<TrainingData, DrawnBatch> batches = new HashMap<>();
  private final Map<NoiseKey, DrawnNoise> noises = new HashMap<>();
  private final int[] words = new int[4];
  private final int[] otherWords = new int[4];

  private record NoiseKey(Noise noise, long seed, int units, int samples) {}

  private static final class DrawnBatch {
    int step = -1;
    final Matrix x;
    final Matrix y;
    final Batch batch;

    DrawnBatch(TrainingData data) {
      x = new Matrix(data.samples(), data.inputs());
      boolean autoencoder = data instanceof TrainingData.SparseFeatures;
      y = autoencoder ? x : new Matrix(data.samples(), data.targets());
      float[] inputs = new float[x.data().length];
      batch = new Batch(inputs, autoencoder ? inputs : new float[y.data().length]);
    }
  }

  private static final class DrawnNoise {
    int step = -1;
    final float[] values;

    DrawnNoise(int length) {
      values = new float[length];
    }
  }

  /** The batch of a step, for data that are drawn anew at each step. */
  Batch batch(TrainingData data, int step) {
    DrawnBatch drawn = batches.computeIfAbsent(data, DrawnBatch::new);
    if (drawn.step != step) {
      if (data instanceof TrainingData.Generated generated) {
        generated.fill(step, drawn.x, drawn.y);
        transpose(drawn.x, drawn.batch.x());
        transpose(drawn.y, drawn.batch.y());
      } else if (data instanceof TrainingData.SparseFeatures sparse) {
        fill(sparse, step, drawn.batch.x());
      }
      drawn.step = step;
    }
    return drawn.batch;
  }

  /** The noise of a step, {@code [units, samples]}. */
  float[] noise(Noise noise, long seed, int step, int units, int samples) {
    NoiseKey key = new NoiseKey(noise, seed, units, samples);
    DrawnNoise drawn = noises.computeIfAbsent(key, k -> new DrawnNoise(units * samples));
    if (drawn.step != step) {
      for (int unit = 0; unit < units; unit++) {
        for (int s = 0; s < samples; s++) {
          drawn.values[unit * samples + s] = NoiseDraws.draw(noise, seed, step, s, unit);
        }
      }
      drawn.step = step;
    }
    return drawn.values;
  }

  private void fill(TrainingData.SparseFeatures sparse, int step, float[] x) {
    int n = sparse.samples();
    for (int s = 0; s < n; s++) {
      for (int i = 0; i < sparse.nFeatures(); i++) {
        if (i % 4 == 0) {
          Philox.block(sparse.seed(), StreamId.ACTIVE, step, s, i / 4, words);
          Philox.block(sparse.seed(), StreamId.VALUE, step, s, i / 4, otherWords);
        }
        boolean active = uniform(words[i % 4]) < sparse.featureProbability();
        x[i * n + s] = active ? (float) uniform(otherWords[i % 4]) : 0;
      }
    }
  }

  private static double uniform(int word) {
    return (word >>> 8) * 0x1p-24;
  }

  private static void transpose(Matrix m, float[] out) {
    for (int r = 0; r < m.rows(); r++) {
      for (int c = 0; c < m.cols(); c++) {
        out[c * m.rows() + r] = m.get(r, c);
      }
    }
  }
}
