package dev.polysweep.experiment.network;

import dev.polysweep.data.InputSource;
import dev.polysweep.data.TrainingData;
import dev.polysweep.experiment.network.NetworkConfig.Target;
import dev.polysweep.math.Matrix;

/** Samples that are drawn anew at every step, with the targets of the settings. */
final class DrawnBatches implements TrainingData.Generated {
  private static final long serialVersionUID = 1L;

  private final Settings settings;
  private transient InputSource source; // made when the first batch is drawn
  private transient Targets function;

  /** What determines the batches. */
  private record Settings(
      NetworkData data, Target target, int inputs, int targets, int samples, long seed)
      implements java.io.Serializable {}

  /**
   * @param inputs width of the input
   * @param targets width of the target
   * @param samples batch size
   * @param seed key of the draws
   */
  DrawnBatches(NetworkData data, Target target, int inputs, int targets, int samples, long seed) {
    settings = new Settings(data, target, inputs, targets, samples, seed);
  }

  @Override
  public int samples() {
    return settings.samples;
  }

  @Override
  public int inputs() {
    return settings.inputs;
  }

  @Override
  public int targets() {
    return settings.targets;
  }

  @Override
  public void fill(int step, Matrix x, Matrix y) {
    prepare();
    source.fill(settings.seed, step, x);
    function.into(x, null, y);
  }

  private synchronized void prepare() {
    if (source == null) {
      source = Samples.source(settings.data, settings.inputs, settings.seed);
      function = new Targets(settings.target, InputFile.names(settings.inputs), 0, settings.seed);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DrawnBatches that && settings.equals(that.settings);
  }

  @Override
  public int hashCode() {
    return settings.hashCode();
  }
}
