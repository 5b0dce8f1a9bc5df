package dev.polysweep.engine.sae;

/**
 * The losses of a training step's forward pass, before the update, in units of the scaled inputs.
 *
 * @param mse (1/n)·Σ_s ‖x_s − x̂_s‖², or the weighted mean where samples have weights
 * @param sparsity the penalty, its coefficient included
 * @param aux AuxK's term, its coefficient included, or the error of what open gates reconstruct
 * @param further the weighted errors of inner dictionaries and the penalty on the decoder's cosines
 * @param l0 mean number of active latents per sample
 * @param deadLatents number of latents that have been silent for the plan's window of steps,
 *     including this one
 * @param resampled number of latents that were resampled after the step
 */
public record SaeLoss(
    double mse,
    double sparsity,
    double aux,
    double further,
    double l0,
    int deadLatents,
    int resampled) {

  /** The training loss, which is minimised: mse + sparsity + aux + further. */
  public double total() {
    return mse + sparsity + aux + further;
  }

  /** These losses with numbers of latents that are known only after the step. */
  public SaeLoss with(int dead, int revived) {
    return new SaeLoss(mse, sparsity, aux, further, l0, dead, revived);
  }
}
