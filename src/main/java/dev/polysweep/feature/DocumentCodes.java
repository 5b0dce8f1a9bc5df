package dev.polysweep.feature;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The active features of the tokens of one document, as a sparse matrix in row-compressed form: the
 * entries of token t run from {@code start[t]} (inclusive) to {@code start[t + 1]} (exclusive).
 *
 * @param document number of the document
 * @param position position of each token in the document, {@code [tokens]}
 * @param text the part of the text that each token stands for, {@code [tokens]}
 * @param label index of each token's ground truth in a {@link LabelSet}, or {@link
 *     LabelSet#UNLABELLED}, {@code [tokens]}
 * @param start first entry of each token, {@code [tokens + 1]}
 * @param feature active feature of each entry, {@code [entries]}
 * @param value its activation, above 0, {@code [entries]}
 * @param error squared error ‖x − x̂‖² of each token's reconstruction, {@code [tokens]}; 0 if
 *     nothing was reconstructed
 */
public record DocumentCodes(
    long document,
    int[] position,
    String[] text,
    int[] label,
    int[] start,
    int[] feature,
    float[] value,
    float[] error)
    implements Serializable {

  /** The number of tokens. */
  public int tokens() {
    return position.length;
  }

  /** The number of entries, which is the number of active features summed over all tokens. */
  public int entries() {
    return value.length;
  }

  /**
   * Joins parts of one document into one, with the tokens sorted by position.
   *
   * @param parts the parts, at least one
   */
  public static DocumentCodes join(List<DocumentCodes> parts) {
    record Token(DocumentCodes part, int at) {
      int position() {
        return part.position[at];
      }
    }
    List<Token> tokens = new ArrayList<>();
    for (DocumentCodes part : parts) {
      IntStream.range(0, part.tokens()).forEach(t -> tokens.add(new Token(part, t)));
    }
    tokens.sort(Comparator.comparingInt(Token::position));
    int n = tokens.size();
    int[] start = new int[n + 1];
    for (int t = 0; t < n; t++) {
      Token token = tokens.get(t);
      start[t + 1] = start[t] + token.part.start[token.at + 1] - token.part.start[token.at];
    }
    DocumentCodes whole =
        new DocumentCodes(
            parts.get(0).document,
            new int[n],
            new String[n],
            new int[n],
            start,
            new int[start[n]],
            new float[start[n]],
            new float[n]);
    for (int t = 0; t < n; t++) {
      DocumentCodes part = tokens.get(t).part;
      int at = tokens.get(t).at;
      whole.position[t] = part.position[at];
      whole.text[t] = part.text[at];
      whole.label[t] = part.label[at];
      whole.error[t] = part.error[at];
      int size = start[t + 1] - start[t];
      System.arraycopy(part.feature, part.start[at], whole.feature, start[t], size);
      System.arraycopy(part.value, part.start[at], whole.value, start[t], size);
    }
    return whole;
  }

  /** A copy with other labels, {@code [tokens]}. */
  public DocumentCodes withLabels(int[] labels) {
    return new DocumentCodes(document, position, text, labels, start, feature, value, error);
  }

  /** The same entries, ordered by feature instead of token. */
  public FeatureTraces byFeature() {
    return FeatureTraces.of(this);
  }
}
