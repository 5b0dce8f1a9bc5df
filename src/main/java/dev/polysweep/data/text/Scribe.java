package dev.polysweep.data.text;

import dev.polysweep.math.RandomStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a document byte by byte with its labels. All random choices of the languages are made by
 * this class, which assigns the surprisal −ln p of a choice to the byte that is written next. The
 * surprisals of a document therefore add up to −ln of its probability.
 */
final class Scribe {

  private final RandomStream random;
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final ByteArrayOutputStream languages = new ByteArrayOutputStream();
  private final ByteArrayOutputStream roles = new ByteArrayOutputStream();
  private float[] surprisals = new float[1024];
  private Language language = Language.NONE;
  private double pending;

  Scribe(RandomStream random) {
    this.random = random;
  }

  /** Sets the language with which the following bytes are labelled. */
  void language(Language now) {
    language = now;
  }

  /** The number of bytes written so far. */
  int length() {
    return text.size();
  }

  /** Draws an integer uniform on {0, …, n − 1}. */
  int choose(int n) {
    pending += StrictMath.log(n);
    return random.nextInt(n);
  }

  /** Draws an integer uniform on {low, …, high}. */
  int between(int low, int high) {
    return low + choose(high - low + 1);
  }

  /** Draws a truth value that is true with probability p, in (0, 1). */
  boolean chance(double p) {
    boolean yes = random.nextDouble() < p;
    pending -= StrictMath.log(yes ? p : 1 - p);
    return yes;
  }

  /** Draws one of the words, all equally likely. */
  String any(String... words) {
    return words[choose(words.length)];
  }

  /**
   * Draws one of the words by Zipf's law: word r, counted from 1, has a probability proportional to
   * 1/r.
   */
  String zipf(String... words) {
    double total = 0;
    for (int r = 1; r <= words.length; r++) {
      total += 1.0 / r;
    }
    double left = random.nextDouble() * total;
    int i = 0;
    while (i < words.length - 1 && left >= 1.0 / (i + 1)) {
      left -= 1.0 / ++i;
    }
    pending += StrictMath.log(total * (i + 1));
    return words[i];
  }

  /** Writes ASCII text, every byte of it in the given role. */
  void write(Role role, String words) {
    for (byte b : words.getBytes(StandardCharsets.US_ASCII)) {
      if (text.size() == surprisals.length) {
        surprisals = Arrays.copyOf(surprisals, 2 * surprisals.length);
      }
      surprisals[text.size()] = (float) pending;
      pending = 0;
      text.write(b);
      languages.write(language.ordinal());
      roles.write(role.ordinal());
    }
  }

  /** Writes a number in decimal digits, all in the given role. */
  void write(Role role, int number) {
    write(role, Integer.toString(number));
  }

  /** The document written so far. */
  LabelledText done() {
    return new LabelledText(
        text.toByteArray(),
        languages.toByteArray(),
        roles.toByteArray(),
        Arrays.copyOf(surprisals, text.size()));
  }
}
