package dev.polysweep.feature;

import dev.polysweep.transformer.NextTokenLoss;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The summed next-token losses of a model over many windows, for several variants of the model:
 * unchanged (variant 0), with the tapped activation replaced by zeros (1), replaced by its mean
 * (2), and replaced by its reconstruction from each dictionary (3, 4, …). The sums do not depend on
 * the order of the batches. Mutable; not thread-safe.
 */
public final class LossSums implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ExactSum[] nats;
  private long tokens;

  /** Sums over no windows yet, for a model with {@code dictionaries} spliced dictionaries. */
  public LossSums(int dictionaries) {
    nats = new ExactSum[3 + dictionaries];
    Arrays.setAll(nats, i -> new ExactSum());
  }

  void add(int variant, NextTokenLoss loss) {
    nats[variant].add((float) loss.nats());
    tokens += variant == 0 ? loss.tokens() : 0;
  }

  /** Adds the losses that {@code other} has summed over other windows, and returns this object. */
  public LossSums add(LossSums other) {
    for (int i = 0; i < nats.length; i++) {
      nats[i].add(other.nats[i]);
    }
    tokens += other.tokens;
    return this;
  }

  /** The mean loss of the unchanged model, in nats a token. */
  public double clean() {
    return mean(0);
  }

  /** The mean loss with the activation replaced by zeros, in nats a token. */
  public double zero() {
    return mean(1);
  }

  /** The mean loss with the activation replaced by its mean, in nats a token. */
  public double meanAblated() {
    return mean(2);
  }

  /**
   * The mean loss with the activation replaced by its reconstruction from the dictionary of that
   * index, in nats a token.
   */
  public double spliced(int dictionary) {
    return mean(3 + dictionary);
  }

  private double mean(int variant) {
    return nats[variant].value() / tokens;
  }
}
