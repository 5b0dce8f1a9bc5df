package dev.polysweep.data.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings in {@code cfg.json} of SAELens, versions 1 to 6. Whoever turns them into an
 * autoencoder asks for those that it uses, and then calls {@link #requireNothingLeft}: a setting
 * that nobody asked for must be one of which is known that it changes nothing, or the file is
 * refused.
 *
 * <p>A setting that is {@code null} counts as one that is not there. All errors name the file and
 * the setting, for users.
 */
public final class SaeLensSettings {

  private static final long LONGEST = 1 << 20; // bytes; they have some 1 000
  private static final int SHOWN = 40;

  private final String prefix;
  private final JsonNode json;
  private final Set<String> asked = new HashSet<>();

  private SaeLensSettings(String prefix, JsonNode json) {
    this.prefix = prefix;
    this.json = json;
  }

  /**
   * Reads the settings.
   *
   * @throws IOException if there is no sound file of that name
   */
  static SaeLensSettings read(Path file) throws IOException {
    try {
      if (!Files.isRegularFile(file)) {
        throw new IOException("there is no such file");
      }
      if (Files.size(file) > LONGEST) {
        throw new IOException("too long for settings: " + Files.size(file) + " bytes");
      }
      return new SaeLensSettings("", parse(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw named(e);
    }
  }

  /** Python writes NaN, Infinity and -Infinity, which JSON does not have. */
  private static JsonNode parse(byte[] text) throws IOException {
    JsonNode json;
    try {
      json =
          JsonMapper.builder()
              .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .build()
              .readTree(text);
    } catch (JsonProcessingException e) {
      throw new IOException(
          "not sound JSON"
              + (e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr()),
          e);
    }
    if (!json.isObject()) {
      throw new IOException("not a JSON object");
    }
    return json;
  }

  private static IOException named(IOException problem) {
    return new IOException(SaeLensFiles.CONFIG + ": " + problem.getMessage(), problem);
  }

  /** Whether a setting is there; asking does not use it. */
  public boolean has(String key) {
    return json.hasNonNull(key);
  }

  /**
   * A whole number.
   *
   * @throws IOException if it is missing, or not a whole number of at least 1
   */
  public int positive(String key) throws IOException {
    JsonNode value = ask(key);
    if (!value.canConvertToInt() || !value.isIntegralNumber() || value.asInt() < 1) {
      throw wanted(key, "a whole number of at least 1");
    }
    return value.asInt();
  }

  /**
   * A truth value.
   *
   * @param usual what it is if it is missing
   * @throws IOException if it is something else
   */
  public boolean flag(String key, boolean usual) throws IOException {
    JsonNode value = ask(key);
    if (!json.hasNonNull(key)) {
      return usual;
    }
    if (!value.isBoolean()) {
      throw wanted(key, "true or false");
    }
    return value.asBoolean();
  }

  /**
   * A text.
   *
   * @param usual what it is if it is missing
   * @throws IOException if it is something else
   */
  public String text(String key, String usual) throws IOException {
    JsonNode value = ask(key);
    if (!json.hasNonNull(key)) {
      return usual;
    }
    if (!value.isTextual()) {
      throw wanted(key, "a text");
    }
    return value.asText();
  }

  /**
   * A text that older versions wrote as a truth value.
   *
   * @param usual what it is if it is missing or false
   * @param truth what it is if it is true
   * @throws IOException if it is something else
   */
  public String text(String key, String usual, String truth) throws IOException {
    if (json.path(key).isBoolean()) {
      return flag(key, false) ? truth : usual;
    }
    return text(key, usual);
  }

  /**
   * Settings inside of a setting; none if it is missing.
   *
   * @throws IOException if it is something else than a JSON object
   */
  public SaeLensSettings inside(String key) throws IOException {
    JsonNode value = ask(key);
    if (json.hasNonNull(key) && !value.isObject()) {
      throw wanted(key, "a JSON object");
    }
    return new SaeLensSettings(prefix + key + ".", value);
  }

  /** Says of a setting that it changes nothing in an autoencoder like this one. */
  public void leave(String key) {
    ask(key);
  }

  private JsonNode ask(String key) {
    SaeLensVocabulary.Entry entry = SaeLensVocabulary.of(prefix + key);
    if (entry == null || entry.effect() != SaeLensVocabulary.Effect.USED) {
      throw new IllegalStateException(prefix + key + " is not listed as a setting that is used");
    }
    asked.add(key);
    JsonNode value = json.get(key);
    return value == null ? MissingNode.getInstance() : value;
  }

  /**
   * Refuses settings that nobody asked for, but for those that are known to change nothing.
   *
   * @param what the autoencoder that has no use for them, for the message
   * @throws IOException if there is one
   */
  public void requireNothingLeft(String what) throws IOException {
    Iterator<Map.Entry<String, JsonNode>> fields = json.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      if (!field.getValue().isNull() && !asked.contains(field.getKey())) {
        requireWithoutEffect(field.getKey(), field.getValue(), what);
      }
    }
  }

  private void requireWithoutEffect(String key, JsonNode value, String what) throws IOException {
    SaeLensVocabulary.Entry entry = SaeLensVocabulary.of(prefix + key);
    if (entry == null) {
      throw refused(
          key,
          "SAELens has no such setting; take it out if it changes nothing in what the autoencoder"
              + " does");
    }
    boolean off = value.isBoolean() && !value.asBoolean(); // what is off changes nothing
    switch (entry.effect()) {
      case USED -> {
        if (!off) {
          throw refused(key, what + " has no use for it");
        }
      }
      case ONLY -> {
        if (!entry.values().contains(value.asText())) {
          String allowed =
              entry.values().stream().map(v -> "'" + v + "'").collect(Collectors.joining(", "));
          throw refused(key, "only " + allowed + " can be used (" + entry.meaning() + ")");
        }
      }
      case NONE -> {
        // known to change nothing
      }
    }
  }

  private IOException wanted(String key, String wanted) {
    String is = json.has(key) ? " is " + cut(json.get(key).toString()) : " is missing";
    return problem(prefix + key + is + "; " + wanted + " is wanted");
  }

  /** An error: the setting, its value, and why it cannot be used. */
  public IOException refused(String key, String why) {
    JsonNode value = json.path(key);
    String is = value.isTextual() ? "'" + cut(value.asText()) + "'" : cut(value.toString());
    return problem(prefix + key + " is " + is + "; " + why);
  }

  /** An error in these settings. */
  public IOException problem(String message) {
    return named(new IOException(message));
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= SHOWN
        ? text
        : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…";
  }
}
