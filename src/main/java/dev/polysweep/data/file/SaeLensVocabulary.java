package dev.polysweep.data.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings that versions 1 to 6 of SAELens write into {@code cfg.json}, and what each does to
 * the activations and reconstructions of a trained autoencoder. They are listed in the resource
 * {@code saelens-settings.tsv}, a line a setting: its name, the versions, its effect and its
 * meaning. Names of settings inside another one are joined to its name by a dot.
 */
final class SaeLensVocabulary {

  private static final String TABLE = "saelens-settings.tsv";
  private static final String ONLY = "only ";
  private static final int FIELDS = 4;

  private static final Map<String, Entry> ENTRIES = read();

  /** What a setting does to activations and reconstructions. */
  enum Effect {
    /** It is read, by whoever turns the file into an autoencoder. */
    USED,
    /** It changes nothing, whatever its value. */
    NONE,
    /** It changes nothing if it has one of the values that are listed. */
    ONLY
  }

  /**
   * One setting.
   *
   * @param effect what it does
   * @param values values with which it changes nothing, of {@link Effect#ONLY}
   * @param meaning what it stands for, in a few words
   */
  record Entry(Effect effect, List<String> values, String meaning) {}

  private SaeLensVocabulary() {}

  /**
   * What is known of a setting.
   *
   * @param name its name, after those of the settings that it is inside of
   * @return null if SAELens has no such setting
   */
  static Entry of(String name) {
    return ENTRIES.get(name);
  }

  /** All settings by name. */
  static Map<String, Entry> all() {
    return ENTRIES;
  }

  private static Map<String, Entry> read() {
    Map<String, Entry> entries = new LinkedHashMap<>();
    try (InputStream in = SaeLensVocabulary.class.getResourceAsStream(TABLE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] fields = line.split("\t", -1);
          if (fields.length != FIELDS || entries.put(fields[0], entry(fields)) != null) {
            throw new IllegalStateException(TABLE + ": " + line);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(entries);
  }

  private static Entry entry(String[] fields) {
    String effect = fields[2];
    if (effect.startsWith(ONLY)) {
      List<String> values = List.of(effect.substring(ONLY.length()).split(", "));
      return new Entry(Effect.ONLY, values, fields[3]);
    }
    Effect known =
        switch (effect) {
          case "used" -> Effect.USED;
          case "none" -> Effect.NONE;
          default -> throw new IllegalStateException(TABLE + ": " + String.join(" ", fields));
        };
    return new Entry(known, List.of(), fields[3]);
  }
}
