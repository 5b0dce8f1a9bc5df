package dev.polysweep.feature;

import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.transformer.NextTokenLoss;
import dev.polysweep.transformer.SplicedModel;
import dev.polysweep.transformer.Tokenizer;
import dev.polysweep.transformer.Tokens;
import dev.polysweep.transformer.WindowTensor;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a text that a person has typed: which features of a dictionary answer to each token, how
 * well the model predicts each token, and how much worse without a feature. Not thread-safe.
 */
public final class TextProbe implements AutoCloseable {

  private final SplicedModel model;
  private final Tokenizer tokenizer;
  private final int context;

  /**
   * @param model the model; it is closed with this object
   * @param tokenizer the model's tokenizer; it is closed with this object
   * @param context greatest number of tokens of a text; what follows is cut off
   */
  public TextProbe(SplicedModel model, Tokenizer tokenizer, int context) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.context = context;
  }

  /**
   * What was found in a text.
   *
   * @param tokens the tokens as text
   * @param cut number of tokens that were cut off
   * @param surprisal surprisal of each token in nats; NaN for the first
   * @param codes the features that are active, a row a token
   */
  public record Reading(List<String> tokens, int cut, double[] surprisal, SaeCodes codes) {}

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException if the text has no tokens
   */
  public Reading read(String text, Dictionary dictionary) {
    Tokens all = tokenizer.encode(text);
    int[][] windows = windows(all);
    WindowTensor activation = model.activations(windows);
    try (Dictionary.Reader reader = dictionary.open()) {
      return new Reading(
          all.texts().subList(0, windows[0].length),
          all.ids().length - windows[0].length,
          surprisals(windows, model.logits(windows, activation)),
          reader.encode(values(windows, activation)));
    }
  }

  /**
   * The surprisal of each token where a feature is taken out of the activation: the
   * reconstruction's difference with and without the feature is subtracted, so that what the
   * dictionary does not explain stays as it is.
   *
   * @return surprisal of each token in nats; NaN for the first
   * @throws IllegalArgumentException if the text has no tokens
   */
  public double[] without(String text, Dictionary dictionary, int feature) {
    int[][] windows = windows(tokenizer.encode(text));
    WindowTensor activation = model.activations(windows);
    try (Dictionary.Reader reader = dictionary.open()) {
      SaeCodes codes = reader.encode(values(windows, activation));
      float[] whole = reader.decode(codes);
      float[] rest = reader.decode(zeroed(codes, feature));
      int from = activation.offset(0, 0);
      for (int i = 0; i < whole.length; i++) {
        activation.values()[from + i] += rest[i] - whole[i];
      }
    }
    return surprisals(windows, model.logits(windows, activation));
  }

  private int[][] windows(Tokens tokens) {
    if (tokens.ids().length == 0) {
      throw new IllegalArgumentException("the text has no tokens");
    }
    return new int[][] {Arrays.copyOf(tokens.ids(), Math.min(tokens.ids().length, context))};
  }

  private static float[] values(int[][] windows, WindowTensor activation) {
    int from = activation.offset(0, 0);
    return Arrays.copyOfRange(
        activation.values(), from, from + windows[0].length * activation.width());
  }

  private static double[] surprisals(int[][] windows, WindowTensor logits) {
    double[] known = NextTokenLoss.surprisals(windows, logits, 0);
    double[] all = new double[known.length + 1];
    all[0] = Double.NaN;
    System.arraycopy(known, 0, all, 1, known.length);
    return all;
  }

  private static SaeCodes zeroed(SaeCodes codes, int feature) {
    float[] values = codes.value().clone();
    for (int i = 0; i < codes.entries(); i++) {
      if (codes.latent()[i] == feature) {
        values[i] = 0;
      }
    }
    return new SaeCodes(codes.rows(), codes.dSae(), codes.start(), codes.latent(), values);
  }

  @Override
  public void close() {
    try {
      model.close();
    } finally {
      tokenizer.close();
    }
  }
}
