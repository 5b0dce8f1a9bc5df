package dev.polysweep.data.forest;

import dev.polysweep.data.SparseSamples;
import dev.polysweep.data.TrueFeatures;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Samples of a forest's activations. In a sample, features fire by the {@link FiringLaw}; one that
 * fires has the activation max(0, m_i + s_i·z) and is inactive if that is 0; then the trees' rules
 * are applied ({@link FeatureForest#walk}); and x = Σ_i a_i·F_i + bias.
 *
 * <p>Given the common factors, the features' own draws are independent. So those of a feature are
 * made only where its parent is active, which leaves the distribution as it is and most of the
 * draws out.
 */
public final class ForestFeatures implements TrueFeatures {

  private final ForestModel model;
  private final long seed;

  /**
   * @param seed key of the samples
   */
  public ForestFeatures(ForestModel model, long seed) {
    this.model = model;
    this.seed = seed;
  }

  /** The model that samples are drawn by. */
  public ForestModel model() {
    return model;
  }

  @Override
  public Matrix features() {
    return model.directions();
  }

  @Override
  public int[] parents() {
    return IntStream.range(0, model.forest().features()).map(model.forest()::parent).toArray();
  }

  @Override
  public SparseSamples samples(int batch, int from, int to) {
    int dIn = model.directions().cols();
    Matrix x = new Matrix(to - from, dIn);
    int[] start = new int[to - from + 1];
    int[] feature = new int[16 * (to - from)];
    float[] value = new float[feature.length];
    Sample sample = new Sample();
    for (int s = 0; s < to - from; s++) {
      sample.draw(batch, from + s);
      int end = start[s] + sample.size;
      if (end > feature.length) {
        feature = Arrays.copyOf(feature, 2 * end);
        value = Arrays.copyOf(value, 2 * end);
      }
      System.arraycopy(sample.feature, 0, feature, start[s], sample.size);
      System.arraycopy(sample.value, 0, value, start[s], sample.size);
      start[s + 1] = end;
      sample.add(x.data(), s * dIn);
    }
    int size = start[to - from];
    return new SparseSamples(x, start, Arrays.copyOf(feature, size), Arrays.copyOf(value, size));
  }

  /** The active features of one sample, ascending. */
  private final class Sample {

    private final float[] common = new float[model.law().rank()];
    private final float[] normals = new float[64];
    private int used;
    private RandomStream random;
    int[] feature = new int[64];
    float[] value = new float[64];
    int size;

    void draw(int batch, int row) {
      random = new RandomStream(seed, StreamId.TRUTH_SAMPLE, batch, row);
      used = normals.length;
      size = 0;
      for (int r = 0; r < common.length; r++) {
        common[r] = normal();
      }
      float[] mean = model.scaled() ? model.mean() : null;
      model.forest().walk(this::raw, mean, random, this::insert);
    }

    private float normal() {
      if (used == normals.length) {
        random.nextGaussians(normals);
        used = 0;
      }
      return normals[used++];
    }

    private float raw(int i) {
      if (!model.law().fires(i, common, normal())) {
        return 0;
      }
      return Math.max(0, Math.fma(model.deviation()[i], normal(), model.mean()[i]));
    }

    /** Adds a feature in its place; few are active, and most come in order. */
    private void insert(int i, float activation) {
      if (size == feature.length) {
        feature = Arrays.copyOf(feature, 2 * size);
        value = Arrays.copyOf(value, 2 * size);
      }
      int at = size++;
      for (; at > 0 && feature[at - 1] > i; at--) {
        feature[at] = feature[at - 1];
        value[at] = value[at - 1];
      }
      feature[at] = i;
      value[at] = activation;
    }

    void add(float[] x, int to) {
      float[] directions = model.directions().data();
      float[] bias = model.bias();
      System.arraycopy(bias, 0, x, to, bias.length);
      for (int j = 0; j < size; j++) {
        int row = feature[j] * bias.length;
        float a = value[j];
        for (int c = 0; c < bias.length; c++) {
          x[to + c] = Math.fma(a, directions[row + c], x[to + c]);
        }
      }
    }
  }
}
