package dev.polysweep.experiment.monosemantic;

import dev.polysweep.data.SparseSamples;
import dev.polysweep.data.TrueFeatures;
import dev.polysweep.engine.sae.SaeBatches;
import dev.polysweep.engine.sae.SaeTraining;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.dictionary.DictionaryMatch;
import java.util.Map;
import java.util.stream.IntStream;

/** Activations made of known features, drawn anew at each step. */
final class SyntheticActivations implements Activations {

  /** Number of the batch that metrics are measured on. Training batches are counted from 0. */
  private static final int EVALUATION = -1;

  private final MonosemanticConfig config;
  private final long seed;
  private final TrueFeatures truth;

  SyntheticActivations(MonosemanticConfig config, long seed) {
    this(config, seed, MonosemanticData.truth(config.data(), seed));
  }

  /** Makes activations of given true features instead of those that the settings describe. */
  SyntheticActivations(MonosemanticConfig config, long seed, TrueFeatures truth) {
    this.config = config;
    this.seed = seed;
    this.truth = truth;
  }

  /**
   * The batches of a seed. The true features are not serialised but made again from the seed on
   * each machine.
   */
  private static final class Batches implements SaeBatches {
    private static final long serialVersionUID = 1L;

    /** Fewest samples that are worth a thread. */
    private static final int SHARE = 64;

    private final DataSettings data;
    private final int size;
    private final int threads;
    private final long seed;
    private transient TrueFeatures truth;

    Batches(MonosemanticConfig config, long seed, TrueFeatures truth) {
      this.data = config.data();
      this.size = config.sae().batch();
      this.threads = config.sae().threads();
      this.seed = seed;
      this.truth = truth;
    }

    @Override
    public int size() {
      return size;
    }

    /** A sample depends on its own number alone, so threads may draw some each. */
    @Override
    public Matrix samples(int step, int from, int to) {
      TrueFeatures source = truth();
      int parts = Math.max(1, Math.min(threads, (to - from) / SHARE));
      if (parts == 1) {
        return source.samples(step - 1, from, to).x();
      }
      Matrix x = new Matrix(to - from, data.dIn());
      IntStream.range(0, parts)
          .parallel()
          .forEach(
              p -> {
                int begin = from + (int) ((long) (to - from) * p / parts);
                int end = from + (int) ((long) (to - from) * (p + 1) / parts);
                float[] part = source.samples(step - 1, begin, end).x().data();
                System.arraycopy(part, 0, x.data(), (begin - from) * x.cols(), part.length);
              });
      return x;
    }

    private synchronized TrueFeatures truth() {
      if (truth == null) {
        truth = MonosemanticData.truth(data, seed);
      }
      return truth;
    }
  }

  @Override
  public SaeBatches batches() {
    return new Batches(config, seed, truth);
  }

  @Override
  public Matrix evaluation(int most) {
    return truth.samples(EVALUATION, Math.min(most, config.data().evalSamples())).x();
  }

  @Override
  public double meanNorm() {
    double sum = 0;
    int all = config.data().evalSamples();
    for (int from = 0; from < all; from += config.sae().batch()) {
      int to = Math.min(all, from + config.sae().batch());
      Matrix x = truth.samples(EVALUATION, from, to).x();
      for (int s = 0; s < x.rows(); s++) {
        double square = 0;
        for (int i = 0; i < x.cols(); i++) {
          square += (double) x.get(s, i) * x.get(s, i);
        }
        sum += Math.sqrt(square);
      }
    }
    return sum / all;
  }

  @Override
  public float[] center(double scale) {
    return new float[config.data().dIn()];
  }

  /** The |cosine| of each latent to its nearest feature, {@code truth_cosine [1, d_sae]}. */
  @Override
  public Map<String, Matrix> compared(Matrix decoder) {
    return Map.of("truth_cosine", DictionaryMatch.nearestCosines(truth.features(), decoder));
  }

  @Override
  public Map<String, Double> measure(SaeTraining session) {
    TruthScore score = new TruthScore(truth.features(), truth.parents(), session.parameters());
    int all = config.data().evalSamples();
    for (int from = 0; from < all; from += config.sae().batch()) {
      SparseSamples samples =
          truth.samples(EVALUATION, from, Math.min(all, from + config.sae().batch()));
      EvaluatedCodes evaluated = EvaluatedCodes.of(config.sae(), session, samples.x());
      score.add(samples, evaluated.codes(), evaluated.decoded());
    }
    return MonosemanticMetrics.of(score);
  }
}
