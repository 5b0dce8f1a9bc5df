package dev.polysweep.engine.simd.net;

import dev.polysweep.data.TrainingData;
import dev.polysweep.engine.net.Noise;
import dev.polysweep.engine.simd.kernel.Lanes;
import dev.polysweep.math.StreamId;
import java.util.HashMap;
import java.util.Map;

/**
 * The random draws of a pack. Models that need the same draws share one buffer, which is filled
 * once a step.
 */
final class SharedDraws {

  private final VectorDraws kernel = new VectorDraws();
  private final Map<Object, FeatureUniforms> uniforms = new HashMap<>();
  private final Map<Object, LayerNoise> noises = new HashMap<>();
  private final int rows;

  /**
   * @param rows number of rows of the largest array that any model of the pack works on
   */
  SharedDraws(int rows) {
    this.rows = rows;
  }

  /** The distance between the rows of all arrays of the pack that hold this number of samples. */
  int stride(int samples) {
    return Lanes.stride(samples, rows);
  }

  /**
   * The uniform draws from which sparse features are made; they are the same for all feature
   * probabilities.
   */
  FeatureUniforms uniforms(TrainingData.SparseFeatures data) {
    record Key(long seed, int samples, int features) {}
    return uniforms.computeIfAbsent(
        new Key(data.seed(), data.samples(), data.nFeatures()), key -> new FeatureUniforms(data));
  }

  /** The noise after a layer with {@code units} units. */
  LayerNoise noise(Noise noise, long seed, int units, int samples) {
    record Key(Noise noise, long seed, int units, int samples) {}
    return noises.computeIfAbsent(
        new Key(noise, seed, units, samples), key -> new LayerNoise(noise, seed, units, samples));
  }

  /**
   * The uniform draws of sparse features for the current step, two arrays {@code [features,
   * stride]}.
   */
  final class FeatureUniforms extends PerStep {
    final float[] active;
    final float[] value;
    private final TrainingData.SparseFeatures data;
    private final int stride;

    private FeatureUniforms(TrainingData.SparseFeatures data) {
      this.data = data;
      stride = SharedDraws.this.stride(data.samples());
      active = new float[data.nFeatures() * stride];
      value = new float[data.nFeatures() * stride];
    }

    @Override
    void fill(int wanted) {
      kernel.uniforms(
          data.seed(), StreamId.ACTIVE, wanted, data.nFeatures(), 0, stride, active, stride);
      kernel.uniforms(
          data.seed(), StreamId.VALUE, wanted, data.nFeatures(), 0, stride, value, stride);
    }
  }

  /** The noise of the current step, {@code [units, stride]}. */
  final class LayerNoise extends PerStep {
    final float[] draws;
    private final Noise noise;
    private final long seed;
    private final int units;
    private final int stride;

    private LayerNoise(Noise noise, long seed, int units, int samples) {
      this.noise = noise;
      this.seed = seed;
      this.units = units;
      stride = SharedDraws.this.stride(samples);
      draws = new float[units * stride];
    }

    @Override
    void fill(int wanted) {
      kernel.noise(noise, seed, wanted, units, 0, stride, draws, stride);
    }
  }
}
