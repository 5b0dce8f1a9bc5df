package dev.polysweep.feature;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Feature activations of tokens of one document, token by token: entries of token t are those from
 * {@code start[t]} to {@code start[t + 1]}.
 *
 * @param document its number
 * @param position {@code [tokens]} place of each token in the document
 * @param text {@code [tokens]} what each stands for
 * @param label {@code [tokens]} index of each token's ground truth in a {@link LabelSet}, or {@link
 *     LabelSet#UNLABELLED}
 * @param start {@code [tokens + 1]}
 * @param feature {@code [entries]}
 * @param value {@code [entries]} activation, above 0
 * @param error {@code [tokens]} ‖x − x̂‖² of each token; 0 where nothing is reconstructed
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

  /** Number of tokens. */
  public int tokens() {
    return position.length;
  }

  /** Number of active features over all tokens. */
  public int entries() {
    return value.length;
  }

  /**
   * Parts of one document as one, tokens by position.
   *
   * @param parts at least one
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

  /** The same with other labels {@code [tokens]}. */
  public DocumentCodes withLabels(int[] labels) {
    return new DocumentCodes(document, position, text, labels, start, feature, value, error);
  }

  /** The same entries feature by feature. */
  public FeatureTraces byFeature() {
    return FeatureTraces.of(this);
  }
}
