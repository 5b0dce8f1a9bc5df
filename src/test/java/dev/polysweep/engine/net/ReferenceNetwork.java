package dev.polysweep.engine.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network, its loss and the loss's gradient in straight double-precision loops.
 *
 * <p>The loss is (1/N)·Σ_s R_k i_k·(ŷ_sk − y_sk)² (R the mean or the sum over features), plus
 * λ·Σ|h| or λ·mean|h| for each layer with a penalty on its activations, plus {@link Penalty}'s
 * terms over own weights and biases. The optimiser's weight decay is no part of it.
 */
final class ReferenceNetwork {

  final List<ReferenceLayer> layers = new ArrayList<>();

  private final Loss loss;
  private final Penalty penalty;

  ReferenceNetwork(TrainingPlan plan) {
    loss = plan.loss();
    penalty = plan.penalty();
    for (int l = 0; l < plan.initial().size(); l++) {
      DenseLayer spec = plan.network().layers().get(l);
      LayerParameters initial = plan.initial().get(l);
      ReferenceParameter weight =
          switch (spec.tie()) {
            case NONE ->
                ReferenceParameter.weights(spec.outputs(), spec.inputs(), initial.weight().data());
            case TRANSPOSED -> layers.get(spec.tiedTo()).weight();
            case SHARED_STORAGE -> layers.get(spec.tiedTo()).weight().onSameStorage();
          };
      ReferenceParameter bias = spec.bias() ? ReferenceParameter.bias(initial.bias()) : null;
      layers.add(new ReferenceLayer(spec, weight, spec.tie() != Tie.NONE, bias));
    }
  }

  /** The optimiser's parameters: layer by layer, weight before bias. */
  List<ReferenceParameter> parameters() {
    List<ReferenceParameter> parameters = new ArrayList<>();
    for (ReferenceLayer layer : layers) {
      if (layer.spec().tie() != Tie.TRANSPOSED) {
        parameters.add(layer.weight());
      }
      if (layer.bias() != null) {
        parameters.add(layer.bias());
      }
    }
    return parameters;
  }

  /** Output of a layer after its activation function, without noise, {@code [n][outputs]}. */
  double[][] forward(double[][] x, int layer) {
    double[][] h = x;
    for (ReferenceLayer each : layers.subList(0, layer + 1)) {
      double[][] next = new double[h.length][];
      for (int s = 0; s < h.length; s++) {
        next[s] = each.activate(each.preActivation(h[s]));
      }
      h = next;
    }
    return h;
  }

  /** The loss of a batch; overwrites every parameter's gradient with the loss's. */
  double lossAndGradients(ReferenceBatch batch) {
    parameters().forEach(parameter -> Arrays.fill(parameter.gradient, 0));
    double total = 0;
    for (int s = 0; s < batch.x().length; s++) {
      total += sample(batch, s);
    }
    for (ReferenceLayer layer : layers) {
      if (!layer.transposed()) {
        total += penalise(layer.weight(), penalty.l1Weights(), penalty.l2Parameters());
      }
      if (layer.bias() != null) {
        total += penalise(layer.bias(), 0, penalty.l2Parameters());
      }
    }
    return total;
  }

  /**
   * One sample forward and backward: its part of the loss is returned, that of the gradients added.
   */
  private double sample(ReferenceBatch batch, int s) {
    int n = batch.x().length;
    int depth = layers.size();
    double[][] input = new double[depth + 1][];
    double[][] z = new double[depth][];
    double[][] h = new double[depth][];
    input[0] = batch.x()[s];
    for (int l = 0; l < depth; l++) {
      z[l] = layers.get(l).preActivation(input[l]);
      h[l] = layers.get(l).activate(z[l]);
      input[l + 1] = plus(h[l], batch.noise()[l][s]);
    }

    double[] prediction = input[depth];
    double[] target = batch.y()[s];
    double divisor = n * (loss.features() == Reduction.MEAN ? (double) target.length : 1);
    double part = 0;
    double[] grad = new double[target.length];
    for (int k = 0; k < target.length; k++) {
      double importance = loss.importance() == null ? 1 : loss.importance()[k];
      double error = prediction[k] - target[k];
      part += importance * error * error / divisor;
      grad[k] = 2 * importance * error / divisor;
    }
    for (int l = depth - 1; l >= 0; l--) {
      DenseLayer spec = layers.get(l).spec();
      double units = (double) n * spec.outputs();
      double lambda =
          spec.l1Reduction() == Reduction.MEAN ? spec.l1Activation() / units : spec.l1Activation();
      for (int o = 0; o < h[l].length && lambda != 0; o++) {
        part += lambda * Math.abs(h[l][o]);
        grad[o] += lambda * Math.signum(h[l][o]);
      }
      grad = layers.get(l).backward(input[l], z[l], grad);
    }
    return part;
  }

  /** l1·Σ|p| + l2·Σp², and its gradient l1·sign(p) + 2·l2·p with sign(0) = 0. */
  private static double penalise(ReferenceParameter parameter, double l1, double l2) {
    double sum = 0;
    for (int i = 0; i < parameter.values.length; i++) {
      double p = parameter.values[i];
      sum += l1 * Math.abs(p) + l2 * p * p;
      parameter.gradient[i] += l1 * Math.signum(p) + 2 * l2 * p;
    }
    return sum;
  }

  private static double[] plus(double[] a, double[] b) {
    double[] sum = new double[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }
}
