package dev.polysweep.data.text;

/**
 * Writes statements such as {@code let total = load(index, 12); if (total < 3) { return size; }}.
 */
final class Code implements Segment {

  private static final String[] NAMES = {
    "index", "total", "value", "size", "node", "left", "right", "buffer", "key", "state"
  };
  private static final String[] FUNCTIONS = {"load", "push", "merge", "find", "scale", "read"};

  @Override
  public void write(Scribe scribe) {
    int statements = scribe.between(2, 6);
    for (int i = 0; i < statements; i++) {
      if (i > 0) {
        scribe.write(Role.SPACE, " ");
      }
      statement(scribe);
    }
  }

  private static void statement(Scribe scribe) {
    switch (scribe.choose(3)) {
      case 0 -> {
        scribe.write(Role.KEYWORD, "let");
        scribe.write(Role.SPACE, " ");
        name(scribe);
        symbol(scribe, Role.OPERATOR, " = ");
        call(scribe);
        scribe.write(Role.PUNCTUATION, ";");
      }
      case 1 -> {
        scribe.write(Role.KEYWORD, scribe.any("if", "while"));
        symbol(scribe, Role.PUNCTUATION, " (");
        name(scribe);
        symbol(scribe, Role.OPERATOR, " " + scribe.any("<", ">", "==", "!=") + " ");
        scribe.write(Role.NUMBER, scribe.choose(64));
        symbol(scribe, Role.PUNCTUATION, ") { ");
        scribe.write(Role.KEYWORD, "return");
        scribe.write(Role.SPACE, " ");
        name(scribe);
        symbol(scribe, Role.PUNCTUATION, "; }");
      }
      default -> {
        call(scribe);
        scribe.write(Role.PUNCTUATION, ";");
      }
    }
  }

  private static void call(Scribe scribe) {
    scribe.write(Role.IDENTIFIER, scribe.zipf(FUNCTIONS));
    scribe.write(Role.PUNCTUATION, "(");
    name(scribe);
    if (scribe.chance(0.5)) {
      symbol(scribe, Role.PUNCTUATION, ", ");
      scribe.write(Role.NUMBER, scribe.choose(64));
    }
    scribe.write(Role.PUNCTUATION, ")");
  }

  private static void name(Scribe scribe) {
    scribe.write(Role.IDENTIFIER, scribe.zipf(NAMES));
  }

  /** Writes symbols in the given role, and the blanks among them in the role {@code SPACE}. */
  private static void symbol(Scribe scribe, Role role, String symbols) {
    for (char c : symbols.toCharArray()) {
      scribe.write(c == ' ' ? Role.SPACE : role, String.valueOf(c));
    }
  }
}
