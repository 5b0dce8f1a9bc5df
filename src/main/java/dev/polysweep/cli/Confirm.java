package dev.polysweep.cli;

import java.io.Console;

/** Asks the user to confirm an action that cannot be undone. */
final class Confirm {

  private Confirm() {}

  /**
   * Asks a question and returns whether the user agreed; false if no user can be asked, because
   * there is no console.
   */
  static boolean ask(String question) {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    String answer = console.readLine("%s [y/N] ", question);
    return answer != null && answer.strip().toLowerCase(java.util.Locale.ROOT).startsWith("y");
  }
}
