package dev.polysweep.engine.sae;

import dev.polysweep.engine.sae.SaeConstraints.Decoder;
import dev.polysweep.math.Matrix;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The loss of a training step of any plan, in plain loops and double precision, and its derivatives
 * by central differences. What training treats as constant is taken at the point where the
 * derivatives are: which latents are active, the weights of samples, the error that AuxK
 * reconstructs, the decoder of what open gates reconstruct, and below a detached level the levels
 * inside it. A straight-through estimate is the derivative of an activation, or of a penalty, to
 * which a term is added that is 0 at that point.
 */
final class PlainSae {

  private final SaePlan plan;
  private final SaeArchitecture now;
  private final Matrix x;
  private final boolean[] dead;
  private final SaeNesting nesting;
  private final double factor;
  private final int dIn;
  private final int dSae;
  private final int n;

  /** W_enc by latent, W_dec, b_enc, b_dec, and r_mag and b_mag or what is trained of θ. */
  final double[] parameters;

  private final boolean thresholds;
  private Constants constants; // null while they are taken

  /** What is constant for the derivatives. */
  private static final class Constants {
    boolean[][][] active; // [rounds][n][dSae]
    double[][] z; // [n][dSae] of the last round
    double[] theta; // [dSae]
    boolean[][][] auxActive; // [groups][n][dSae]
    double[][][] below; // [levels][n][dIn] reconstruction
    double[][] share; // [levels][n]
    double[][][] error; // [levels][n][dIn]
    double[][] centred; // [n][dIn]
    double[][] directions; // [dSae][dIn]
    double[] decoderBias; // [dIn]
  }

  /**
   * @param state the state before the step
   */
  PlainSae(SaePlan plan, SaeState state, Matrix x) {
    this.plan = plan;
    this.x = x;
    now = plan.architecture().at(state.steps(), state.memory());
    nesting = now.nesting(state.steps(), plan.seed(), state.frequency());
    factor = now.coefficient(state.steps()) * state.control().factor();
    dIn = plan.dIn();
    dSae = plan.dSae();
    n = x.rows();
    dead = new boolean[dSae];
    for (int f = 0; f < dSae; f++) {
      dead[f] = state.silentSteps()[f] >= plan.deadWindow();
    }
    SaeParameters p = state.parameters();
    parameters = new double[2 * dSae * dIn + dSae + dIn + 2 * dSae];
    for (int f = 0; f < dSae; f++) {
      for (int i = 0; i < dIn; i++) {
        parameters[enc(f, i)] = p.wEnc().get(i, f);
        parameters[dec(f, i)] = p.wDec().get(f, i);
      }
      parameters[bEnc(f)] = p.bEnc()[f];
    }
    for (int i = 0; i < dIn; i++) {
      parameters[bDec(i)] = p.bDec()[i];
    }
    for (int j = 0; j < now.trainedThresholds() * dSae; j++) {
      parameters[magnitude(0, j)] = p.threshold()[j];
    }
    thresholds = now.learnsThresholds() && !now.separatesMagnitudes();
  }

  int enc(int f, int i) {
    return f * dIn + i;
  }

  int dec(int f, int i) {
    return (dSae + f) * dIn + i;
  }

  int bEnc(int f) {
    return 2 * dSae * dIn + f;
  }

  int bDec(int i) {
    return 2 * dSae * dIn + dSae + i;
  }

  /** The threshold of a latent, of which the logarithm may be trained. */
  private double theta(int f) {
    double value = parameters[magnitude(0, f)];
    return now.logarithmicThresholds() ? Math.exp(value) : value;
  }

  /** r_mag of a latent (row 0), or b_mag (row 1); what is trained of θ is in row 0. */
  int magnitude(int row, int f) {
    return 2 * dSae * dIn + dSae + dIn + row * dSae + f;
  }

  /** The derivative of the loss by a parameter; tied encoders move with their decoder. */
  double derivative(int parameter) {
    loss();
    Constants taken = constants;
    double h = 1e-5;
    double before = parameters[parameter];
    parameters[parameter] = before + h;
    double up = loss(taken);
    parameters[parameter] = before - h;
    double down = loss(taken);
    parameters[parameter] = before;
    return (up - down) / (2 * h);
  }

  /** The loss at the parameters. */
  double loss() {
    constants = new Constants();
    return loss(null);
  }

  private double loss(Constants fixed) {
    double[][] w = new double[dSae][dIn];
    double[][] u = new double[dSae][dIn];
    double[] bias = new double[dSae];
    for (int f = 0; f < dSae; f++) {
      double square = 0;
      for (int i = 0; i < dIn; i++) {
        square += parameters[dec(f, i)] * parameters[dec(f, i)];
      }
      double norm = plan.constraints().decoder() == Decoder.RESCALED ? Math.sqrt(square) : 1;
      for (int i = 0; i < dIn; i++) {
        boolean tied = plan.constraints().tied();
        w[f][i] = norm * parameters[tied ? dec(f, i) : enc(f, i)];
        u[f][i] = parameters[dec(f, i)] / norm;
      }
      bias[f] = norm * parameters[bEnc(f)];
    }
    double[][] centred = new double[n][dIn];
    for (int s = 0; s < n; s++) {
      for (int i = 0; i < dIn; i++) {
        centred[s][i] = x.get(s, i) * plan.inputScale() - parameters[bDec(i)];
      }
    }
    SaeIteration iteration = now.iteration();
    double[][] v = centred;
    double[][] z = null;
    double[][] acts = new double[n][dSae];
    if (fixed == null) {
      constants.active = new boolean[iteration.rounds()][][];
    }
    for (int round = 0; round < iteration.rounds(); round++) {
      z = product(v, w, bias);
      boolean[][] active = fixed == null ? choose(z) : fixed.active[round];
      if (fixed == null) {
        constants.active[round] = active;
        constants.z = z;
        constants.theta =
            thresholds ? IntStream.range(0, dSae).mapToDouble(this::theta).toArray() : null;
      }
      Constants taken = fixed == null ? constants : fixed;
      double[][] own = new double[n][dSae];
      for (int s = 0; s < n; s++) {
        for (int f = 0; f < dSae; f++) {
          own[s][f] = active[s][f] ? act(z[s][f], bias[f], f) : 0;
          own[s][f] += through(taken, active[s][f], z[s][f], s, f);
          acts[s][f] = own[s][f] + (iteration.summed() ? acts[s][f] : 0);
        }
      }
      double[][] decoded = decode(own, u);
      double[][] next = new double[n][dIn];
      for (int s = 0; s < n; s++) {
        for (int i = 0; i < dIn; i++) {
          next[s][i] =
              v[s][i] + iteration.input() * centred[s][i] - iteration.residual() * decoded[s][i];
        }
      }
      v = next;
    }
    double gates = now.separatesMagnitudes() ? gates(z, u, fixed) : 0;
    double penalty = 0;
    for (int s = 0; s < n; s++) {
      double[] row = now.separatesMagnitudes() ? z[s] : acts[s];
      penalty += factor / n * (now instanceof JumpRelu ? number(fixed, s) : penalty(row));
    }
    return squares(acts, u, centred, fixed) + penalty + gates + aux(z, u, fixed) + cosines();
  }

  /** The activation of an active latent. */
  private double act(double z, double bias, int f) {
    if (!now.separatesMagnitudes()) {
      return z;
    }
    double scale = Math.exp(parameters[magnitude(0, f)]);
    return Math.max(0, scale * (z - bias) + parameters[magnitude(1, f)]);
  }

  /** What is 0 where the derivatives are, and has the straight-through estimates as derivatives. */
  private double through(Constants at, boolean active, double z, int s, int f) {
    if (!thresholds) {
      return 0;
    }
    double byTheta = theta(f) - at.theta[f];
    if (now instanceof JumpRelu jump) {
      return isNear(jump, at, s, f) ? -at.theta[f] / jump.bandwidth() * byTheta : 0;
    }
    boolean relu = ((ProLu) now).gradient() == ProLu.Gradient.RELU;
    return !active ? 0 : relu ? -byTheta : at.z[s][f] * (z - at.z[s][f] - byTheta);
  }

  /** The number of active latents of a sample, with the estimate of its derivatives. */
  private double number(Constants fixed, int s) {
    Constants at = fixed == null ? constants : fixed;
    JumpRelu jump = (JumpRelu) now;
    double number = 0;
    for (int f = 0; f < dSae; f++) {
      number += at.active[0][s][f] ? 1 : 0;
      number -= isNear(jump, at, s, f) ? (theta(f) - at.theta[f]) / jump.bandwidth() : 0;
    }
    return number;
  }

  private static boolean isNear(JumpRelu jump, Constants at, int s, int f) {
    return Math.abs(at.z[s][f] - at.theta[f]) < jump.bandwidth() / 2;
  }

  /** The error of what open gates reconstruct by a decoder that is constant. */
  private double gates(double[][] z, double[][] u, Constants fixed) {
    if (fixed == null) {
      constants.directions = u;
      constants.decoderBias = Arrays.copyOfRange(parameters, bDec(0), bDec(dIn));
    }
    Constants c = fixed == null ? constants : fixed;
    double[][] open = new double[n][dSae];
    for (int s = 0; s < n; s++) {
      for (int f = 0; f < dSae; f++) {
        open[s][f] = Math.max(0, z[s][f]);
      }
    }
    double[][] decoded = decode(open, c.directions);
    double sum = 0;
    for (int s = 0; s < n; s++) {
      for (int i = 0; i < dIn; i++) {
        double error = x.get(s, i) * plan.inputScale() - c.decoderBias[i] - decoded[s][i];
        sum += error * error / n;
      }
    }
    return sum;
  }

  private double penalty(double[] row) {
    double p = now instanceof PAnneal anneal ? anneal.p() : 1;
    return Arrays.stream(row).filter(a -> a > 0).map(a -> Math.pow(a, p)).sum();
  }

  private double[][] product(double[][] v, double[][] w, double[] bias) {
    double[][] z = new double[n][dSae];
    for (int s = 0; s < n; s++) {
      for (int f = 0; f < dSae; f++) {
        z[s][f] = bias[f];
        for (int i = 0; i < dIn; i++) {
          z[s][f] += v[s][i] * w[f][i];
        }
      }
    }
    return z;
  }

  private double[][] decode(double[][] acts, double[][] u) {
    double[][] out = new double[n][dIn];
    for (int s = 0; s < n; s++) {
      for (int f = 0; f < dSae; f++) {
        for (int i = 0; i < dIn; i++) {
          out[s][i] += acts[s][f] * u[f][i];
        }
      }
    }
    return out;
  }

  /** Which latents are active, by the architecture's rule. */
  private boolean[][] choose(double[][] z) {
    boolean[][] active = new boolean[n][dSae];
    for (int s = 0; s < n; s++) {
      for (int f = 0; f < dSae; f++) {
        active[s][f] = z[s][f] > 0 && (!thresholds || z[s][f] > theta(f));
      }
    }
    SaeSelection rule = now.training();
    if (rule instanceof SaeSelection.Largest largest) {
      for (int s = 0; s < n; s++) {
        keep(new double[][] {z[s]}, new boolean[][] {active[s]}, largest.k());
      }
    } else if (rule.keptOfBatch(n) < Long.MAX_VALUE) {
      keep(z, active, rule.keptOfBatch(n));
    }
    return active;
  }

  /** Leaves the largest of the active entries. */
  private void keep(double[][] z, boolean[][] active, long most) {
    IntStream.range(0, z.length * dSae)
        .boxed()
        .filter(j -> active[j / dSae][j % dSae])
        .sorted(Comparator.comparingDouble((Integer j) -> -z[j / dSae][j % dSae]))
        .skip(most)
        .forEach(j -> active[j / dSae][j % dSae] = false);
  }

  private double squares(double[][] acts, double[][] u, double[][] centred, Constants fixed) {
    int levels = nesting == null ? 1 : nesting.levels();
    if (fixed == null) {
      constants.below = new double[levels][][];
      constants.share = new double[levels][n];
      constants.error = new double[levels][n][dIn];
      constants.centred = centred;
    }
    Constants c = fixed == null ? constants : fixed;
    double sum = 0;
    for (int l = 0; l < levels; l++) {
      double[][] inside = new double[n][dSae];
      double[][] own = new double[n][dSae];
      for (int s = 0; s < n; s++) {
        for (int f = 0; f < dSae; f++) {
          int level = nesting == null ? 0 : nesting.level()[f];
          inside[s][f] = level < l ? acts[s][f] : 0;
          own[s][f] = level == l ? acts[s][f] : 0;
        }
      }
      double[][] below = decode(inside, u);
      if (fixed == null) {
        c.below[l] = below;
      }
      // A detached level takes b_dec as constant too, unless it is the innermost one.
      boolean detached = nesting != null && nesting.detached() && l > 0 && l < levels - 1;
      double[][] added = decode(own, u);
      double[] loss = new double[n];
      for (int s = 0; s < n; s++) {
        for (int i = 0; i < dIn; i++) {
          double rest = detached ? c.below[l][s][i] : below[s][i];
          double input = detached ? c.centred[s][i] : centred[s][i];
          double error = input - rest - added[s][i];
          loss[s] += error * error;
          if (fixed == null) {
            c.error[l][s][i] = error;
          }
        }
      }
      if (fixed == null) {
        weigh(loss, c.share[l], nesting == null ? 1 : nesting.weight()[l]);
      }
      for (int s = 0; s < n; s++) {
        sum += c.share[l][s] * loss[s];
      }
    }
    return sum;
  }

  private void weigh(double[] loss, double[] share, double weight) {
    double mean = Arrays.stream(loss).average().orElseThrow();
    double total = 0;
    for (int s = 0; s < n; s++) {
      share[s] = Math.exp(now.tilt() * loss[s] / mean);
      total += share[s];
    }
    for (int s = 0; s < n; s++) {
      share[s] *= weight / total;
    }
  }

  private double aux(double[][] z, double[][] u, Constants fixed) {
    AuxK aux = now.aux();
    boolean byLevel = nesting != null && nesting.auxByLevel();
    int groups = byLevel ? nesting.levels() : 1;
    int last = (nesting == null ? 1 : nesting.levels()) - 1;
    if (fixed == null) {
      constants.auxActive = new boolean[groups][][];
    }
    double sum = 0;
    for (int group = 0; group < groups; group++) {
      boolean[] own = dead.clone();
      int count = 0;
      for (int f = 0; f < dSae; f++) {
        own[f] &= !byLevel || nesting.level()[f] == group;
        count += own[f] ? 1 : 0;
      }
      double weight = aux.weight(count);
      if (weight == 0) {
        continue;
      }
      boolean[][] active = fixed == null ? new boolean[n][] : fixed.auxActive[group];
      double[][] acts = new double[n][dSae];
      for (int s = 0; s < n; s++) {
        if (fixed == null) {
          active[s] = own.clone();
          for (int f = 0; f < dSae; f++) {
            active[s][f] &= aux.signed() || z[s][f] > 0;
          }
          keep(new double[][] {z[s]}, new boolean[][] {active[s]}, aux.k());
        }
        for (int f = 0; f < dSae; f++) {
          acts[s][f] = active[s][f] ? z[s][f] : 0;
        }
      }
      if (fixed == null) {
        constants.auxActive[group] = active;
      }
      double[][] decoded = decode(acts, u);
      Constants c = fixed == null ? constants : fixed;
      for (int s = 0; s < n; s++) {
        for (int i = 0; i < dIn; i++) {
          double error = decoded[s][i] - c.error[byLevel ? group : last][s][i];
          sum += weight / n * error * error;
        }
      }
    }
    return sum;
  }

  private double cosines() {
    double sum = 0;
    for (int f = 0; f < dSae; f++) {
      for (int g = 0; g < dSae; g++) {
        double dot = 0;
        double a = 0;
        double b = 0;
        for (int i = 0; i < dIn; i++) {
          dot += parameters[dec(f, i)] * parameters[dec(g, i)];
          a += parameters[dec(f, i)] * parameters[dec(f, i)];
          b += parameters[dec(g, i)] * parameters[dec(g, i)];
        }
        sum += f == g ? 0 : dot * dot / (a * b);
      }
    }
    return plan.constraints().orthogonality() * sum / dSae;
  }
}
