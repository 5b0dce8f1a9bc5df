package dev.polysweep.transformer;

import java.util.Locale;

/**
 * The cross-entropy of next-token prediction: the sum over positions t of −ln
 * softmax(logits_t)[id_{t+1}]. The last position of a window is left out, because its next token is
 * not known.
 *
 * @param nats the sum, in nats
 * @param tokens number of tokens that were predicted
 */
public record NextTokenLoss(double nats, long tokens) {

  /**
   * Computes the loss of a batch of windows.
   *
   * @param windows token ids of each window
   * @param logits {@code [window, position, vocabulary]}
   */
  public static NextTokenLoss of(int[][] windows, WindowTensor logits) {
    double nats = 0;
    long tokens = 0;
    for (int w = 0; w < windows.length; w++) {
      for (double surprisal : surprisals(windows, logits, w)) {
        nats += surprisal;
        tokens++;
      }
    }
    return new NextTokenLoss(nats, tokens);
  }

  /**
   * The surprisal of each token of a window but the first, in nats: entry t is that of token t + 1.
   *
   * @param windows token ids of each window
   * @param logits {@code [window, position, vocabulary]}
   * @param window which window
   */
  public static double[] surprisals(int[][] windows, WindowTensor logits, int window) {
    int[] ids = windows[window];
    double[] surprisals = new double[ids.length - 1];
    for (int t = 0; t < surprisals.length; t++) {
      surprisals[t] = surprisal(logits, logits.offset(window, t), ids[t + 1]);
    }
    return surprisals;
  }

  private static double surprisal(WindowTensor logits, int from, int id) {
    if (id >= logits.width()) {
      throw new TransformerException(
          String.format(
              Locale.ROOT, "token %d has no logit: the model gives %d", id, logits.width()));
    }
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = from; i < from + logits.width(); i++) {
      largest = Math.max(largest, logits.values()[i]);
    }
    double sum = 0;
    for (int i = from; i < from + logits.width(); i++) {
      sum += Math.exp(logits.values()[i] - largest);
    }
    return Math.log(sum) + largest - logits.values()[from + id];
  }
}
