package dev.polysweep.engine.sae;

import dev.polysweep.math.Matrix;
import java.util.Arrays;

/**
 * A refinement of codes after training (of a public search on SynthSAEBench,
 * chanind/claude-auto-research-synthsaebench): an active latent is kept only if what the others
 * leave unexplained still points along it. With the reconstruction x̂ of all active latents, latent
 * f is kept where (x − x̂)·w_f + a_f·‖w_f‖² &gt; τ, which is the product of its decoder row w_f
 * with the error of the reconstruction without it. All latents are judged by the same x̂, and those
 * that are kept keep their activations.
 */
public final class LeaveOneOut {

  private LeaveOneOut() {}

  /**
   * Refines the codes of some samples.
   *
   * @param codes active latents, {@code [n, d_sae]}; not changed
   * @param x the samples, {@code [n, d_in]}
   * @param decoded their reconstructions from the codes, {@code [n, d_in]}
   * @param wDec decoder rows that decode the codes, {@code [d_sae, d_in]}
   * @param threshold τ
   * @return the codes that are kept
   */
  public static SaeCodes refine(
      SaeCodes codes, Matrix x, Matrix decoded, Matrix wDec, double threshold) {
    double[] square = new double[wDec.rows()];
    for (int f = 0; f < square.length; f++) {
      for (int i = 0; i < wDec.cols(); i++) {
        square[f] += (double) wDec.get(f, i) * wDec.get(f, i);
      }
    }
    int[] start = new int[codes.rows() + 1];
    int[] latent = new int[codes.entries()];
    float[] value = new float[codes.entries()];
    int size = 0;
    for (int s = 0; s < codes.rows(); s++) {
      for (int j = codes.start()[s]; j < codes.start()[s + 1]; j++) {
        int f = codes.latent()[j];
        double left = codes.value()[j] * square[f];
        for (int i = 0; i < wDec.cols(); i++) {
          left += ((double) x.get(s, i) - decoded.get(s, i)) * wDec.get(f, i);
        }
        if (left > threshold) {
          latent[size] = f;
          value[size++] = codes.value()[j];
        }
      }
      start[s + 1] = size;
    }
    return new SaeCodes(
        codes.rows(), codes.dSae(), start, Arrays.copyOf(latent, size), Arrays.copyOf(value, size));
  }
}
