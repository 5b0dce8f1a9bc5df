package dev.polysweep.data.text;

/** Writes random numbers of eight hexadecimal digits, such as {@code 0x3fa9c01e 0x…}. */
final class Hexadecimal implements Segment {

  private static final String DIGITS = "0123456789abcdef";

  @Override
  public void write(Scribe scribe) {
    int numbers = scribe.between(5, 14);
    for (int i = 0; i < numbers; i++) {
      if (i > 0) {
        scribe.write(Role.SPACE, " ");
      }
      scribe.write(Role.PREFIX, "0x");
      for (int d = 0; d < 8; d++) {
        int digit = scribe.choose(DIGITS.length());
        scribe.write(Role.DIGIT, DIGITS.substring(digit, digit + 1));
      }
    }
  }
}
