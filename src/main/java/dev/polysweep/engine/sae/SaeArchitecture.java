package dev.polysweep.engine.sae;

import java.io.Serializable;

/**
 * What turns the encoder's pre-activations z = (x − b_dec)·W_enc + b_enc [n, d_sae] into {@code
 * feature_acts} a, and what is added to the reconstruction loss. All architectures have unit-norm
 * decoder rows: the component of a row's gradient along the row is removed before the optimiser
 * sees it, and the row is normalised after each step (Bricken et al. 2023).
 *
 * <p>The loss of a batch is that of SAELens: squared error summed over units and averaged over
 * samples, mse = (1/n)·Σ_s ‖x_s − x̂_s‖², plus the terms below, which are averages over samples
 * too.
 */
public sealed interface SaeArchitecture extends Serializable {

  /**
   * ReLU with an L1 penalty (Bricken et al. 2023): a = max(z, 0); adds coefficient·Σ_f a_f.
   *
   * @param coefficient {@code l1_coefficient}, at least 0
   * @param warmUpSteps steps over which it rises linearly from 0
   */
  record L1(double coefficient, int warmUpSteps) implements SaeArchitecture {
    public L1 {
      nonNegative("coefficient", coefficient);
      nonNegative("warmUpSteps", warmUpSteps);
    }
  }

  /**
   * The k largest positive pre-activations of each sample (Gao et al. 2024); of equal ones the
   * first. AuxK adds auxCoefficient·‖e − ê‖², where e = x − x̂ (a constant for the gradient, as in
   * the authors' code) and ê is decoded, without bias, from the auxK largest positive
   * pre-activations of dead latents.
   *
   * @param k active latents a sample, at least 1
   * @param auxK dead latents that reconstruct the residual; 0 for none
   * @param auxCoefficient 1/32 in the paper
   */
  record TopK(int k, int auxK, double auxCoefficient) implements SaeArchitecture {
    public TopK {
      positive("k", k);
      nonNegative("auxK", auxK);
      nonNegative("auxCoefficient", auxCoefficient);
    }
  }

  /**
   * The n·k largest positive pre-activations of the batch (Bussmann, Leask and Nanda 2024); of
   * equal ones those of the first samples, and within a sample the first. AuxK as in {@link TopK}.
   * Evaluation does not depend on a batch: a = z where z exceeds a threshold, the running mean of
   * the smallest activation kept in each training batch.
   *
   * @param k mean number of active latents a sample, at least 1
   * @param auxK dead latents that reconstruct the residual; 0 for none
   * @param auxCoefficient 1/32 in the paper
   * @param thresholdRate weight of the newest batch in the running mean, in (0, 1]; the first batch
   *     starts it
   */
  record BatchTopK(int k, int auxK, double auxCoefficient, double thresholdRate)
      implements SaeArchitecture {
    public BatchTopK {
      positive("k", k);
      nonNegative("auxK", auxK);
      nonNegative("auxCoefficient", auxCoefficient);
      if (!(thresholdRate > 0 && thresholdRate <= 1)) {
        throw new IllegalArgumentException("thresholdRate must be in (0, 1], not " + thresholdRate);
      }
    }
  }

  /**
   * A learned threshold θ_f = exp(log θ_f) a latent (Rajamanoharan et al. 2024): a = z where z > θ,
   * else 0; adds coefficient·#{f : z_f > θ_f}. Gradients of θ are the paper's straight-through
   * estimates with the rectangle K(u) = [|u| &lt; ½]: ∂a/∂θ = −(θ/ε)·K((z − θ)/ε) and ∂[z > θ]/∂θ =
   * −(1/ε)·K((z − θ)/ε).
   *
   * @param coefficient {@code l0_coefficient}, at least 0
   * @param warmUpSteps steps over which it rises linearly from 0
   * @param bandwidth ε, above 0
   */
  record JumpRelu(double coefficient, int warmUpSteps, double bandwidth)
      implements SaeArchitecture {
    public JumpRelu {
      nonNegative("coefficient", coefficient);
      nonNegative("warmUpSteps", warmUpSteps);
      if (!(bandwidth > 0)) {
        throw new IllegalArgumentException("bandwidth must be above 0, not " + bandwidth);
      }
    }
  }

  private static void nonNegative(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be finite and at least 0, not " + value);
    }
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
  }
}
