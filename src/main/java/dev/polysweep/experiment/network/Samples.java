package dev.polysweep.experiment.network;

import dev.polysweep.data.CorrelatedFiring;
import dev.polysweep.data.CorrelatedGroups;
import dev.polysweep.data.EachFeature;
import dev.polysweep.data.FiringFeatures;
import dev.polysweep.data.GaussianFeatures;
import dev.polysweep.data.HierarchicalFiring;
import dev.polysweep.data.InputSource;
import dev.polysweep.data.MiniBatches;
import dev.polysweep.data.OneHotFeatures;
import dev.polysweep.data.TrainingData;
import dev.polysweep.data.UniformFeatures;
import dev.polysweep.data.UnitNorm;
import dev.polysweep.experiment.network.NetworkConfig.Of;
import dev.polysweep.experiment.network.NetworkConfig.Target;
import dev.polysweep.experiment.network.NetworkData.Draw;
import dev.polysweep.experiment.network.NetworkData.Generator;
import dev.polysweep.math.Matrix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The samples of a cell, which others may share.
 *
 * @param x training inputs of a fixed set {@code [n, inputs]}; null for samples that are drawn anew
 * @param y their targets {@code [n, targets]}, or null
 * @param valX held-out inputs {@code [m, inputs]}; m may be 0
 * @param valY their targets {@code [m, targets]}
 */
record Samples(Matrix x, Matrix y, Matrix valX, Matrix valY) {

  /** The number of samples of a step that are drawn anew where the settings give none. */
  static final int BATCH = 256;

  private static final int HELD_OUT = -1;

  /**
   * What determines the samples: cells that agree in it share them. Of a file whose rows stay in
   * their order, all seeds do.
   */
  static List<Object> key(NetworkConfig config, long seed) {
    NetworkData data = config.data();
    boolean drawn = !data.isFile() || data.shuffle() || config.target().kind() == Of.RESIDUAL;
    return List.of(data, config.target(), Widths.input(config), drawn ? seed : "any seed");
  }

  /** Draws or reads the samples of a seed. */
  static Samples of(NetworkConfig config, long seed) {
    NetworkData data = config.data();
    if (data.isFile()) {
      InputFile file = opened(data);
      Targets targets =
          new Targets(config.target(), file.labels(), file.y() == null ? 0 : file.y().cols(), seed);
      return split(data, seed, file.x(), targets.of(file.x(), file.y()));
    }
    int width = Widths.input(config);
    InputSource source = source(data, width, seed);
    Targets targets = new Targets(config.target(), InputFile.names(width), 0, seed);
    Matrix x = new Matrix(data.rows(), width);
    source.fill(seed, data.draw() == Draw.ANEW ? HELD_OUT : 0, x);
    Matrix y = targets.of(x, null);
    if (data.draw() == Draw.ANEW) {
      return new Samples(null, null, x, y);
    }
    if (data.heldOut() == null) {
      return split(data, seed, x, y);
    }
    Matrix fresh = new Matrix(data.heldOut(), width);
    source.fill(seed, HELD_OUT, fresh);
    return new Samples(x, y, fresh, targets.of(fresh, null));
  }

  private static InputFile opened(NetworkData data) {
    try {
      InputFile file = InputFile.read(Path.of(data.file()));
      if (data.sha256() != null && !data.sha256().equals(file.sha256())) {
        throw new IOException("another file than when the run began");
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(
          data.file() + ": " + e.getMessage() + "; executors must see it under this path", e);
    }
  }

  private static Samples split(NetworkData data, long seed, Matrix allX, Matrix allY) {
    Matrix x = data.rows() < allX.rows() ? allX.rows(0, data.rows()) : allX;
    Matrix y = allY == allX ? x : allY.rows(0, data.rows());
    if (data.shuffle()) {
      int[] order = MiniBatches.order(x.rows(), seed, HELD_OUT);
      boolean same = x == y;
      x = ordered(x, order);
      y = same ? x : ordered(y, order);
    }
    int training = data.training();
    Matrix trainX = x.rows(0, training);
    Matrix valX = x.rows(training, x.rows());
    return new Samples(
        trainX,
        x == y ? trainX : y.rows(0, training),
        valX,
        x == y ? valX : y.rows(training, y.rows()));
  }

  private static Matrix ordered(Matrix x, int[] order) {
    Matrix ordered = new Matrix(x.rows(), x.cols());
    for (int r = 0; r < order.length; r++) {
      System.arraycopy(x.data(), order[r] * x.cols(), ordered.data(), r * x.cols(), x.cols());
    }
    return ordered;
  }

  /**
   * Inputs that units are looked at on: the training inputs of a fixed set, else those held out.
   */
  Matrix probe() {
    return x == null ? valX : x;
  }

  /** The batches that a network of these samples is trained on. */
  TrainingData training(NetworkConfig config, long seed) {
    NetworkData data = config.data();
    if (x != null) {
      boolean whole = config.batch() == null || config.batch() == x.rows();
      return whole ? new TrainingData.Fixed(x, y) : new MiniBatches(x, y, config.batch(), seed);
    }
    int batch = config.batch() == null ? BATCH : config.batch();
    Target target = config.target();
    boolean plain =
        data.generator() == Generator.UNIFORM
            && data.featureProbabilities() == null
            && data.featurePower() == 0
            && !data.signed()
            && !data.unitNorm()
            && target.kind() == Of.INPUT
            && target.decay() == 1;
    return plain
        ? new TrainingData.SparseFeatures(batch, valX.cols(), data.featureProbability(), seed)
        : new DrawnBatches(data, target, valX.cols(), valY.cols(), batch, seed);
  }

  /**
   * The distribution of generated inputs.
   *
   * @throws IllegalArgumentException if the wanted number of features cannot be active
   */
  static InputSource source(NetworkData data, int width, long seed) {
    InputSource source = drawn(data, width, seed);
    return data.unitNorm() ? new UnitNorm(source) : source;
  }

  private static InputSource drawn(NetworkData data, int width, long seed) {
    return switch (data.generator()) {
      case UNIFORM -> new UniformFeatures(probabilities(data, width), data.signed());
      case GROUPS -> new CorrelatedGroups(data.activeProbability(), data.keepProbability());
      case ONE_HOT -> new OneHotFeatures(width);
      case EACH -> new EachFeature(width);
      case GAUSSIAN -> new GaussianFeatures(width, data.sd());
      case CORRELATED ->
          new FiringFeatures(
              new CorrelatedFiring(
                  width, data.activeMean(), data.decay(), data.correlation(), seed),
              data.magnitudeMin(),
              data.magnitudeMax());
      case HIERARCHY ->
          new FiringFeatures(
              new HierarchicalFiring(
                  width,
                  data.roots(),
                  data.branching(),
                  data.childProbability(),
                  data.zipf(),
                  data.activeMean()),
              data.magnitudeMin(),
              data.magnitudeMax());
    };
  }

  private static List<Double> probabilities(NetworkData data, int width) {
    if (data.featureProbabilities() != null) {
      return data.featureProbabilities();
    }
    if (data.featurePower() == 0) {
      return Collections.nCopies(width, data.featureProbability());
    }
    return IntStream.rangeClosed(1, width)
        .mapToObj(i -> data.featureProbability() * StrictMath.pow(i, -data.featurePower()))
        .toList();
  }
}
