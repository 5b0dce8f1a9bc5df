package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.sae.ActiveLatents;
import dev.polysweep.engine.sae.SaeStep;

/**
 * What an architecture may learn of a step.
 *
 * @param rounds the encoder's rounds of the step
 * @param number number of the step, from 0
 * @param rows number of samples of its batch
 */
record StepFacts(SaeRounds rounds, int number, int rows) implements SaeStep {

  @Override
  public float least(int round) {
    return rounds.least[round];
  }

  @Override
  public double mean(SampleSum sum) {
    double total = 0;
    int[] sizes = SaeEncoder.sizes(rows);
    for (int s = 0; s < sizes.length; s++) {
      ActiveLatents entries = rounds.strips[rounds.last()][s];
      for (int r = 0; r < sizes[s]; r++) {
        total += sum.of(entries, entries.start[r], entries.start[r + 1]);
      }
    }
    return total / rows;
  }
}
