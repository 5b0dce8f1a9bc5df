package dev.polysweep.experiment;

import dev.polysweep.engine.net.Activation;

/** Activation functions that experiments offer for hidden layers. */
public enum HiddenActivation {
  RELU(Activation.RELU),
  GELU(Activation.GELU);

  private final Activation activation;

  HiddenActivation(Activation activation) {
    this.activation = activation;
  }

  /** The engines' description of this function. */
  public Activation activation() {
    return activation;
  }
}
