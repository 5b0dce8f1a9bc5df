package dev.polysweep.feature;

import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.transformer.NextTokenLoss;
import dev.polysweep.transformer.SplicedModel;
import dev.polysweep.transformer.WindowTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures the next-token loss of a model on windows of tokens in several variants: with the tapped
 * activation unchanged, replaced by zeros, replaced by its mean, and replaced by its reconstruction
 * from each of the dictionaries. Not thread-safe.
 */
public final class SpliceLoss implements AutoCloseable {

  private final SplicedModel model;
  private final List<Dictionary.Reader> dictionaries = new ArrayList<>();
  private final float[] mean;

  /**
   * Prepares the measurement.
   *
   * @param model the model; it is closed with this object, or at once if a dictionary cannot be
   *     opened
   * @param mean mean of the activation, {@code [width]}
   * @param dictionaries the dictionaries, in the order of {@link LossSums#spliced}
   */
  public SpliceLoss(SplicedModel model, float[] mean, List<Dictionary> dictionaries) {
    this.model = model;
    this.mean = mean;
    try {
      dictionaries.forEach(dictionary -> this.dictionaries.add(dictionary.open()));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Runs the windows as one batch and adds their losses in all variants to {@code sums}. */
  public void add(int[][] windows, LossSums sums) {
    WindowTensor clean = model.activations(windows);
    float[] values = clean.values();
    WindowTensor replaced =
        new WindowTensor(new float[values.length], clean.rows(), clean.length(), clean.width());
    int variant = 0;
    sums.add(variant++, loss(windows, clean));
    sums.add(variant++, loss(windows, replaced));
    for (int i = 0; i < values.length; i++) {
      replaced.values()[i] = mean[i % mean.length];
    }
    sums.add(variant++, loss(windows, replaced));
    float[] tokens = gathered(windows, clean);
    for (Dictionary.Reader dictionary : dictionaries) {
      SaeCodes codes = dictionary.encode(tokens);
      scatter(windows, dictionary.decode(codes), replaced);
      sums.add(variant++, loss(windows, replaced));
    }
  }

  private NextTokenLoss loss(int[][] windows, WindowTensor activation) {
    return NextTokenLoss.of(windows, model.logits(windows, activation));
  }

  /** The activations of the tokens without those of the padding, {@code [tokens, width]}. */
  private static float[] gathered(int[][] windows, WindowTensor from) {
    int width = from.width();
    float[] all = new float[Arrays.stream(windows).mapToInt(w -> w.length).sum() * width];
    int at = 0;
    for (int w = 0; w < windows.length; w++) {
      int length = windows[w].length * width;
      System.arraycopy(from.values(), from.offset(w, 0), all, at, length);
      at += length;
    }
    return all;
  }

  private static void scatter(int[][] windows, float[] tokens, WindowTensor to) {
    int at = 0;
    for (int w = 0; w < windows.length; w++) {
      int length = windows[w].length * to.width();
      System.arraycopy(tokens, at, to.values(), to.offset(w, 0), length);
      at += length;
    }
  }

  @Override
  public void close() {
    model.close();
    dictionaries.forEach(Dictionary.Reader::close);
  }
}
