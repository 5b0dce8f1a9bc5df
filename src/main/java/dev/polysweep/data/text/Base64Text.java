package dev.polysweep.data.text;

/** Writes random bytes in base64 (RFC 4648), padding included. */
final class Base64Text implements Segment {

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  @Override
  public void write(Scribe scribe) {
    int quads = scribe.between(12, 36);
    int padding = scribe.choose(3);
    for (int i = 0; i < 4 * quads - padding; i++) {
      // The last character before the padding carries 6 − 2·padding bits of data.
      boolean last = i == 4 * quads - padding - 1;
      int step = last ? 1 << (2 * padding) : 1;
      int digit = step * scribe.choose(64 / step);
      scribe.write(Role.BODY, ALPHABET.substring(digit, digit + 1));
    }
    scribe.write(Role.PADDING, "=".repeat(padding));
  }
}
