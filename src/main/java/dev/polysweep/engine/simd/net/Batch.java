package dev.polysweep.engine.simd.net;

import dev.polysweep.data.TrainingData;
import dev.polysweep.math.Matrix;
import java.util.Arrays;

/**
 * The batch of the current step in the layout of the kernels, shared by all models with equal data.
 */
abstract class Batch extends PerStep {

  final int samples;
  final int stride;

  /** The inputs, {@code [inputs, stride]}, 0 beyond the samples. */
  float[] x;

  /** The targets, {@code [targets, stride]}, 0 beyond the samples. */
  float[] y;

  private Batch(TrainingData data, int stride) {
    samples = data.samples();
    this.stride = stride;
  }

  /**
   * The batch of a plan's data.
   *
   * @param draws the draws of the pack, which also say how far rows lie apart
   */
  static Batch of(TrainingData data, SharedDraws draws) {
    int stride = draws.stride(data.samples());
    if (data instanceof TrainingData.Fixed fixed) {
      return new Fixed(fixed, stride);
    }
    if (data instanceof TrainingData.SparseFeatures sparse) {
      return new Sparse(sparse, draws.uniforms(sparse), stride);
    }
    return new Generated((TrainingData.Generated) data, stride);
  }

  private static final class Fixed extends Batch {
    Fixed(TrainingData.Fixed data, int stride) {
      super(data, stride);
      x = Layouts.featureMajor(data.x(), stride);
      y = data.y() == data.x() ? x : Layouts.featureMajor(data.y(), stride);
    }

    @Override
    void fill(int wanted) {}
  }

  private static final class Generated extends Batch {
    private final TrainingData.Generated data;
    private final Matrix inputs;
    private final Matrix targets;

    Generated(TrainingData.Generated data, int stride) {
      super(data, stride);
      this.data = data;
      inputs = new Matrix(samples, data.inputs());
      targets = new Matrix(samples, data.targets());
      x = new float[data.inputs() * stride];
      y = new float[data.targets() * stride];
    }

    @Override
    void fill(int wanted) {
      data.fill(wanted, inputs, targets);
      Layouts.toFeatureMajor(inputs, x, stride);
      Layouts.toFeatureMajor(targets, y, stride);
    }
  }

  private static final class Sparse extends Batch {
    private final TrainingData.SparseFeatures data;
    private final SharedDraws.FeatureUniforms uniforms;

    Sparse(TrainingData.SparseFeatures data, SharedDraws.FeatureUniforms uniforms, int stride) {
      super(data, stride);
      this.data = data;
      this.uniforms = uniforms;
      x = new float[data.nFeatures() * stride];
      y = x;
    }

    @Override
    void fill(int wanted) {
      uniforms.at(wanted);
      VectorDraws.mask(uniforms.active, uniforms.value, data.threshold(), x, 0, x.length);
      for (int k = 0; k < data.nFeatures(); k++) {
        Arrays.fill(x, k * stride + samples, (k + 1) * stride, 0f);
      }
    }
  }
}
