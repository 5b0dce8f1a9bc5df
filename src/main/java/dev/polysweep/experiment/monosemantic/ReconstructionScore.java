package dev.polysweep.experiment.monosemantic;

import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.ReconstructionError;
import dev.polysweep.metric.dictionary.Shrinkage;

/** The metrics of reconstruction and sparsity, which need no truth, over batches of samples. */
final class ReconstructionScore {

  private final ReconstructionError error = new ReconstructionError();
  private final Shrinkage shrinkage = new Shrinkage();
  private final boolean[] alive;
  private long samples;
  private long entries;

  ReconstructionScore(int dSae) {
    alive = new boolean[dSae];
  }

  /**
   * Adds a batch.
   *
   * @param x {@code [samples, d_in]}
   * @param decoded reconstructions, {@code [samples, d_in]}
   */
  void add(Matrix x, SaeCodes codes, Matrix decoded) {
    error.add(x, decoded);
    shrinkage.add(x, decoded);
    for (int j = 0; j < codes.entries(); j++) {
      alive[codes.latent()[j]] = true;
    }
    samples += codes.rows();
    entries += codes.entries();
  }

  double explainedVariance() {
    return error.explainedVariance();
  }

  double mse() {
    return error.mse();
  }

  double shrinkage() {
    return shrinkage.value();
  }

  double l0() {
    return (double) entries / samples;
  }

  int dead() {
    int dead = 0;
    for (boolean lives : alive) {
      dead += lives ? 0 : 1;
    }
    return dead;
  }
}
