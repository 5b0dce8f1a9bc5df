package dev.polysweep.feature;

import dev.polysweep.transformer.NextTokenLoss;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Losses of a model over many windows, in this order: as it is, with the activation zeroed, with
 * its mean, and spliced with each dictionary. Mutable; exact whatever the order of the batches.
 */
public final class LossSums implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ExactSum[] nats;
  private long tokens;

  /** Of a model that so many dictionaries are spliced into. */
  public LossSums(int dictionaries) {
    nats = new ExactSum[3 + dictionaries];
    Arrays.setAll(nats, i -> new ExactSum());
  }

  void add(int variant, NextTokenLoss loss) {
    nats[variant].add((float) loss.nats());
    tokens += variant == 0 ? loss.tokens() : 0;
  }

  /** Adds those of other windows. */
  public LossSums add(LossSums other) {
    for (int i = 0; i < nats.length; i++) {
      nats[i].add(other.nats[i]);
    }
    tokens += other.tokens;
    return this;
  }

  /** Nats a token of the model as it is. */
  public double clean() {
    return mean(0);
  }

  /** Nats a token with the activation zeroed. */
  public double zero() {
    return mean(1);
  }

  /** Nats a token with the activation's mean in its place. */
  public double meanAblated() {
    return mean(2);
  }

  /** Nats a token with a dictionary's reconstruction in its place. */
  public double spliced(int dictionary) {
    return mean(3 + dictionary);
  }

  private double mean(int variant) {
    return nats[variant].value() / tokens;
  }
}
