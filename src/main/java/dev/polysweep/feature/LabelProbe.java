package dev.polysweep.feature;

import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.engine.sae.TrainedSae;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.LogisticProbe;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A linear probe for a label, a control for features: what a direction in the activations can
 * detect if it is told the labels. A token is predicted to bear the label where x·direction +
 * offset &gt; 0. The offset is that of the largest F1 on the sample that the direction is fitted
 * to.
 *
 * @param kind how the direction is found
 * @param label index of the label in {@link LabelSet#labels}
 * @param direction {@code [width]}
 * @param offset minus the threshold of x·direction
 */
public record LabelProbe(Kind kind, int label, float[] direction, float offset)
    implements Serializable {

  /** Ways to find the direction. */
  public enum Kind {
    /** The mean activation with the label minus the mean activation without it. */
    DIFFERENCE_OF_MEANS,
    /** The direction of {@link LogisticProbe}. */
    LOGISTIC
  }

  /**
   * Fits a probe.
   *
   * @return empty if all tokens of the sample bear the label, or none
   */
  public static Optional<LabelProbe> of(Kind kind, ProbeSample sample, LabelSet labels, int label) {
    boolean[] bears = sample.bears(labels.labels().get(label));
    boolean both = false;
    for (boolean b : bears) {
      both |= b != bears[0];
    }
    if (!both) {
      return Optional.empty();
    }
    double[] direction =
        kind == Kind.LOGISTIC
            ? LogisticProbe.of(sample.activations(), bears, sample.weight()).direction()
            : meanDifference(sample, bears);
    float[] rounded = new float[direction.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) direction[i];
    }
    return Optional.of(
        new LabelProbe(kind, label, rounded, (float) -threshold(sample, bears, rounded)));
  }

  private static double[] meanDifference(ProbeSample sample, boolean[] bears) {
    Matrix x = sample.activations();
    double[][] sums = new double[2][x.cols()];
    double[] weight = new double[2];
    for (int t = 0; t < bears.length; t++) {
      int side = bears[t] ? 1 : 0;
      weight[side] += sample.weight()[t];
      for (int i = 0; i < x.cols(); i++) {
        sums[side][i] += sample.weight()[t] * x.get(t, i);
      }
    }
    double[] difference = new double[x.cols()];
    Arrays.setAll(difference, i -> sums[1][i] / weight[1] - sums[0][i] / weight[0]);
    return difference;
  }

  /**
   * The threshold with the largest F1, halfway between two projections; of equal ones the largest.
   */
  private static double threshold(ProbeSample sample, boolean[] bears, float[] direction) {
    Matrix x = sample.activations();
    double[] projection = new double[bears.length];
    double relevant = 0;
    for (int t = 0; t < bears.length; t++) {
      for (int i = 0; i < direction.length; i++) {
        projection[t] += (double) x.get(t, i) * direction[i];
      }
      relevant += bears[t] ? sample.weight()[t] : 0;
    }
    Integer[] order = new Integer[bears.length];
    Arrays.setAll(order, t -> t);
    Arrays.sort(order, Comparator.comparingDouble(t -> -projection[t]));
    double hits = 0;
    double said = 0;
    double most = -1;
    double best = projection[order[0]];
    for (int j = 0; j < order.length; j++) {
      int t = order[j];
      said += sample.weight()[t];
      hits += bears[t] ? sample.weight()[t] : 0;
      double next = j + 1 < order.length ? projection[order[j + 1]] : projection[t] - 1;
      double f1 = 2 * hits / (said + relevant);
      if (next < projection[t] && f1 > most) {
        most = f1;
        best = (projection[t] + next) / 2;
      }
    }
    return best;
  }

  /**
   * Probes as a dictionary, whose feature i is active where probe i predicts its label.
   *
   * @param probes at least one, of one width
   */
  public static Dictionary dictionary(List<LabelProbe> probes) {
    int width = probes.get(0).direction.length;
    Matrix wEnc = new Matrix(width, probes.size());
    float[] bEnc = new float[probes.size()];
    for (int f = 0; f < bEnc.length; f++) {
      bEnc[f] = probes.get(f).offset;
      for (int i = 0; i < width; i++) {
        wEnc.set(i, f, probes.get(f).direction[i]);
      }
    }
    Matrix wDec = new Matrix(probes.size(), width); // they reconstruct nothing
    return Dictionary.of(
        "probes", TrainedSae.relu(new SaeParameters(wEnc, bEnc, wDec, new float[width], null)));
  }
}
