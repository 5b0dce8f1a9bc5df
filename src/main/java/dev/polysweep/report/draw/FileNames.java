package dev.polysweep.report.draw;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Makes file names from labels: safe in every file system and in links, and each only once. */
public final class FileNames {

  private static final int LONGEST = 100;

  private final Set<String> taken = new HashSet<>();

  /**
   * Makes a name from a text: the text with everything but letters, digits and {@code . _ -} of
   * ASCII replaced by {@code _}, and a number behind it if that name was given before (by whatever
   * case, for file systems that ignore it).
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
