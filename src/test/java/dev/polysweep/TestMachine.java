package dev.polysweep;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The machine that the tests believe they run on: a locale, a time zone and a default charset drawn
 * at random for each build, so that no test and no code can rely on those of its author. The build
 * prints the seed, and {@code -Dpolysweep.machine=SEED} repeats its choice.
 */
public final class TestMachine {

  /** Half of all draws: other digits, other calendars, other small letters, other signs. */
  private static final List<String> PECULIAR =
      List.of(
          "ar-EG",
          "az-AZ",
          "bn-BD",
          "ckb-IQ",
          "de-DE",
          "dz-BT",
          "fa-IR",
          "fr-FR",
          "hi-IN-u-nu-deva",
          "ja-JP-u-ca-japanese",
          "lt-LT",
          "mr-IN",
          "my-MM",
          "nb-NO",
          "ne-NP",
          "th-TH-u-ca-buddhist-nu-thai",
          "tr-TR",
          "ur-IN");

  private static final List<String> CHARSETS =
      List.of("UTF-8", "US-ASCII", "ISO-8859-1", "ISO-8859-15", "windows-1252", "KOI8-R", "GBK");

  private static final List<String> OPTIONS =
      List.of(
          "user.language",
          "user.script",
          "user.country",
          "user.variant",
          "user.extensions",
          "user.timezone",
          "file.encoding");

  private TestMachine() {}

  /**
   * Draws a machine and leaves the options for Java in a file.
   *
   * @param args the file, and the seed or nothing
   */
  public static void main(String[] args) throws IOException {
    long seed = args.length < 2 || args[1].isBlank() ? fresh() : Long.parseLong(args[1].strip());
    Random random = new Random(seed * 0x9E3779B97F4A7C15L); // neighbours would draw much the same
    Locale locale = locale(random);
    String zone = any(random, ZoneId.getAvailableZoneIds().stream().sorted().toList());
    String charset = any(random, CHARSETS);
    List<String> values =
        List.of(
            locale.getLanguage(),
            locale.getScript(),
            locale.getCountry(),
            locale.getVariant(),
            locale.hasExtensions() ? extensions(locale) : "",
            zone,
            charset);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      lines.append("-D").append(OPTIONS.get(i)).append('=').append(values.get(i)).append('\n');
    }
    Files.writeString(Path.of(args[0]), lines);
    System.out.println(
        "Tests run in the locale "
            + locale.toLanguageTag()
            + ", the time zone "
            + zone
            + " and the charset "
            + charset
            + "; -Dpolysweep.machine="
            + seed
            + " does so again");
  }

  /** The options by which a child of this process is on the same machine. */
  public static List<String> options() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(arg -> OPTIONS.stream().anyMatch(option -> arg.startsWith("-D" + option + "=")))
        .toList();
  }

  private static long fresh() {
    return System.nanoTime() % 1_000_000;
  }

  private static Locale locale(Random random) {
    if (random.nextBoolean()) {
      return Locale.forLanguageTag(any(random, PECULIAR));
    }
    return any(
        random,
        Arrays.stream(Locale.getAvailableLocales())
            .filter(locale -> !locale.getLanguage().isEmpty())
            .sorted(Comparator.comparing(Locale::toLanguageTag))
            .toList());
  }

  /** For example u-ca-buddhist-nu-thai. */
  private static String extensions(Locale locale) {
    String tag = locale.toLanguageTag();
    return tag.substring(tag.indexOf("-u-") + 1);
  }

  private static <T> T any(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
