package dev.polysweep.experiment.monosemantic;

import dev.polysweep.data.MiniBatches;
import dev.polysweep.engine.sae.SaeBatches;
import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.engine.sae.SaeTraining;
import dev.polysweep.math.Matrix;
import java.util.Map;

/**
 * Activations that are held in memory. Batches go through the training activations again and again,
 * each time in another order, which depends on the seed alone.
 */
final class MatrixActivations implements Activations {

  private final Batches batches;
  private final Matrix train;
  private final Matrix evaluation;

  /**
   * @param train the activations to train on, {@code [n, d_in]}
   * @param evaluation those to evaluate on, {@code [m, d_in]}
   * @param size samples of a batch
   * @param seed key of the orders
   */
  MatrixActivations(Matrix train, Matrix evaluation, int size, long seed) {
    this.train = train;
    this.evaluation = evaluation;
    batches = new Batches(new MiniBatches(train, train, size, seed));
  }

  private record Batches(MiniBatches of) implements SaeBatches {
    @Override
    public int size() {
      return of.samples();
    }

    @Override
    public Matrix samples(int step, int from, int to) {
      Matrix x = new Matrix(of.samples(), of.inputs());
      of.fill(step - 1, x, new Matrix(of.samples(), of.targets()));
      return x.rows(from, to);
    }
  }

  @Override
  public SaeBatches batches() {
    return batches;
  }

  @Override
  public Matrix evaluation(int most) {
    return most < evaluation.rows() ? evaluation.rows(0, most) : evaluation;
  }

  @Override
  public double meanNorm() {
    double sum = 0;
    for (int s = 0; s < train.rows(); s++) {
      double square = 0;
      for (int i = 0; i < train.cols(); i++) {
        square += (double) train.get(s, i) * train.get(s, i);
      }
      sum += Math.sqrt(square);
    }
    return sum / train.rows();
  }

  @Override
  public float[] center(double scale) {
    double[] mean = new double[train.cols()];
    for (int i = 0; i < train.data().length; i++) {
      mean[i % mean.length] += train.data()[i];
    }
    float[] center = new float[mean.length];
    for (int i = 0; i < center.length; i++) {
      center[i] = (float) (mean[i] / train.rows() * scale);
    }
    return center;
  }

  @Override
  public Map<String, Double> measure(SaeTraining session) {
    SaeCodes codes = session.encode(evaluation);
    ReconstructionScore score = new ReconstructionScore(codes.dSae());
    score.add(evaluation, codes, session.decode(codes));
    return MonosemanticMetrics.of(score);
  }
}
