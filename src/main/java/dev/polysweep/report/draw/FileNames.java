package dev.polysweep.report.draw;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Makes file names from labels. The names are safe in every file system and in links, and one
 * object gives each name only once.
 */
public final class FileNames {

  private static final int LONGEST = 100;

  private final Set<String> taken = new HashSet<>();

  /**
   * Returns a file name for a text. Every character of the text that is not an ASCII letter, an
   * ASCII digit or one of {@code . _ -} becomes {@code _}, and a long text is cut. If the result
   * was given before, a hyphen and a number follow; names that differ only in case count as equal,
   * because some file systems ignore case.
   */
  public String of(String text) {
    String safe = text.replaceAll("[^A-Za-z0-9._-]", "_");
    safe = safe.length() > LONGEST ? safe.substring(0, LONGEST) : safe;
    String name = safe;
    for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
      name = safe + "-" + i;
    }
    return name;
  }
}
