package dev.polysweep.feature;

import dev.polysweep.math.Matrix;
import dev.polysweep.transformer.SplicedModel;
import dev.polysweep.transformer.WindowTensor;
import java.util.Arrays;
import java.util.List;

/**
 * What a feature does to the model's predictions: by how much the logits at the last token of a
 * window change when a step along the feature's decoder row is added to the activation there. The
 * step runs through everything that is behind the tap, the unembedding last. Effects are averaged
 * over windows, and the mean over the vocabulary, which no probability depends on, is taken off.
 * Not thread-safe.
 */
public final class LogitEffects {

  private static final int BATCH = 128;

  private final SplicedModel model;
  private final List<int[]> windows;

  /**
   * @param model the model; the caller closes it
   * @param windows token ids of the windows, each of at least one token
   */
  public LogitEffects(SplicedModel model, List<int[]> windows) {
    this.model = model;
    this.windows = windows;
  }

  /**
   * Computes the effects of steps.
   *
   * @param steps what is added to the activation, a step a row, {@code [n, width]}
   * @return the change of each token's logit in nats, {@code [n][vocabulary]}
   * @throws dev.polysweep.transformer.TransformerException if the model fails on a window
   */
  public double[][] of(Matrix steps) {
    double[][] effects = new double[steps.rows()][];
    for (int from = 0; from < steps.rows(); from += BATCH) {
      int to = Math.min(steps.rows(), from + BATCH);
      for (int[] window : windows) {
        add(steps, from, to, window, effects);
      }
    }
    for (double[] effect : effects) {
      double mean = Arrays.stream(effect).average().orElse(0);
      for (int i = 0; i < effect.length; i++) {
        effect[i] = (effect[i] - mean) / windows.size();
      }
    }
    return effects;
  }

  /** Adds the effects of some steps in one window; the first row of the batch has no step. */
  private void add(Matrix steps, int from, int to, int[] window, double[][] effects) {
    int[][] batch = new int[to - from + 1][];
    Arrays.fill(batch, window);
    WindowTensor activation = model.activations(batch);
    int last = window.length - 1;
    for (int row = from; row < to; row++) {
      int at = activation.offset(row - from + 1, last);
      for (int i = 0; i < activation.width(); i++) {
        activation.values()[at + i] += steps.get(row, i);
      }
    }
    WindowTensor logits = model.logits(batch, activation);
    int plain = logits.offset(0, last);
    for (int row = from; row < to; row++) {
      if (effects[row] == null) {
        effects[row] = new double[logits.width()];
      }
      int at = logits.offset(row - from + 1, last);
      for (int i = 0; i < logits.width(); i++) {
        effects[row][i] += (double) logits.values()[at + i] - logits.values()[plain + i];
      }
    }
  }
}
