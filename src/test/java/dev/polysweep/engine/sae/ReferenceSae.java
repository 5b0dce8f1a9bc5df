package dev.polysweep.engine.sae;

import dev.polysweep.math.Matrix;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The specification of a sparse autoencoder's step: straight loops in double precision. */
final class ReferenceSae {

  final SaePlan plan;
  final int dIn;
  final int dSae;
  double[][] wEnc; // [dIn][dSae]
  double[] bEnc;
  double[][] wDec; // [dSae][dIn]
  double[] bDec;
  double[] logTheta;
  final int[] silent;
  int steps;
  double runningThreshold = Double.NaN;

  // Of the last forward pass.
  double[][] z;
  double[][] a;
  double[][] aux;
  double[][] xHat;
  double[][] scaled;
  double mse;
  double sparsity;
  double auxLoss;

  // Of the last backward pass; decoder rows' parallel part removed.
  double[][] gradWEnc;
  double[] gradBEnc;
  double[][] gradWDec;
  double[] gradBDec;
  double[] gradLogTheta;

  private final double[][][] moments = new double[10][][];
  private final int[] taken;

  ReferenceSae(SaePlan plan) {
    this.plan = plan;
    dIn = plan.dIn();
    dSae = plan.dSae();
    wEnc = doubles(plan.initial().wEnc());
    wDec = doubles(plan.initial().wDec());
    bEnc = doubles(plan.initial().bEnc());
    bDec = doubles(plan.initial().bDec());
    if (plan.architecture() instanceof JumpRelu) {
      logTheta = doubles(plan.initial().threshold());
      Arrays.setAll(logTheta, f -> Math.log(logTheta[f]));
    }
    silent = new int[dSae];
    taken = new int[dSae + 1];
    normalize();
  }

  static double[][] doubles(Matrix m) {
    double[][] d = new double[m.rows()][m.cols()];
    for (int r = 0; r < m.rows(); r++) {
      for (int c = 0; c < m.cols(); c++) {
        d[r][c] = m.get(r, c);
      }
    }
    return d;
  }

  static double[] doubles(float[] v) {
    double[] d = new double[v.length];
    Arrays.setAll(d, i -> v[i]);
    return d;
  }

  private void normalize() {
    for (double[] row : wDec) {
      double norm = Math.sqrt(Arrays.stream(row).map(v -> v * v).sum());
      for (int i = 0; i < dIn; i++) {
        row[i] /= norm > 0 ? norm : 1;
      }
    }
  }

  boolean[] dead() {
    boolean[] dead = new boolean[dSae];
    for (int f = 0; f < dSae; f++) {
      dead[f] = silent[f] >= plan.deadWindow();
    }
    return dead;
  }

  double coefficient() {
    if (plan.architecture() instanceof L1 l1) {
      return l1.coefficient() * SaeOptimizer.warmUp(steps, l1.warmUpSteps());
    }
    if (plan.architecture() instanceof JumpRelu jump) {
      return jump.coefficient() * SaeOptimizer.warmUp(steps, jump.warmUpSteps());
    }
    return 0;
  }

  /** Forward pass in training; returns the loss. */
  double forward(Matrix x) {
    int n = x.rows();
    scaled = new double[n][dIn];
    z = new double[n][dSae];
    for (int s = 0; s < n; s++) {
      for (int i = 0; i < dIn; i++) {
        scaled[s][i] = x.get(s, i) * plan.inputScale();
      }
      for (int f = 0; f < dSae; f++) {
        double sum = bEnc[f];
        for (int i = 0; i < dIn; i++) {
          sum += (scaled[s][i] - bDec[i]) * wEnc[i][f];
        }
        z[s][f] = sum;
      }
    }
    a = new double[n][dSae];
    aux = new double[n][dSae];
    choose(n);
    xHat = decode(a, bDec);
    mse = 0;
    sparsity = 0;
    auxLoss = 0;
    for (int s = 0; s < n; s++) {
      for (int i = 0; i < dIn; i++) {
        mse += square(scaled[s][i] - xHat[s][i]) / n;
      }
      for (int f = 0; f < dSae; f++) {
        sparsity +=
            coefficient() * (plan.architecture() instanceof L1 ? a[s][f] : a[s][f] > 0 ? 1 : 0) / n;
      }
    }
    double[][] residual = decode(aux, new double[dIn]);
    for (int s = 0; s < n; s++) {
      for (int i = 0; i < dIn; i++) {
        auxLoss += alpha() * square(residual[s][i] - (scaled[s][i] - xHat[s][i])) / n;
      }
    }
    return mse + sparsity + auxLoss;
  }

  private double alpha() {
    boolean any = false;
    for (boolean d : dead()) {
      any |= d;
    }
    if (!any) {
      return 0;
    }
    if (plan.architecture() instanceof TopK top) {
      return top.aux().k() > 0 ? top.aux().coefficient() : 0;
    }
    if (plan.architecture() instanceof BatchTopK top) {
      return top.aux().k() > 0 ? top.aux().coefficient() : 0;
    }
    return 0;
  }

  private static double square(double v) {
    return v * v;
  }

  private void choose(int n) {
    if (plan.architecture() instanceof L1) {
      each(n, (s, f) -> a[s][f] = Math.max(z[s][f], 0));
    } else if (plan.architecture() instanceof JumpRelu) {
      each(n, (s, f) -> a[s][f] = z[s][f] > Math.exp(logTheta[f]) ? z[s][f] : 0);
    } else if (plan.architecture() instanceof TopK top) {
      for (int s = 0; s < n; s++) {
        largest(z[s], a[s], new boolean[0], top.k());
        largest(z[s], aux[s], dead(), top.aux().k());
      }
    } else if (plan.architecture() instanceof BatchTopK top) {
      double[] all = Arrays.stream(z).flatMapToDouble(Arrays::stream).toArray();
      double[] kept = new double[all.length];
      largest(all, kept, new boolean[0], (int) (n * top.k()));
      each(n, (s, f) -> a[s][f] = kept[s * dSae + f]);
      double least = Arrays.stream(kept).filter(v -> v > 0).min().orElse(0);
      runningThreshold =
          Double.isNaN(runningThreshold)
              ? least
              : runningThreshold + top.thresholdRate() * (least - runningThreshold);
      for (int s = 0; s < n; s++) {
        largest(z[s], aux[s], dead(), top.aux().k());
      }
    }
  }

  private static void largest(double[] from, double[] to, boolean[] allowed, int k) {
    IntStream.range(0, from.length)
        .boxed()
        .filter(f -> from[f] > 0 && (allowed.length == 0 || allowed[f]))
        .sorted(Comparator.comparingDouble((Integer f) -> -from[f]).thenComparing(f -> f))
        .limit(k)
        .forEach(f -> to[f] = from[f]);
  }

  interface Entry {
    void at(int s, int f);
  }

  private void each(int n, Entry entry) {
    for (int s = 0; s < n; s++) {
      for (int f = 0; f < dSae; f++) {
        entry.at(s, f);
      }
    }
  }

  double[][] decode(double[][] acts, double[] bias) {
    double[][] out = new double[acts.length][];
    for (int s = 0; s < acts.length; s++) {
      out[s] = bias.clone();
      for (int f = 0; f < dSae; f++) {
        for (int i = 0; acts[s][f] != 0 && i < dIn; i++) {
          out[s][i] += acts[s][f] * wDec[f][i];
        }
      }
    }
    return out;
  }

  /** Gradients of the last forward pass. */
  void backward() {
    int n = a.length;
    gradWEnc = new double[dIn][dSae];
    gradBEnc = new double[dSae];
    gradWDec = new double[dSae][dIn];
    gradBDec = new double[dIn];
    gradLogTheta = new double[dSae];
    double[][] residual = decode(aux, new double[dIn]);
    double alpha = alpha();
    for (int s = 0; s < n; s++) {
      double[] g = new double[dIn];
      double[] h = new double[dIn];
      for (int i = 0; i < dIn; i++) {
        g[i] = 2 * (xHat[s][i] - scaled[s][i]) / n;
        h[i] = 2 * alpha * (residual[s][i] - (scaled[s][i] - xHat[s][i])) / n;
        gradBDec[i] += g[i];
      }
      for (int f = 0; f < dSae; f++) {
        double gz = latent(s, f, g, n);
        for (int i = 0; i < dIn; i++) {
          gradWDec[f][i] += a[s][f] * g[i] + aux[s][f] * h[i];
          gz += aux[s][f] > 0 ? h[i] * wDec[f][i] : 0;
        }
        gradBEnc[f] += gz;
        for (int i = 0; i < dIn; i++) {
          gradWEnc[i][f] += gz * (scaled[s][i] - bDec[i]);
          gradBDec[i] -= gz * wEnc[i][f];
        }
      }
    }
    for (int f = 0; f < dSae; f++) {
      double along = 0;
      for (int i = 0; i < dIn; i++) {
        along += gradWDec[f][i] * wDec[f][i];
      }
      for (int i = 0; i < dIn; i++) {
        gradWDec[f][i] -= along * wDec[f][i];
      }
    }
  }

  private double latent(int s, int f, double[] g, int n) {
    double ga = 0;
    for (int i = 0; i < dIn; i++) {
      ga += g[i] * wDec[f][i];
    }
    if (plan.architecture() instanceof JumpRelu jump) {
      double theta = Math.exp(logTheta[f]);
      if (Math.abs(z[s][f] - theta) < jump.bandwidth() / 2) {
        gradLogTheta[f] -= theta * (theta * ga + coefficient() / n) / jump.bandwidth();
      }
    }
    if (a[s][f] <= 0) {
      return 0;
    }
    return plan.architecture() instanceof L1 ? ga + coefficient() / n : ga;
  }

  /** One step of Adam and the constraint on the decoder. */
  void step(Matrix x) {
    forward(x);
    backward();
    Arrays.setAll(taken, i -> taken[i] + 1);
    for (int f = 0; f < dSae; f++) {
      for (int i = 0; i < dIn; i++) {
        wEnc[i][f] -= adam(0, dIn, dSae, i, f, gradWEnc[i][f], taken[f]);
        wDec[f][i] -= adam(2, dSae, dIn, f, i, gradWDec[f][i], taken[f]);
      }
      bEnc[f] -= adam(4, 1, dSae, 0, f, gradBEnc[f], taken[f]);
      if (logTheta != null) {
        logTheta[f] -= adam(6, 1, dSae, 0, f, gradLogTheta[f], taken[f]);
      }
    }
    for (int i = 0; i < dIn; i++) {
      bDec[i] -= adam(8, 1, dIn, 0, i, gradBDec[i], taken[dSae]);
    }
    normalize();
    steps++;
    for (int f = 0; f < dSae; f++) {
      int latent = f;
      silent[f] = Arrays.stream(a).anyMatch(row -> row[latent] > 0) ? 0 : silent[f] + 1;
    }
  }

  private double adam(int slot, int rows, int cols, int r, int c, double g, int t) {
    if (moments[slot] == null) {
      moments[slot] = new double[rows][cols];
      moments[slot + 1] = new double[rows][cols];
    }
    SaeOptimizer spec = plan.optimizer();
    double m = spec.beta1() * moments[slot][r][c] + (1 - spec.beta1()) * g;
    double v = spec.beta2() * moments[slot + 1][r][c] + (1 - spec.beta2()) * g * g;
    moments[slot][r][c] = m;
    moments[slot + 1][r][c] = v;
    double root = Math.sqrt(v / (1 - Math.pow(spec.beta2(), t)));
    return spec.rate(steps) * m / (1 - Math.pow(spec.beta1(), t)) / (root + spec.eps());
  }
}
