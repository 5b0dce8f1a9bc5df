package dev.polysweep.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.job.analysis.PsiInput;
import dev.polysweep.job.analysis.PsiScore;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import dev.polysweep.metric.psi.Psi;
import dev.polysweep.metric.psi.PsiNull;
import org.junit.jupiter.api.Test;

/** Example: the polysemanticity index of a dictionary that is in memory. */
class PsiExampleTest {

  private static final int SAMPLES = 400;
  private static final int CONCEPTS = 6;

  @Test
  void aLatentForEachConceptScoresBetterThanChance() {
    Matrix inputs = new Matrix(SAMPLES, CONCEPTS);
    RandomStream random = new RandomStream(4, StreamId.DATA);
    for (int i = 0; i < inputs.data().length; i++) {
      double value = random.nextDouble();
      inputs.data()[i] = random.nextDouble() < 0.25 ? (float) value : 0;
    }
    Matrix activations = inputs; // here a network's activations would be
    Matrix labels = inputs; // positive where a concept occurs
    Matrix encoder = new Matrix(CONCEPTS, CONCEPTS); // [d_sae, d], a row a latent
    for (int k = 0; k < CONCEPTS; k++) {
      encoder.set(k, k, 1);
    }

    PsiInput input = PsiInput.of(encoder, null, activations, inputs, labels);
    PsiScore score = PsiScore.of(input, 0, PsiNull.DRAWS);

    assertTrue(score.psi().defined());
    assertTrue(score.psi().value() < Psi.GOOD, score.psi().toString());
    assertTrue(score.psi().mixingZ() < -2, score.psi().toString());
  }
}
