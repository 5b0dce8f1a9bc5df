package dev.polysweep.engine.sae;

/**
 * What a step's forward pass found, before its update. In units of the scaled inputs.
 *
 * @param mse (1/n)·Σ_s ‖x_s − x̂_s‖²
 * @param sparsity the penalty, its coefficient included
 * @param aux AuxK's term, its coefficient included
 * @param l0 mean number of active latents a sample
 * @param deadLatents latents that have been silent for the window, this step included
 * @param resampled latents that were resampled after the step
 */
public record SaeLoss(
    double mse, double sparsity, double aux, double l0, int deadLatents, int resampled) {

  /** The sum that is minimised. */
  public double total() {
    return mse + sparsity + aux;
  }
}
