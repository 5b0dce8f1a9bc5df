package dev.polysweep.feature;

import java.io.Serializable;
import java.util.Arrays;

/** Tokens by half and ground truth, and what a dictionary makes of them all. Mutable. */
public final class CorpusCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[][] tokens; // [half][truth], unlabelled ones last
  private final ExactSum error = new ExactSum();
  private long documents;
  private long active;

  /** Nothing counted yet. */
  public CorpusCounts(LabelSet labels) {
    tokens = new long[2][labels.size() + 1];
  }

  /** Counts a document. */
  public void add(DocumentCodes codes, AnalysisDraws draws) {
    long[] half = tokens[draws.scores(codes.document()) ? 1 : 0];
    for (int t = 0; t < codes.tokens(); t++) {
      int label = codes.label()[t];
      half[label == LabelSet.UNLABELLED ? half.length - 1 : label]++;
      error.add(codes.error()[t]);
    }
    active += codes.entries();
    documents++;
  }

  /** Adds another's counts to these. */
  public CorpusCounts add(CorpusCounts other) {
    for (int half = 0; half < 2; half++) {
      for (int i = 0; i < tokens[half].length; i++) {
        tokens[half][i] += other.tokens[half][i];
      }
    }
    error.add(other.error);
    active += other.active;
    documents += other.documents;
    return this;
  }

  /** Number of documents. */
  public long documents() {
    return documents;
  }

  /** Number of tokens. */
  public long tokens() {
    long sum = 0;
    for (long[] half : tokens) {
      for (long n : half) {
        sum += n;
      }
    }
    return sum;
  }

  /** Tokens of one half. */
  public long tokens(int half) {
    return Arrays.stream(tokens[half]).sum();
  }

  /** Tokens of a label in one half. */
  public long tokens(int half, LabelSet.Label label) {
    long sum = 0;
    for (int truth : label.truths()) {
      sum += tokens[half][truth];
    }
    return sum;
  }

  /** Mean number of active features a token; not a number without tokens. */
  public double l0() {
    return (double) active / tokens();
  }

  /** Σ ‖x − x̂‖² over all tokens. */
  public double squaredError() {
    return error.value();
  }
}
