package dev.polysweep.sweep.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that a user probably meant. */
public final class Nearest {

  /**
   * Number of characters that are compared. Only the beginnings of longer words are, so that very
   * long input costs no time.
   */
  private static final int COMPARED = 64;

  private Nearest() {}

  /** " (did you mean 'x'?)" for the nearest candidate, or "" if none is near. */
  public static String hint(String word, Collection<String> candidates) {
    return match(word, candidates)
        .map(x -> " (did you mean '" + Quoted.shortened(x) + "'?)")
        .orElse("");
  }

  /**
   * The nearest candidate by edit distance, or nothing if the distance is more than 2 and more than
   * half the candidate's length. Of equally near candidates, the first is taken.
   */
  static Optional<String> match(String word, Collection<String> candidates) {
    return candidates.stream()
        .min(Comparator.comparingInt(c -> distance(word, c)))
        .filter(c -> distance(word, c) <= Math.max(2, c.length() / 2));
  }

  /**
   * The edit distance to a candidate, or, if smaller, 1 plus the edit distance to the last part of
   * a dotted key, so that {@code hidden} is near {@code mlp.hidden}.
   */
  private static int distance(String word, String candidate) {
    int whole = edits(word, candidate);
    int dot = candidate.lastIndexOf('.');
    return dot < 0 ? whole : Math.min(whole, 1 + edits(word, candidate.substring(dot + 1)));
  }

  /**
   * The smallest number of insertions, deletions, substitutions and swaps of neighbours that turns
   * one word into the other (optimal string alignment), ignoring case.
   */
  static int edits(String a, String b) {
    String s = beginning(a);
    String t = beginning(b);
    int[][] d = new int[s.length() + 1][t.length() + 1];
    for (int i = 0; i <= s.length(); i++) {
      for (int j = 0; j <= t.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int substitution = d[i - 1][j - 1] + (s.charAt(i - 1) == t.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(substitution, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && s.charAt(i - 1) == t.charAt(j - 2)
                && s.charAt(i - 2) == t.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[s.length()][t.length()];
  }

  private static String beginning(String word) {
    return word.substring(0, Math.min(COMPARED, word.length())).toLowerCase(Locale.ROOT);
  }
}
