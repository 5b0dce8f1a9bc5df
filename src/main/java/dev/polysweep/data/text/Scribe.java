package dev.polysweep.data.text;

import dev.polysweep.math.RandomStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a document byte by byte with its labels. Every random choice is made here and its
 * surprisal −ln p noted; it is charged to the byte that is written next, so a document's surprisals
 * add up to −ln of its probability.
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

  /** The language of what is written from now on. */
  void language(Language now) {
    language = now;
  }

  /** Bytes written so far. */
  int length() {
    return text.size();
  }

  /** Uniform on {0, …, n − 1}. */
  int choose(int n) {
    pending += StrictMath.log(n);
    return random.nextInt(n);
  }

  /** Uniform on {low, …, high}. */
  int between(int low, int high) {
    return low + choose(high - low + 1);
  }

  /** True with a probability of p in (0, 1). */
  boolean chance(double p) {
    boolean yes = random.nextDouble() < p;
    pending -= StrictMath.log(yes ? p : 1 - p);
    return yes;
  }

  /** One of them, each equally likely. */
  String any(String... words) {
    return words[choose(words.length)];
  }

  /** One of them by Zipf's law: the r-th, from 1, with a probability proportional to 1/r. */
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

  /** Writes ASCII text. */
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

  /** Writes a number in decimal. */
  void write(Role role, int number) {
    write(role, Integer.toString(number));
  }

  /** What was written. */
  LabelledText done() {
    return new LabelledText(
        text.toByteArray(),
        languages.toByteArray(),
        roles.toByteArray(),
        Arrays.copyOf(surprisals, text.size()));
  }
}
