package dev.polysweep.engine.sae;

/**
 * The losses of a training step's forward pass, before the update, in units of the scaled inputs.
 *
 * @param mse (1/n)·Σ_s ‖x_s − x̂_s‖²
 * @param sparsity the penalty, its coefficient included
 * @param aux AuxK's term, its coefficient included
 * @param l0 mean number of active latents per sample
 * @param deadLatents number of latents that have been silent for the plan's window of steps,
 *     including this one
 * @param resampled number of latents that were resampled after the step
 */
public record SaeLoss(
    double mse, double sparsity, double aux, double l0, int deadLatents, int resampled) {

  /** The training loss, which is minimised: mse + sparsity + aux. */
  public double total() {
    return mse + sparsity + aux;
  }
}
