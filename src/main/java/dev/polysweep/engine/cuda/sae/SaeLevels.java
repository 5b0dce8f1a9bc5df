package dev.polysweep.engine.cuda.sae;

import dev.polysweep.engine.cuda.gpu.DeviceMemory;
import dev.polysweep.engine.sae.Lista;
import dev.polysweep.engine.sae.Matryoshka;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeNesting;
import java.util.Arrays;

/**
 * The nested dictionaries of a step on the device: the level of each latent, each level's weight,
 * and the squared errors of samples at each level.
 */
final class SaeLevels {

  private static final SaeNesting ONE_LEVEL = new SaeNesting(null, new double[] {1}, false, false);

  private final DeviceMemory memory;
  private final SaeShape shape;
  private final DeviceMemory.Growing level;
  private final DeviceMemory.Growing weight;
  private final DeviceMemory.Growing squared;
  private final DeviceMemory.Growing share;
  private SaeNesting now = ONE_LEVEL;
  private SaeNesting there;
  private int rows;

  SaeLevels(DeviceMemory memory, SaeShape shape) {
    this.memory = memory;
    this.shape = shape;
    level = memory.new Growing();
    weight = memory.new Growing();
    squared = memory.new Growing();
    share = memory.new Growing();
  }

  /** Whether the levels of an architecture depend on how often latents are active. */
  static boolean followFrequencies(SaeArchitecture architecture) {
    Matryoshka nested = architecture instanceof Lista lista ? lista.nested() : null;
    if (architecture instanceof Matryoshka own) {
      nested = own;
    }
    return nested == null || nested.sorted();
  }

  /**
   * Takes over the levels of a step.
   *
   * @param nesting the nested dictionaries, or null for one
   * @param padded number of samples, padded
   */
  void set(SaeNesting nesting, int padded) {
    now = nesting == null ? ONE_LEVEL : nesting;
    rows = padded;
    squared.atLeast((long) count() * rows * Float.BYTES);
    if (there == null
        || !Arrays.equals(there.level(), now.level())
        || !Arrays.equals(there.weight(), now.weight())) {
      there = now;
      if (now.level() != null) {
        memory.write(now.level(), level.atLeast((long) shape.dSae() * Integer.BYTES));
      }
      memory.write(now.weight(), weight.atLeast((long) count() * Double.BYTES));
    }
  }

  /** The number of levels. */
  int count() {
    return now.levels();
  }

  /** Whether an inner level's error trains only the level's own latents. */
  boolean detached() {
    return now.detached();
  }

  /** The address of each latent's level, or 0. */
  long level() {
    return now.level() == null ? 0 : level.atLeast(0);
  }

  /** The address of each level's weight. */
  long weight() {
    return weight.atLeast(0);
  }

  /** The address of the squared errors, {@code [levels][rows]}. */
  long squared() {
    return squared.atLeast(0);
  }

  /** Copies the squared errors of a level's samples. */
  float[] squared(int l, int samples) {
    float[] errors = new float[samples];
    memory.read(squared() + (long) l * rows * Float.BYTES, errors);
    return errors;
  }

  /**
   * The weights of the samples at a level: those with a great error weigh more if the tilt is above
   * 0.
   */
  double[] share(int l, int samples, double tilt) {
    float[] errors = squared(l, samples);
    double mean = 0;
    for (float e : errors) {
      mean += e / samples;
    }
    double total = 0;
    double[] shares = new double[samples];
    for (int s = 0; s < samples; s++) {
      double exponent = tilt > 0 && mean > 0 ? tilt * (errors[s] / mean - 1) : 0;
      shares[s] = exponent == 0 ? 1 : StrictMath.exp(exponent);
      total += shares[s];
    }
    for (int s = 0; s < samples; s++) {
      shares[s] *= now.weight()[l] / total;
    }
    return shares;
  }

  /** Copies the weights of samples to the device and returns their address, 0 for equal weights. */
  long shares(int samples, double tilt) {
    if (tilt == 0) {
      return 0;
    }
    long at = share.atLeast((long) count() * rows * Double.BYTES);
    for (int l = 0; l < count(); l++) {
      memory.write(share(l, samples, tilt), at + (long) l * rows * Double.BYTES);
    }
    return at;
  }

  /** A level's weighted squared error. */
  double loss(int l, int samples, double tilt) {
    float[] errors = squared(l, samples);
    double[] shares = share(l, samples, tilt);
    double sum = 0;
    for (int s = 0; s < samples; s++) {
      sum += shares[s] * errors[s];
    }
    return sum;
  }
}
