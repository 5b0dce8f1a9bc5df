package dev.polysweep.data.text;

/**
 * Writes calculations such as {@code 12 + 7 = 19; 30 - 4 = 26}; the result follows from the
 * operands.
 */
final class Arithmetic implements Segment {

  @Override
  public void write(Scribe scribe) {
    int reckonings = scribe.between(3, 9);
    for (int i = 0; i < reckonings; i++) {
      if (i > 0) {
        scribe.write(Role.PUNCTUATION, ";");
        scribe.write(Role.SPACE, " ");
      }
      reckoning(scribe);
    }
  }

  private static void reckoning(Scribe scribe) {
    int a = scribe.choose(100);
    scribe.write(Role.OPERAND, a);
    scribe.write(Role.SPACE, " ");
    String operator = scribe.any("+", "-", "*");
    scribe.write(Role.OPERATOR, operator);
    scribe.write(Role.SPACE, " ");
    int b = scribe.choose(10);
    scribe.write(Role.OPERAND, b);
    scribe.write(Role.SPACE, " ");
    scribe.write(Role.OPERATOR, "=");
    scribe.write(Role.SPACE, " ");
    scribe.write(
        Role.RESULT,
        switch (operator) {
          case "+" -> a + b;
          case "-" -> a - b;
          default -> a * b;
        });
  }
}
