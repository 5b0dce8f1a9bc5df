package dev.polysweep.spark.feature;

import java.io.Serializable;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The tokens of one ground truth: how many there are, and those with the smallest lots, which are a
 * random sample of them. Mutable; not thread-safe.
 */
final class ProbeStratum implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A token, by its place and its random number. */
  record Token(long lot, long document, int position) implements Serializable {

    private static int order(Token a, Token b) {
      return Comparator.comparingLong(Token::lot)
          .thenComparingLong(Token::document)
          .thenComparingInt(Token::position)
          .compare(a, b);
    }
  }

  private final int most;
  private final PriorityQueue<Token> kept =
      new PriorityQueue<>((Comparator<Token> & Serializable) (a, b) -> Token.order(b, a));
  private long count;

  /** A stratum without tokens that keeps at most so many. */
  ProbeStratum(int most) {
    this.most = most;
  }

  /** Counts a token, and returns this object. */
  ProbeStratum add(Token token) {
    count++;
    keep(token);
    return this;
  }

  /** Adds the tokens of another part, and returns this object. */
  ProbeStratum add(ProbeStratum other) {
    count += other.count;
    other.kept.forEach(this::keep);
    return this;
  }

  private void keep(Token token) {
    kept.add(token);
    if (kept.size() > most) {
      kept.remove();
    }
  }

  /** The tokens that were kept, in no order. */
  Iterable<Token> kept() {
    return kept;
  }

  /** The number of tokens that each kept one stands for. */
  double weight() {
    return (double) count / kept.size();
  }
}
