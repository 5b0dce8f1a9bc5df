package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.sae.ActiveLatents;

/**
 * The active entries of a batch, ordered by latent (the transpose of {@link ActiveLatents}): the
 * entries of latent f have the indices {@code start[f]} (inclusive) to {@code start[f + 1]}
 * (exclusive), with ascending samples.
 */
final class SaeLatents {

  final int[] start;
  int[] sample = new int[0];
  float[] act = new float[0];
  float[] grad = new float[0];
  float[] gate = new float[0];

  SaeLatents(int dSae) {
    start = new int[dSae + 1];
  }

  /**
   * Reorders entries from by-sample to by-latent order, by a counting sort.
   *
   * @param strips the entries by sample; row r of strip i is sample {@code i * stripRows + r}
   * @param rows number of samples in the batch
   */
  void transpose(ActiveLatents[] strips, int stripRows, int rows) {
    int dSae = start.length - 1;
    int[] next = new int[dSae + 1];
    int used = (rows + stripRows - 1) / stripRows;
    for (int strip = 0; strip < used; strip++) {
      ActiveLatents entries = strips[strip];
      int end = entries.start[Math.min(stripRows, rows - strip * stripRows)];
      for (int j = 0; j < end; j++) {
        next[entries.latent[j]]++;
      }
    }
    int total = 0;
    for (int f = 0; f < dSae; f++) {
      start[f] = total;
      total += next[f];
      next[f] = start[f];
    }
    start[dSae] = total;
    reserve(total);
    for (int strip = 0; strip < used; strip++) {
      ActiveLatents entries = strips[strip];
      int here = Math.min(stripRows, rows - strip * stripRows);
      for (int r = 0; r < here; r++) {
        for (int j = entries.start[r]; j < entries.start[r + 1]; j++) {
          int at = next[entries.latent[j]]++;
          sample[at] = strip * stripRows + r;
          act[at] = entries.act[j];
          grad[at] = entries.grad[j];
          gate[at] = entries.gate[j];
        }
      }
    }
  }

  private void reserve(int entries) {
    if (sample.length < entries) {
      int room = Math.max(entries, 2 * sample.length);
      sample = new int[room];
      act = new float[room];
      grad = new float[room];
      gate = new float[room];
    }
  }
}
