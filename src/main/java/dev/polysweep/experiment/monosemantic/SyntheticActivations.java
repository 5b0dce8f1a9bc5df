package dev.polysweep.experiment.monosemantic;

import dev.polysweep.data.SparseSamples;
import dev.polysweep.data.SyntheticDictionary;
import dev.polysweep.engine.sae.SaeBatches;
import dev.polysweep.engine.sae.SaeTraining;
import dev.polysweep.math.Matrix;
import java.util.Map;

/** Activations made of known features, drawn anew at each step. */
final class SyntheticActivations implements Activations {

  /** Number of the batch that metrics are measured on. Training batches are counted from 0. */
  private static final int EVALUATION = -1;

  private final MonosemanticConfig config;
  private final long seed;
  private final SyntheticDictionary truth;
  private final SparseSamples evaluation;

  SyntheticActivations(MonosemanticConfig config, long seed) {
    this.config = config;
    this.seed = seed;
    truth = MonosemanticData.truth(config.data(), seed);
    evaluation = truth.samples(EVALUATION, config.data().evalSamples());
  }

  /**
   * The batches of a seed. The true features are not serialised but made again from the seed on
   * each machine.
   */
  private static final class Batches implements SaeBatches {
    private static final long serialVersionUID = 1L;
    private final MonosemanticConfig.Data data;
    private final int size;
    private final long seed;
    private transient SyntheticDictionary truth;

    Batches(MonosemanticConfig config, long seed, SyntheticDictionary truth) {
      this.data = config.data();
      this.size = config.sae().batch();
      this.seed = seed;
      this.truth = truth;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public synchronized Matrix samples(int step, int from, int to) {
      if (truth == null) {
        truth = MonosemanticData.truth(data, seed);
      }
      Matrix batch = truth.samples(step - 1, size).x();
      return from == 0 && to == size ? batch : batch.rows(from, to);
    }
  }

  @Override
  public SaeBatches batches() {
    return new Batches(config, seed, truth);
  }

  @Override
  public Matrix evaluation() {
    return evaluation.x();
  }

  @Override
  public double meanNorm() {
    Matrix x = evaluation.x();
    double sum = 0;
    for (int s = 0; s < x.rows(); s++) {
      double square = 0;
      for (int i = 0; i < x.cols(); i++) {
        square += (double) x.get(s, i) * x.get(s, i);
      }
      sum += Math.sqrt(square);
    }
    return sum / x.rows();
  }

  @Override
  public float[] center(double scale) {
    return new float[config.data().dIn()];
  }

  @Override
  public Map<String, Double> measure(SaeTraining session) {
    return MonosemanticMetrics.against(truth.features(), evaluation, session);
  }
}
