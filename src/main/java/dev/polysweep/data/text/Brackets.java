package dev.polysweep.data.text;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes balanced brackets, at most eight deep; the kind of a closing bracket follows from the one
 * it closes.
 */
final class Brackets implements Segment {

  private static final int DEEPEST = 8;

  @Override
  public void write(Scribe scribe) {
    int pairs = scribe.between(25, 70);
    Deque<String> open = new ArrayDeque<>();
    while (pairs > 0 || !open.isEmpty()) {
      boolean opens = open.isEmpty() || (pairs > 0 && open.size() < DEEPEST && scribe.chance(0.5));
      if (opens) {
        String pair = scribe.any("()", "[]", "{}", "<>");
        scribe.write(Role.OPEN, pair.substring(0, 1));
        open.push(pair.substring(1));
        pairs--;
      } else {
        scribe.write(Role.CLOSE, open.pop());
      }
    }
  }
}
