package dev.polysweep.engine.sae;

import dev.polysweep.math.Matrix;
import java.util.Arrays;

/**
 * Sparse {@code feature_acts [rows, d_sae]}, row by row: entries of row s are those from {@code
 * start[s]} to {@code start[s + 1]}, latents ascending, all above 0.
 *
 * @param rows number of samples
 * @param dSae number of latents
 * @param start index of each row's first entry, and last the number of entries, {@code [rows + 1]}
 * @param latent latent of each entry, {@code [entries]}
 * @param value activation of each entry, {@code [entries]}
 */
public record SaeCodes(int rows, int dSae, int[] start, int[] latent, float[] value) {

  /** Number of active latents over all rows. */
  public int entries() {
    return start[rows];
  }

  /** These activations without entries that are 0, as training has them near a threshold. */
  public SaeCodes positive() {
    int[] starts = new int[rows + 1];
    int[] latents = new int[entries()];
    float[] values = new float[entries()];
    int size = 0;
    for (int s = 0; s < rows; s++) {
      for (int j = start[s]; j < start[s + 1]; j++) {
        if (value[j] > 0) {
          latents[size] = latent[j];
          values[size++] = value[j];
        }
      }
      starts[s + 1] = size;
    }
    return new SaeCodes(
        rows, dSae, starts, Arrays.copyOf(latents, size), Arrays.copyOf(values, size));
  }

  /** The activations as a dense matrix {@code [rows, d_sae]}. */
  public Matrix dense() {
    Matrix dense = new Matrix(rows, dSae);
    for (int s = 0; s < rows; s++) {
      for (int i = start[s]; i < start[s + 1]; i++) {
        dense.set(s, latent[i], value[i]);
      }
    }
    return dense;
  }
}
