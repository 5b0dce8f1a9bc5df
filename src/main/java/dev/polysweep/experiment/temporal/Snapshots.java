package dev.polysweep.experiment.temporal;

import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.math.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Snapshots of the network's parameters at measurements of PSI, before interventions. A snapshot is
 * one row that holds W1, b1, W2, b2, W3, b3 one after the other, with each matrix {@code [outputs,
 * inputs]} in row-major order.
 */
final class Snapshots {

  private Snapshots() {}

  /**
   * The epochs whose snapshots are kept: those of all measurements, or of as many as the
   * configuration says, evenly spread.
   */
  static List<Integer> epochs(TemporalConfig config) {
    int every = config.measureEvery();
    int measurements = config.epochs() / every;
    int kept = Math.min(config.snapshots(), measurements);
    TreeSet<Integer> epochs = new TreeSet<>();
    for (int k = 0; k < kept; k++) {
      long of = kept == 1 ? measurements - 1 : Math.round(k * (measurements - 1.0) / (kept - 1));
      epochs.add((int) (of + 1) * every);
    }
    return List.copyOf(epochs);
  }

  /** The name of a snapshot in the table {@code arrays}. */
  static String name(int epoch) {
    return String.format(Locale.ROOT, "theta_%06d", epoch);
  }

  /** Puts all parameters into one row. */
  static Matrix of(List<LayerParameters> layers) {
    List<float[]> parts = new ArrayList<>();
    for (LayerParameters layer : layers) {
      parts.add(layer.weight().data());
      parts.add(layer.bias());
    }
    float[] theta = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, theta, at, part.length);
      at += part.length;
    }
    return new Matrix(1, theta.length, theta);
  }
}
