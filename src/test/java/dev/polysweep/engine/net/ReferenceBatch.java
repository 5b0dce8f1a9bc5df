package dev.polysweep.engine.net;

import dev.polysweep.data.TrainingData;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.Philox;
import dev.polysweep.math.StreamId;

/**
 * What a training step sees.
 *
 * @param x {@code [samples][inputs]}
 * @param y {@code [samples][targets]}
 * @param noise {@code [layers][samples][outputs]}; zeros where a layer has none
 */
record ReferenceBatch(double[][] x, double[][] y, double[][][] noise) {

  /** The batch and the noise of a step, counted from 0. */
  static ReferenceBatch of(TrainingPlan plan, int step) {
    TrainingData data = plan.data();
    int n = data.samples();
    Matrix x = new Matrix(n, data.inputs());
    Matrix y = new Matrix(n, data.targets());
    if (data instanceof TrainingData.Fixed fixed) {
      x = fixed.x();
      y = fixed.y();
    } else if (data instanceof TrainingData.Generated generated) {
      generated.fill(step, x, y);
    } else if (data instanceof TrainingData.SparseFeatures sparse) {
      fill(sparse, step, x);
      y = x;
    }
    return new ReferenceBatch(rows(x), rows(y), noise(plan, step));
  }

  /** Noise of every layer of a step, {@code [layers][samples][outputs]}. */
  static double[][][] noise(TrainingPlan plan, int step) {
    var layers = plan.network().layers();
    double[][][] noise = new double[layers.size()][plan.data().samples()][];
    for (int l = 0; l < noise.length; l++) {
      for (int s = 0; s < noise[l].length; s++) {
        noise[l][s] = new double[layers.get(l).outputs()];
        for (int i = 0; i < noise[l][s].length; i++) {
          noise[l][s][i] = draw(layers.get(l).noise(), plan.seed(), step, s, i);
        }
      }
    }
    return noise;
  }

  /** The noise of one unit, {@link Noise}'s definition. */
  static double draw(Noise noise, long seed, int step, int sample, int unit) {
    int[] w = new int[4];
    switch (noise.kind()) {
      case NONE:
        return 0;
      case BIPOLAR:
        Philox.block(seed, StreamId.NOISE, step, sample, unit / 128, w);
        boolean set = (w[unit / 32 % 4] >>> unit % 32 & 1) == 1;
        return set ? -noise.sigma() : noise.sigma();
      case GAUSSIAN:
        {
          Philox.block(seed, StreamId.NOISE, step, sample, unit / 4, w);
          int pair = unit % 4 / 2;
          double radius = StrictMath.sqrt(-2 * StrictMath.log(uniform(w[2 * pair]) + 0x1p-24));
          double angle = 2 * StrictMath.PI * uniform(w[2 * pair + 1]);
          double direction = unit % 2 == 0 ? StrictMath.cos(angle) : StrictMath.sin(angle);
          return noise.sigma() * radius * direction;
        }
      case POSITIVE_KURTOSIS:
        {
          Philox.block(seed, StreamId.NOISE, step, sample, unit / 2, w);
          double u = uniform(w[2 * (unit % 2)]) + 0x1p-24;
          double angle = 2 * StrictMath.PI * uniform(w[2 * (unit % 2) + 1]);
          double t = StrictMath.sqrt(3 * (StrictMath.pow(u, -2.0 / 3) - 1)) * StrictMath.cos(angle);
          return noise.sigma() / StrictMath.sqrt(3) * t;
        }
      default:
        throw new IllegalArgumentException("noise " + noise.kind());
    }
  }

  private static void fill(TrainingData.SparseFeatures sparse, int step, Matrix x) {
    int[] active = new int[4];
    int[] value = new int[4];
    for (int s = 0; s < x.rows(); s++) {
      for (int i = 0; i < x.cols(); i++) {
        Philox.block(sparse.seed(), StreamId.ACTIVE, step, s, i / 4, active);
        Philox.block(sparse.seed(), StreamId.VALUE, step, s, i / 4, value);
        boolean on = uniform(active[i % 4]) < sparse.featureProbability();
        x.set(s, i, on ? (float) uniform(value[i % 4]) : 0);
      }
    }
  }

  /** u(w) = (w ≫ 8)·2⁻²⁴. */
  private static double uniform(int word) {
    return (word >>> 8) * 0x1p-24;
  }

  /** The matrix as one array of doubles a row. */
  static double[][] rows(Matrix m) {
    double[][] rows = new double[m.rows()][m.cols()];
    for (int r = 0; r < rows.length; r++) {
      for (int c = 0; c < rows[r].length; c++) {
        rows[r][c] = m.get(r, c);
      }
    }
    return rows;
  }
}
