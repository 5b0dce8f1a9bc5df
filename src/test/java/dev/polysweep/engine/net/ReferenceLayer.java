package dev.polysweep.engine.net;

/**
 * A dense layer in double precision, one sample at a time.
 *
 * @param spec what it is
 * @param weight its matrix {@code [outputs, inputs]}, or the matrix {@code [inputs, outputs]} that
 *     it is tied to
 * @param transposed whether it is tied, so that it uses the transpose
 * @param bias {@code [outputs, 1]}, or null
 */
record ReferenceLayer(
    DenseLayer spec, ReferenceParameter weight, boolean transposed, ReferenceParameter bias) {

  /** z_o = Σ_i W_oi·x_i + b_o. */
  double[] preActivation(double[] x) {
    double[] z = new double[spec.outputs()];
    for (int o = 0; o < z.length; o++) {
      for (int i = 0; i < x.length; i++) {
        z[o] += weight(o, i) * x[i];
      }
      if (bias != null) {
        z[o] += bias.get(o, 0);
      }
    }
    return z;
  }

  /** h_o = f(z_o). */
  double[] activate(double[] z) {
    double[] h = new double[z.length];
    for (int o = 0; o < h.length; o++) {
      h[o] = ReferenceActivation.value(spec.activation(), z[o]);
    }
    return h;
  }

  /**
   * Adds a sample's part to the gradients: ∂L/∂W_oi += ∂L/∂z_o·x_i, ∂L/∂b_o += ∂L/∂z_o.
   *
   * @param x the layer's input
   * @param z its pre-activation
   * @param gradH ∂L/∂h
   * @return ∂L/∂x_i = Σ_o W_oi·∂L/∂z_o, with ∂L/∂z_o = ∂L/∂h_o·f′(z_o)
   */
  double[] backward(double[] x, double[] z, double[] gradH) {
    double[] gradX = new double[x.length];
    for (int o = 0; o < z.length; o++) {
      double gradZ = gradH[o] * ReferenceActivation.slope(spec.activation(), z[o]);
      for (int i = 0; i < x.length; i++) {
        gradX[i] += weight(o, i) * gradZ;
        if (transposed) {
          weight.addToGradient(i, o, gradZ * x[i]);
        } else {
          weight.addToGradient(o, i, gradZ * x[i]);
        }
      }
      if (bias != null) {
        bias.addToGradient(o, 0, gradZ);
      }
    }
    return gradX;
  }

  private double weight(int output, int input) {
    return transposed ? weight.get(input, output) : weight.get(output, input);
  }
}
