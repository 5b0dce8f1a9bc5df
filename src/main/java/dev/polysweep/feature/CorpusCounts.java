package dev.polysweep.feature;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Counts over a corpus: the number of tokens by half of the documents and ground truth, and a
 * dictionary's number of active features and squared error over all tokens. The counts are exact,
 * whatever the order and partitioning of the documents. Mutable; not thread-safe.
 */
public final class CorpusCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[][] tokens; // [half][truth]; the last column counts unlabelled tokens
  private final ExactSum error = new ExactSum();
  private long documents;
  private long active;

  /** Counts of no documents yet, with the ground truths of {@code labels}. */
  public CorpusCounts(LabelSet labels) {
    tokens = new long[2][labels.size() + 1];
  }

  /** Adds the tokens of a document. */
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

  /**
   * Adds the counts of {@code other}, which were made of other documents, and returns this object.
   */
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

  /** The number of documents. */
  public long documents() {
    return documents;
  }

  /** The number of tokens. */
  public long tokens() {
    long sum = 0;
    for (long[] half : tokens) {
      for (long n : half) {
        sum += n;
      }
    }
    return sum;
  }

  /**
   * The number of tokens in one half of the documents: 0 for the half that chooses, 1 for the half
   * that scores.
   */
  public long tokens(int half) {
    return Arrays.stream(tokens[half]).sum();
  }

  /** The number of tokens that bear a label, in one half of the documents. */
  public long tokens(int half, LabelSet.Label label) {
    long sum = 0;
    for (int truth : label.truths()) {
      sum += tokens[half][truth];
    }
    return sum;
  }

  /** The mean number of active features a token; NaN without tokens. */
  public double l0() {
    return (double) active / tokens();
  }

  /** The squared error Σ ‖x − x̂‖² over all tokens. */
  public double squaredError() {
    return error.value();
  }
}
