package dev.polysweep.engine.cuda.sae;

import dev.polysweep.engine.sae.BatchTopK;
import dev.polysweep.engine.sae.Gated;
import dev.polysweep.engine.sae.JumpRelu;
import dev.polysweep.engine.sae.L1;
import dev.polysweep.engine.sae.Lista;
import dev.polysweep.engine.sae.MatchingPursuit;
import dev.polysweep.engine.sae.Matryoshka;
import dev.polysweep.engine.sae.ProLu;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaePlan;
import dev.polysweep.engine.sae.SaeSelection;
import dev.polysweep.engine.sae.TopK;

/**
 * What the kernels do for an architecture: a selection, and what becomes of gradients. The numbers
 * are those of {@code src/main/cuda/autoencoder.cuh}.
 *
 * @param gate what turns gradients of activations into those of pre-activations
 * @param bandwidth width around a threshold in which its gradient is not 0
 */
record SaeRule(int gate, float bandwidth) {

  static final int ABOVE = 0;
  static final int LARGEST = 1;
  static final int OF_BATCH = 2;
  static final int ABOVE_THRESHOLD = 3;
  static final int OPEN = 4;
  static final int MAGNITUDE = 5;

  static final int STRAIGHT = 0;
  static final int SUMMED = 1;
  static final int STEP_OF_THRESHOLD = 2;
  static final int PROLU_RELU = 3;
  static final int PROLU_THROUGH = 4;
  private static final int HOST = 5;
  private static final int GATED = 6;

  /**
   * A selection of entries.
   *
   * @param rule number of the rule
   * @param setting the bits of a bound or a margin, or k
   */
  record Selection(int rule, long setting) {}

  /**
   * The kernels' rule for a plan. What no kernel knows, the host does.
   *
   * @throws UnsupportedOperationException if the kernels have no rule for its selection
   */
  static SaeRule of(SaePlan plan) {
    SaeArchitecture architecture = plan.architecture();
    select(architecture, architecture.training());
    if (architecture instanceof L1) {
      return new SaeRule(SUMMED, 0);
    }
    if (architecture instanceof TopK
        || architecture instanceof BatchTopK
        || architecture instanceof Matryoshka
        || architecture instanceof Lista
        || architecture instanceof MatchingPursuit) {
      return new SaeRule(STRAIGHT, 0);
    }
    if (architecture instanceof JumpRelu jump) {
      return new SaeRule(STEP_OF_THRESHOLD, (float) jump.bandwidth());
    }
    if (architecture instanceof ProLu open) {
      return new SaeRule(open.gradient() == ProLu.Gradient.RELU ? PROLU_RELU : PROLU_THROUGH, 0);
    }
    if (architecture instanceof Gated) {
      return new SaeRule(GATED, 0);
    }
    return new SaeRule(HOST, 0);
  }

  /** Whether the host turns the gradients, by the architecture's own loops. */
  boolean onHost() {
    return gate == HOST;
  }

  /**
   * The kernels' rule for a selection.
   *
   * @throws UnsupportedOperationException if the kernels have none
   */
  static Selection select(SaeArchitecture architecture, SaeSelection selection) {
    if (selection instanceof SaeSelection.Above above) {
      return new Selection(ABOVE, bits(above.bound()));
    }
    if (selection instanceof SaeSelection.Largest largest) {
      return new Selection(LARGEST, largest.k());
    }
    if (selection instanceof SaeSelection.LargestOfBatch) {
      return new Selection(OF_BATCH, 0);
    }
    if (selection instanceof SaeSelection.AboveThreshold above) {
      return new Selection(ABOVE_THRESHOLD, bits(above.margin()));
    }
    if (architecture instanceof ProLu) {
      return new Selection(OPEN, 0);
    }
    if (architecture instanceof Gated) {
      boolean training = selection.equals(architecture.training()); // all open gates are entries
      return training ? new Selection(ABOVE, bits(0f)) : new Selection(MAGNITUDE, 0);
    }
    throw new UnsupportedOperationException(
        "the engine cuda has no kernel for " + selection + "; --engine simd has");
  }

  /** A float as a kernel's argument. */
  static long bits(float value) {
    return Float.floatToRawIntBits(value) & 0xFFFFFFFFL;
  }

  /** A double as a kernel's argument. */
  static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }
}
