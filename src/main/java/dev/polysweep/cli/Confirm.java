package dev.polysweep.cli;

import java.io.Console;

/** Asks before something that cannot be undone. */
final class Confirm {

  private Confirm() {}

  /** Whether a person said yes; false where there is none to ask. */
  static boolean ask(String question) {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    String answer = console.readLine("%s [y/N] ", question);
    return answer != null && answer.strip().toLowerCase(java.util.Locale.ROOT).startsWith("y");
  }
}
