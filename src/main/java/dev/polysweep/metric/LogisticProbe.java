package dev.polysweep.metric;

import dev.polysweep.math.Matrix;

/**
 * Logistic regression as a linear probe: the direction w and the offset b that minimise
 *
 * <pre>(1/V)·Σ_s v_s·ln(1 + exp(−y_s·(u_s·w + b))) + ‖w‖²/(2n)</pre>
 *
 * over n samples with labels y = ±1 and weights v of the sum V. Here u are the activations with
 * weighted mean 0 and standard deviation 1 in every dimension; those that do not vary are left out.
 * The penalty is that of scikit-learn's default, C = 1. The minimum is found by Newton steps whose
 * equations conjugate gradients solve roughly (Lin, Weng and Keerthi 2008), until the gradient is
 * {@value #SMALL} of what it was, and at most {@value #STEPS} of them. All sums have one order, so
 * results are the same on every machine.
 *
 * @param direction direction in which the log odds rise, for activations as they are, {@code
 *     [width]}
 * @param offset the log odds of x are x·direction + offset
 */
public record LogisticProbe(double[] direction, double offset) {

  private static final double SMALL = 1e-3;
  private static final int STEPS = 20;
  private static final double ROUGH = 0.1;
  private static final int MOST_DIRECTIONS = 40; // of conjugate gradients
  private static final double ARMIJO = 1e-4;
  private static final double SHORTEST = 1e-6;
  private static final double CONSTANT = 1e-20; // of the mean's square, which rounding leaves

  /**
   * Fits the probe.
   *
   * @param x activations, {@code [samples, width]}; not changed
   * @param positive which samples bear the label, {@code [samples]}
   * @param weight weight of each sample, above 0, {@code [samples]}
   * @throws IllegalArgumentException if the numbers of samples differ, or all have one label
   */
  public static LogisticProbe of(Matrix x, boolean[] positive, double[] weight) {
    if (x.rows() != positive.length || x.rows() != weight.length) {
      throw new IllegalArgumentException(
          "a probe needs a label and a weight for each sample, not "
              + positive.length
              + " and "
              + weight.length
              + " for "
              + x);
    }
    return new Fit(x, positive, weight).run();
  }

  /** The problem in standardised dimensions; its vectors hold w and then b, {@code [width + 1]}. */
  private static final class Fit {
    private final Matrix x;
    private final int width;
    private final boolean[] positive;
    private final double[] share; // of each sample in the loss
    private final double[] mean;
    private final double[] inverse; // of the standard deviations; 0 where nothing varies

    Fit(Matrix x, boolean[] positive, double[] weight) {
      this.x = x;
      this.positive = positive;
      width = x.cols();
      double total = 0;
      for (double v : weight) {
        total += v;
      }
      share = new double[weight.length];
      mean = new double[width];
      double[] square = new double[width];
      for (int s = 0; s < share.length; s++) {
        share[s] = weight[s] / total;
        for (int i = 0; i < width; i++) {
          mean[i] += share[s] * x.get(s, i);
        }
      }
      for (int s = 0; s < share.length; s++) {
        for (int i = 0; i < width; i++) {
          double d = x.get(s, i) - mean[i];
          square[i] += share[s] * d * d;
        }
      }
      inverse = new double[width];
      for (int i = 0; i < width; i++) {
        inverse[i] = square[i] > CONSTANT * mean[i] * mean[i] ? 1 / Math.sqrt(square[i]) : 0;
      }
    }

    LogisticProbe run() {
      double[] at = new double[width + 1];
      at[width] = priorLogOdds();
      double[] odds = product(at);
      double first = Double.NaN;
      for (int step = 0; step < STEPS; step++) {
        double[] curvature = new double[share.length];
        double[] gradient = gradient(at, odds, curvature);
        double norm = Math.sqrt(dot(gradient, gradient));
        first = step == 0 ? norm : first;
        if (!(norm > SMALL * first)) {
          break;
        }
        double[] move = solve(curvature, gradient);
        double[] change = product(move);
        double scale = scale(at, odds, move, change, dot(gradient, move));
        if (scale == 0) {
          break; // rounding leaves nothing to gain
        }
        add(at, scale, move);
        add(odds, scale, change);
      }
      double[] direction = new double[width];
      double offset = at[width];
      for (int i = 0; i < width; i++) {
        direction[i] = at[i] * inverse[i];
        offset -= direction[i] * mean[i];
      }
      return new LogisticProbe(direction, offset);
    }

    private double priorLogOdds() {
      double p = 0;
      for (int s = 0; s < share.length; s++) {
        p += positive[s] ? share[s] : 0;
      }
      if (!(p > 0 && p < 1)) {
        throw new IllegalArgumentException("a probe needs samples with the label and without it");
      }
      return StrictMath.log(p / (1 - p));
    }

    /** The log odds u·w + b of each sample. */
    private double[] product(double[] vector) {
      double[] scaled = new double[width];
      double offset = vector[width];
      for (int i = 0; i < width; i++) {
        scaled[i] = vector[i] * inverse[i];
        offset -= scaled[i] * mean[i];
      }
      float[] data = x.data();
      double[] odds = new double[share.length];
      for (int s = 0; s < odds.length; s++) {
        int row = s * width;
        double even = 0; // two sums, as one would wait for itself
        double odd = 0;
        for (int i = 1; i < width; i += 2) {
          even += scaled[i - 1] * data[row + i - 1];
          odd += scaled[i] * data[row + i];
        }
        if (width % 2 == 1) {
          even += scaled[width - 1] * data[row + width - 1];
        }
        odds[s] = offset + even + odd;
      }
      return odds;
    }

    /** Σ_s factor_s·(u_s, 1). */
    private double[] transposed(double[] factor) {
      float[] data = x.data();
      double[] sums = new double[width + 1];
      for (int s = 0; s < factor.length; s++) {
        double f = factor[s];
        int row = s * width;
        sums[width] += f;
        for (int i = 0; i < width; i++) {
          sums[i] += f * data[row + i];
        }
      }
      for (int i = 0; i < width; i++) {
        sums[i] = inverse[i] * (sums[i] - mean[i] * sums[width]);
      }
      return sums;
    }

    /**
     * The gradient.
     *
     * @param curvature receives the second derivative of each sample's loss by its log odds
     */
    private double[] gradient(double[] at, double[] odds, double[] curvature) {
      double[] residual = new double[odds.length];
      for (int s = 0; s < odds.length; s++) {
        double p = 1 / (1 + StrictMath.exp(-odds[s]));
        residual[s] = share[s] * (p - (positive[s] ? 1 : 0));
        curvature[s] = share[s] * p * (1 - p);
      }
      double[] gradient = transposed(residual);
      for (int i = 0; i < width; i++) {
        gradient[i] += at[i] / share.length;
      }
      return gradient;
    }

    private double[] hessian(double[] curvature, double[] vector) {
      double[] along = product(vector);
      for (int s = 0; s < along.length; s++) {
        along[s] *= curvature[s];
      }
      double[] result = transposed(along);
      for (int i = 0; i < width; i++) {
        result[i] += vector[i] / share.length;
      }
      return result;
    }

    /** Conjugate gradients for H·move = −gradient, from 0, to a tenth of the gradient. */
    private double[] solve(double[] curvature, double[] gradient) {
      double[] move = new double[width + 1];
      double[] left = new double[width + 1];
      add(left, -1, gradient);
      double[] along = left.clone();
      double square = dot(left, left);
      double enough = ROUGH * ROUGH * square;
      for (int i = 0; i < MOST_DIRECTIONS && square > enough; i++) {
        double[] image = hessian(curvature, along);
        double bend = dot(along, image);
        if (!(bend > 0)) {
          break; // every sample is certain
        }
        add(move, square / bend, along);
        add(left, -square / bend, image);
        double next = dot(left, left);
        for (int j = 0; j <= width; j++) {
          along[j] = left[j] + next / square * along[j];
        }
        square = next;
      }
      return move;
    }

    /** The first of 1, ½, ¼ … by which the loss falls as its slope promises; 0 if none does. */
    private double scale(double[] at, double[] odds, double[] move, double[] change, double slope) {
      double now = loss(at, odds, move, change, 0);
      for (double scale = 1; scale > SHORTEST; scale /= 2) {
        if (loss(at, odds, move, change, scale) <= now + ARMIJO * scale * slope) {
          return scale;
        }
      }
      return 0;
    }

    private double loss(double[] at, double[] odds, double[] move, double[] change, double scale) {
      double loss = 0;
      for (int s = 0; s < odds.length; s++) {
        double margin = (odds[s] + scale * change[s]) * (positive[s] ? 1 : -1);
        loss +=
            share[s] * (Math.max(0, -margin) + StrictMath.log1p(StrictMath.exp(-Math.abs(margin))));
      }
      for (int i = 0; i < width; i++) {
        double w = at[i] + scale * move[i];
        loss += w * w / (2 * share.length);
      }
      return loss;
    }

    private static double dot(double[] a, double[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += a[i] * b[i];
      }
      return sum;
    }

    private static void add(double[] to, double factor, double[] vector) {
      for (int i = 0; i < to.length; i++) {
        to[i] += factor * vector[i];
      }
    }
  }
}
