package dev.polysweep.experiment.monosemantic;

import dev.polysweep.data.store.ActivationStore;
import dev.polysweep.data.store.RowOrder;
import dev.polysweep.engine.sae.SaeBatches;
import dev.polysweep.engine.sae.SaeTraining;
import dev.polysweep.experiment.InvalidSettingException;
import dev.polysweep.math.Matrix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Activations from a store. Each seed reads the store's rows in their order but starts at a row of
 * its own, which is the same for all configurations.
 */
final class StoredActivations implements Activations {

  private static final String PATH = "data.path";

  private final MonosemanticConfig config;
  private final long seed;
  private final ActivationStore store;
  private final Matrix evaluation;

  StoredActivations(MonosemanticConfig config, long seed) {
    this.config = config;
    this.seed = seed;
    store = open(config.data());
    evaluation = store.validation(0, config.data().evalSamples());
  }

  /**
   * Opens the store of a running cell.
   *
   * @throws UncheckedIOException if the store does not exist on this machine or is not the one that
   *     the settings name; the message is for users
   */
  private static ActivationStore open(DataSettings data) {
    try {
      ActivationStore store = ActivationStore.open(Path.of(data.path()));
      if (data.sha256() != null && !data.sha256().equals(store.manifest().sha256())) {
        throw new IOException("another store than when the run began");
      }
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(
          data.path() + ": " + e.getMessage() + "; executors must see it under this path", e);
    }
  }

  /**
   * Checks that a store fits the settings, and returns the settings with the store's hash, which
   * identifies it.
   *
   * @throws InvalidSettingException if the store does not exist or does not fit
   */
  static MonosemanticConfig fixed(MonosemanticConfig config) {
    DataSettings data = config.data();
    ActivationStore store;
    try {
      store = ActivationStore.open(Path.of(data.path()));
    } catch (IOException | InvalidPathException e) {
      throw new InvalidSettingException(PATH, data.path() + ": " + e.getMessage());
    }
    if (store.width() != data.dIn()) {
      throw new InvalidSettingException(
          "data.d_in", data.dIn() + " is not the width of " + data.path() + ": " + store.width());
    }
    if (store.trainRows() < config.sae().batch()) {
      throw new InvalidSettingException(
          "sae.batch",
          String.format(
              Locale.ROOT,
              "%d is more than the %d tokens of %s",
              config.sae().batch(),
              store.trainRows(),
              data.path()));
    }
    if (store.validationRows() < data.evalSamples()) {
      throw new InvalidSettingException(
          "data.eval_samples",
          String.format(
              Locale.ROOT,
              "%d is more than the %d held-out tokens of %s",
              data.evalSamples(),
              store.validationRows(),
              data.path()));
    }
    String sha256 = store.manifest().sha256();
    if (data.sha256() != null && !data.sha256().equals(sha256)) {
      throw new InvalidSettingException(
          "data.sha256", data.path() + " is another store: its hash is " + sha256);
    }
    return new MonosemanticConfig(config.preset(), data.withSha256(sha256), config.sae());
  }

  /**
   * The batches of a seed: samples of the store that the settings name, from a place on that the
   * seed determines.
   */
  private static final class Batches implements SaeBatches {
    private static final long serialVersionUID = 1L;

    private final DataSettings data;
    private final int size;
    private final long seed;
    private transient ActivationStore store; // opened once in each process

    Batches(DataSettings data, int size, long seed) {
      this.data = data;
      this.size = size;
      this.seed = seed;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Batches that
          && data.equals(that.data)
          && size == that.size
          && seed == that.seed;
    }

    @Override
    public int hashCode() {
      return Objects.hash(data, size, seed);
    }

    private synchronized ActivationStore store() {
      if (store == null) {
        store = open(data);
      }
      return store;
    }

    @Override
    public Matrix samples(int step, int from, int to) {
      ActivationStore store = store();
      long start = RowOrder.start(seed, store.trainRows());
      return store.train(start + (step - 1L) * size + from, to - from);
    }
  }

  @Override
  public SaeBatches batches() {
    return new Batches(config.data(), config.sae().batch(), seed);
  }

  @Override
  public Matrix evaluation(int most) {
    return evaluation.rows(0, Math.min(most, evaluation.rows()));
  }

  @Override
  public double meanNorm() {
    return store.manifest().statistics().meanNorm();
  }

  /**
   * The mean of the activations, which is the best reconstruction without active latents (Gao et
   * al. 2024 use the geometric median).
   */
  @Override
  public float[] center(double scale) {
    double[] mean = store.manifest().statistics().mean();
    float[] center = new float[mean.length];
    for (int i = 0; i < center.length; i++) {
      center[i] = (float) (mean[i] * scale);
    }
    return center;
  }

  @Override
  public Map<String, Double> measure(SaeTraining session) {
    EvaluatedCodes evaluated = EvaluatedCodes.of(config.sae(), session, evaluation);
    ReconstructionScore score = new ReconstructionScore(evaluated.codes().dSae());
    score.add(evaluation, evaluated.codes(), evaluated.decoded());
    return MonosemanticMetrics.withoutTruth(score);
  }
}
