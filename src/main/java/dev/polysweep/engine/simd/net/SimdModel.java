package dev.polysweep.engine.simd.net;

import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.ModelState;
import dev.polysweep.engine.net.OptimizerSpec;
import dev.polysweep.engine.net.ParameterLayout;
import dev.polysweep.engine.net.Tie;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.simd.kernel.Elementwise;
import dev.polysweep.engine.simd.kernel.Lanes;
import dev.polysweep.engine.simd.kernel.Products;
import dev.polysweep.engine.simd.kernel.Sums;
import dev.polysweep.engine.simd.kernel.VectorMath;
import java.util.Arrays;
import java.util.List;

/**
 * One network in training: its parameters, its optimiser and the training step, which is a forward
 * pass, the loss, a backward pass and an update.
 */
final class SimdModel {

  private static final float LEAK = 0.01f;

  private final TrainingPlan plan;
  private final List<DenseLayer> layers;
  private final ParameterLayout layout;
  private final float[] theta;
  private final float[] gradient;
  private final Updater updater;
  private double loss = Double.NaN;

  SimdModel(TrainingPlan plan) {
    this.plan = plan;
    layers = plan.network().layers();
    layout = new ParameterLayout(plan.network());
    theta = new float[layout.parameters()];
    gradient = new float[layout.gradients()];
    updater = new Updater(plan.optimizer(), plan.steps(), layout.gradients(), 2 * layers.size());
    for (int l = 0; l < layers.size(); l++) {
      layout.write(l, plan.initial().get(l), theta);
    }
  }

  /** The loss of the last step's forward pass; NaN before the first step. */
  double loss() {
    return loss;
  }

  /** A copy of layer l's parameters. */
  LayerParameters parameters(int l) {
    return layout.read(l, theta);
  }

  /**
   * Replaces layer l's parameters and resets the optimiser's state for them. The optimiser's block
   * 2l is the weights of layer l, block 2l + 1 its biases.
   */
  void setParameters(int l, LayerParameters parameters) {
    layout.write(l, parameters, theta);
    for (int k = 0; k < layers.size(); k++) {
      ParameterLayout.Use use = layout.use(k);
      int owner = layers.get(k).tie() == Tie.NONE ? k : layers.get(k).tiedTo();
      if (owner == l) {
        updater.forget(2 * k, use.gradient(), use.length());
      }
    }
    if (layers.get(l).bias()) {
      updater.forget(2 * l + 1, layout.use(l).bias(), layers.get(l).outputs());
    }
  }

  /** A snapshot of parameters and optimiser. */
  record State(float[] theta, Updater.State optimizer) implements ModelState {}

  State state() {
    return new State(theta.clone(), updater.state());
  }

  /**
   * Gives this model the state of a snapshot.
   *
   * @throws IllegalArgumentException if the snapshot is of another engine or of a model with other
   *     layers
   */
  void setState(ModelState state) {
    if (!(state instanceof State s)
        || s.theta.length != theta.length
        || s.optimizer.first().length != updater.state().first().length) {
      throw new IllegalArgumentException(
          "the state belongs to another engine or to a model with other layers");
    }
    System.arraycopy(s.theta, 0, theta, 0, theta.length);
    updater.setState(s.optimizer);
  }

  /**
   * Takes one training step. If the loss is not finite, the parameters are not updated.
   *
   * @param x inputs, {@code [inputs, stride]}, 0 beyond the samples
   * @param y targets, {@code [outputs, stride]}, 0 beyond the samples
   * @param samples number of samples
   * @param noise for each layer the noise to be added to its output, {@code [outputs, stride]};
   *     null for a layer without noise
   * @param ws workspace for networks of these layers and this stride
   */
  void step(float[] x, float[] y, int samples, float[][] noise, Workspace ws) {
    forward(x, ws, noise, layers.size() - 1);
    loss =
        error(y, samples, ws) + activationPenalties(samples, ws) + parameterPenalties(ws.scratch);
    if (!Double.isFinite(loss)) {
      return;
    }
    backward(x, samples, ws);
    update(ws.scratch);
  }

  /** Computes the outputs of layers 0 … last and stores them in the workspace. */
  void forward(float[] x, Workspace ws, float[][] noise, int last) {
    float[] in = x;
    for (int l = 0; l <= last; l++) {
      DenseLayer layer = layers.get(l);
      ParameterLayout.Use use = layout.use(l);
      float[] out = ws.output[l];
      Products.multiply(
          theta,
          use.weights(),
          use.rowStep(),
          use.colStep(),
          use.bias() < 0 ? null : theta,
          use.bias(),
          in,
          layer.inputs(),
          out,
          layer.outputs(),
          ws.stride,
          ws.pack);
      int length = out.length;
      switch (layer.activation()) {
        case GELU -> VectorMath.gelu(out, 0, out, ws.derivative[l], 0, length);
        case TANH -> VectorMath.tanh(out, 0, out, ws.derivative[l], 0, length);
        case RELU -> Elementwise.gate(out, 0, out, 0, length, 0f);
        case LEAKY_RELU -> Elementwise.gate(out, 0, out, 0, length, LEAK);
        case LINEAR -> {}
      }
      in = out;
      if (noise != null && noise[l] != null) {
        in = ws.noisy[l];
        Elementwise.add(out, 0, noise[l], 0, in, 0, length);
      }
    }
  }

  /**
   * The error term of the loss; stores its derivative with respect to the network's output in
   * {@code ws.error[0]}.
   */
  private double error(float[] y, int samples, Workspace ws) {
    float[] prediction = ws.noisy[layers.size() - 1];
    float[] delta = ws.error[0];
    int outputs = plan.network().outputs();
    double scale = plan.loss().scale(samples, outputs);
    double sum = 0;
    for (int k = 0; k < outputs; k++) {
      int row = k * ws.stride;
      float weight = plan.loss().importance(k);
      // Beyond the samples targets are 0; predictions are set to 0 there, so that the error is 0.
      Arrays.fill(prediction, row + samples, row + ws.stride, 0f);
      sum +=
          (double) weight
              * Sums.squaredErrors(
                  prediction, y, row, ws.stride, delta, (float) (2 * scale * weight), ws.scratch);
    }
    return sum * scale;
  }

  private double activationPenalties(int samples, Workspace ws) {
    double sum = 0;
    for (int l = 0; l < layers.size(); l++) {
      DenseLayer layer = layers.get(l);
      if (layer.l1Activation() != 0) {
        float[] h = ws.output[l];
        for (int k = 0; k < layer.outputs(); k++) {
          int row = k * ws.stride;
          Arrays.fill(h, row + samples, row + ws.stride, 0f);
          sum += layer.l1Coefficient(samples) * Sums.absolute(h, row, ws.stride, ws.scratch);
        }
      }
    }
    return sum;
  }

  private double parameterPenalties(float[] scratch) {
    double l1 = plan.penalty().l1Weights();
    double l2 = plan.penalty().l2Parameters();
    double sum = 0;
    for (int l = 0; l < layers.size(); l++) {
      ParameterLayout.Use use = layout.use(l);
      if (l1 != 0 && layers.get(l).tie() == Tie.NONE) {
        sum += l1 * Sums.absolute(theta, use.weights(), Lanes.padded(use.length()), scratch);
      }
    }
    return l2 == 0 ? sum : sum + l2 * Sums.squares(theta, 0, theta.length, scratch);
  }

  private void backward(float[] x, int samples, Workspace ws) {
    int last = layers.size() - 1;
    float[] delta = ws.error[0];
    float[] other = ws.error[1];
    throughActivation(delta, last, ws, samples);
    for (int l = last; l >= 0; l--) {
      DenseLayer layer = layers.get(l);
      ParameterLayout.Use use = layout.use(l);
      float[] in = l == 0 ? x : ws.noisy[l - 1];
      if (layer.tie() == Tie.NONE) {
        Gradients.weights(
            delta,
            layer.outputs(),
            in,
            layer.inputs(),
            ws.stride,
            gradient,
            use.gradient(),
            ws.scratch);
      } else {
        Gradients.weights(
            in,
            layer.inputs(),
            delta,
            layer.outputs(),
            ws.stride,
            gradient,
            use.gradient(),
            ws.scratch);
      }
      if (use.bias() >= 0) {
        Gradients.biases(delta, layer.outputs(), ws.stride, gradient, use.bias(), ws.scratch);
      }
      if (l > 0) {
        backThrough(l, delta, other, ws, samples);
        float[] swap = delta;
        delta = other;
        other = swap;
      }
    }
  }

  /**
   * Propagates the error through layer l: computes ∂L/∂z of layer l − 1 from {@code delta}, which
   * is ∂L/∂z of layer l, where z is a layer's input to its activation function.
   */
  private void backThrough(int l, float[] delta, float[] to, Workspace ws, int samples) {
    DenseLayer layer = layers.get(l);
    ParameterLayout.Use use = layout.use(l);
    Products.multiply(
        theta,
        use.weights(),
        use.colStep(),
        use.rowStep(),
        null,
        0,
        delta,
        layer.outputs(),
        to,
        layer.inputs(),
        ws.stride,
        ws.pack);
    throughActivation(to, l - 1, ws, samples);
  }

  /**
   * Turns {@code delta} from the derivative of the loss with respect to layer l's output into that
   * with respect to the input of its activation function, after adding the derivative of the
   * activation penalty.
   */
  private void throughActivation(float[] delta, int l, Workspace ws, int samples) {
    DenseLayer layer = layers.get(l);
    float[] h = ws.output[l];
    int length = h.length;
    if (layer.l1Activation() != 0) {
      Elementwise.addSign(delta, 0, h, 0, length, (float) layer.l1Coefficient(samples));
    }
    switch (layer.activation()) {
      case LINEAR -> {}
      case RELU -> Elementwise.gate(delta, 0, h, 0, length, 0f);
      case LEAKY_RELU -> Elementwise.gate(delta, 0, h, 0, length, LEAK);
      case GELU, TANH -> Elementwise.multiply(delta, 0, ws.derivative[l], 0, length);
    }
  }

  private void update(float[] scratch) {
    for (int l = 0; l < layers.size(); l++) {
      ParameterLayout.Use use = layout.use(l);
      if (layers.get(l).tie() == Tie.TRANSPOSED) {
        Elementwise.addScaled(
            gradient, use.weights(), gradient, use.gradient(), Lanes.padded(use.length()), 1f);
      }
      if (layers.get(l).tie() == Tie.NONE && plan.penalty().l1Weights() != 0) {
        Elementwise.addSign(
            gradient,
            use.gradient(),
            theta,
            use.weights(),
            Lanes.padded(use.length()),
            (float) plan.penalty().l1Weights());
      }
    }
    if (plan.penalty().l2Parameters() != 0) {
      Elementwise.addScaled(
          gradient, 0, theta, 0, theta.length, (float) (2 * plan.penalty().l2Parameters()));
    }
    if (plan.optimizer().clipNorm() > 0) {
      clip(scratch);
    }
    updater.begin();
    decay();
    for (int l = 0; l < layers.size(); l++) {
      ParameterLayout.Use use = layout.use(l);
      if (layers.get(l).tie() != Tie.TRANSPOSED) {
        updater.apply(
            2 * l, theta, use.weights(), gradient, use.gradient(), Lanes.padded(use.length()));
      }
      if (use.bias() >= 0) {
        updater.apply(
            2 * l + 1,
            theta,
            use.bias(),
            gradient,
            use.bias(),
            Lanes.padded(layers.get(l).outputs()));
      }
    }
  }

  /** Coupled weight decay: λ·p is added to the gradient of a parameter p. */
  private void decay() {
    float weights = (float) plan.optimizer().coupledDecay();
    float biases = (float) plan.optimizer().ofBiases().coupledDecay();
    for (int l = 0; l < layers.size(); l++) {
      ParameterLayout.Use use = layout.use(l);
      if (layers.get(l).tie() != Tie.TRANSPOSED) {
        decay(weights, use.gradient(), use.weights(), use.length());
      }
      if (use.bias() >= 0) {
        decay(biases, use.bias(), use.bias(), layers.get(l).outputs());
      }
    }
  }

  private void decay(float decay, int gradient0, int theta0, int length) {
    if (decay != 0) {
      Elementwise.addScaled(gradient, gradient0, theta, theta0, Lanes.padded(length), decay);
    }
  }

  /**
   * Scales all gradients so that the 2-norm of all of them together is at most the optimiser's
   * clipNorm.
   */
  private void clip(float[] scratch) {
    double squares = Sums.squares(gradient, 0, theta.length, scratch);
    for (int l = 0; l < layers.size(); l++) {
      ParameterLayout.Use use = layout.use(l);
      if (layers.get(l).tie() == Tie.SHARED_STORAGE) {
        squares += Sums.squares(gradient, use.gradient(), Lanes.padded(use.length()), scratch);
      }
    }
    OptimizerSpec spec = plan.optimizer();
    double factor = spec.clipNorm() / (StrictMath.sqrt(squares) + 1e-6);
    if (factor < 1) {
      Elementwise.scale(gradient, 0, gradient.length, (float) factor);
    }
  }
}
