package dev.polysweep.job.analysis;

import dev.polysweep.metric.psi.Psi;
import dev.polysweep.metric.psi.PsiNull;
import dev.polysweep.metric.psi.PsiScorer;

/**
 * The polysemanticity of a dictionary, and the scores of random dictionaries of the same shape on
 * the same samples.
 *
 * @param input the dictionary and the samples
 * @param psi the score: 1 is chance, lower is less polysemantic
 * @param chance scores of the random dictionaries
 */
public record PsiScore(PsiInput input, Psi psi, PsiNull chance) {

  /**
   * Scores a dictionary.
   *
   * @param seed seed of the random dictionaries and of the starts of clustering
   * @param draws number of random dictionaries; {@link PsiNull#DRAWS} is usual
   */
  public static PsiScore of(PsiInput input, long seed, int draws) {
    PsiScorer scorer = new PsiScorer(input.probe());
    PsiNull chance = PsiNull.of(scorer, input.encoder().rows(), seed, draws);
    return new PsiScore(input, Psi.of(scorer, input.encoder(), input.bias(), seed, chance), chance);
  }
}
