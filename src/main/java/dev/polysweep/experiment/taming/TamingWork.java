package dev.polysweep.experiment.taming;

import dev.polysweep.experiment.CellRun;
import dev.polysweep.math.Matrix;

/**
 * One cell while it runs: its settings, its data and, once its network is trained, the hidden
 * activations.
 */
final class TamingWork {

  final CellRun<TamingConfig> run;
  final TamingConfig config;
  final TamingData data;

  /** Index of the last hidden layer. */
  final int lastHidden;

  /** Last hidden activations of the training rows, {@code [training, hidden]}. */
  Matrix acts;

  /** Last hidden activations of the validation rows, {@code [validation, hidden]}. */
  Matrix valActs;

  /** Measures the polysemanticity index, once the network is trained; null unless it is wanted. */
  TamingPsi psi;

  TamingWork(CellRun<TamingConfig> run, TamingData data) {
    this.run = run;
    this.config = run.config();
    this.data = data;
    lastHidden = config.mlp().layers() - 2;
  }
}
