package dev.polysweep.cli.output;

import dev.polysweep.spark.aggregate.Aggregator;
import dev.polysweep.table.TableSchema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says in one line why a command failed and what the user can do about it. */
public final class Breakdown {

  private static final String RESUMES = "the same command goes on after the last complete wave";

  /** Java's message about a path whose name cannot be written in the locale's charset. */
  private static final Pattern UNMAPPABLE = Pattern.compile("unmappable characters: (.*?)(\\)|$)");

  /** The names of the aggregate tables, as a group of a regular expression. */
  private static final String AGGREGATES =
      Aggregator.TABLES.stream().map(TableSchema::name).collect(Collectors.joining("|", "(", ")"));

  /**
   * The remedy for a known failure: a pattern of the failure's message, and the words for the user,
   * in which {@code $1} stands for the first group of the pattern.
   */
  private record Remedy(Pattern cause, String words) {}

  /** The known remedies, of which the first that matches is used. */
  private static final List<Remedy> REMEDIES =
      List.of(
          remedy(
              "No space left on device|Disk quota exceeded|not enough space on the disk",
              "the disk is full; free some space, then " + RESUMES),
          remedy(
              "Read-only file system|Permission denied|AccessDeniedException",
              "the results cannot be written; make the folder writable, then " + RESUMES),
          remedy(
              "unable to create (?:new )?native thread",
              "no more threads are allowed here; raise the limit (ulimit -u, or the container's of"
                  + " processes), or take fewer cores with --master local[2]; "
                  + RESUMES),
          remedy(
              "Too many open files",
              "no more open files are allowed here; raise the limit (ulimit -n), then " + RESUMES),
          remedy(
              "OutOfMemoryError",
              "out of memory; allow more with POLYSWEEP_JAVA_OPTS=-Xmx4g, say, or make smaller packs with --pack; "
                  + RESUMES),
          remedy(
              "UnsatisfiedLinkError|failed to map segment",
              "a library cannot be loaded; are the temporary folder and the home folder writable,"
                  + " and not mounted noexec? Name others with POLYSWEEP_JAVA_OPTS="
                  + "\"-Djava.io.tmpdir=DIR -Duser.home=DIR\""),
          remedy(
              "/(?!_)[a-z_]+/(wave=\\d+)/",
              "a file of $1 is damaged; delete the folder cells/$1 of the results, and the same"
                  + " command runs its cells again"),
          remedy(
              "FileNotFoundException[^\\n]*/" + AGGREGATES + "\\b",
              "table $1 is missing; polysweep aggregate makes it again"),
          remedy(
              "/" + AGGREGATES + "/", "table $1 is damaged; polysweep aggregate makes it again"));

  private Breakdown() {}

  private static Remedy remedy(String cause, String words) {
    return new Remedy(Pattern.compile(cause), words);
  }

  /**
   * The message about a file name that cannot be passed to the operating system; empty if the
   * failure has another cause.
   */
  public static Optional<String> lettersLacking(Throwable failure) {
    return chain(failure).stream()
        .map(e -> UNMAPPABLE.matcher(String.valueOf(e.getMessage())))
        .filter(Matcher::find)
        .map(
            path ->
                path.group(1)
                    + " has letters that the locale lacks; set LC_ALL=C.UTF-8, or another locale"
                    + " that has them")
        .findFirst();
  }

  /**
   * Says why the command failed, in the words of the failure's cause, and the remedy if one is
   * known.
   */
  public static String of(Throwable failure) {
    List<Throwable> chain = chain(failure);
    StringBuilder causes = new StringBuilder();
    chain.forEach(cause -> causes.append(cause).append('\n'));
    String own = own(chain);
    for (Remedy remedy : REMEDIES) {
      Matcher matcher = remedy.cause().matcher(causes);
      if (matcher.find()) {
        String words = remedy.words();
        return (matcher.groupCount() > 0 ? words.replace("$1", matcher.group(1)) : words)
            + " ("
            + own
            + ")";
      }
    }
    return own;
  }

  /** The message of the innermost cause that has one. */
  private static String own(List<Throwable> chain) {
    for (int i = chain.size() - 1; i >= 0; i--) {
      String message = chain.get(i).getMessage();
      if (message != null && !message.isBlank()) {
        String line = message.strip().lines().findFirst().orElse("");
        boolean telling = chain.get(i) instanceof java.io.IOException && line.contains(" ");
        return telling ? line : chain.get(i).getClass().getSimpleName() + ": " + line;
      }
    }
    return chain.get(0).toString();
  }

  private static List<Throwable> chain(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Throwable> chain = new ArrayList<>();
    for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
      chain.add(cause);
    }
    return chain;
  }
}
