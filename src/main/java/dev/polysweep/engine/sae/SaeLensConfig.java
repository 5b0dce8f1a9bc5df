package dev.polysweep.engine.sae;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What {@code cfg.json} of SAELens says, version 6 or earlier; defaults are those of SAELens.
 *
 * @param architecture {@code standard}, {@code topk}, {@code jumprelu}, …
 * @param dIn width of the activations
 * @param dSae number of latents
 * @param k active latents of a {@code topk}; 0 where it is not given
 * @param subtractsDecoderBias {@code apply_b_dec_to_input}
 * @param scaledByDecoderNorm {@code rescale_acts_by_decoder_norm}
 * @param normalization {@code normalize_activations}
 */
record SaeLensConfig(
    String architecture,
    int dIn,
    int dSae,
    int k,
    boolean subtractsDecoderBias,
    boolean scaledByDecoderNorm,
    String normalization) {

  /** What turns pre-activations into activations. */
  enum Activation {
    RELU,
    TOP_K,
    JUMP_RELU
  }

  private static final long LONGEST = 1 << 20; // bytes; they have some 1 000
  private static final int SHOWN = 40;
  private static final String NONE = "none";
  private static final String TOP_K = "topk";

  /**
   * @throws IOException if there is no sound file; the message names it, for users
   */
  static SaeLensConfig read(Path file) throws IOException {
    try {
      if (!Files.isRegularFile(file)) {
        throw new IOException("there is no such file");
      }
      if (Files.size(file) > LONGEST) {
        throw new IOException("too long for settings: " + Files.size(file) + " bytes");
      }
      return of(parse(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw SaeLensFolder.named(file.getFileName().toString(), e);
    }
  }

  private static JsonNode parse(byte[] text) throws IOException {
    JsonNode json;
    try {
      json =
          new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(text);
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

  private static SaeLensConfig of(JsonNode json) throws IOException {
    JsonNode old = json.path("activation_fn_str");
    boolean oldTopK = (old.isTextual() ? old : json.path("activation_fn")).asText().equals(TOP_K);
    JsonNode oldK = json.path("activation_fn_kwargs");
    String architecture = oldTopK ? TOP_K : text(json, "architecture", "standard");
    int k = 0;
    if (architecture.equals(TOP_K)) {
      k = json.has("k") || !oldK.has("k") ? positive(json, "k") : positive(oldK, "k");
    }
    int dSae = positive(json, "d_sae");
    if (k > dSae) {
      throw new IOException("k is " + k + ", more than d_sae, " + dSae);
    }
    JsonNode scaled = json.path("normalize_activations");
    return new SaeLensConfig(
        architecture,
        positive(json, "d_in"),
        dSae,
        k,
        flag(json, "apply_b_dec_to_input", true),
        flag(json, "rescale_acts_by_decoder_norm", false),
        scaled.isBoolean()
            ? scaled.asBoolean() ? "expected_average_only_in" : NONE
            : text(json, "normalize_activations", NONE));
  }

  private static int positive(JsonNode json, String key) throws IOException {
    JsonNode value = json.path(key);
    if (!value.canConvertToInt() || !value.isIntegralNumber() || value.asInt() < 1) {
      throw wrong(json, key, "a whole number of at least 1");
    }
    return value.asInt();
  }

  private static boolean flag(JsonNode json, String key, boolean usual) throws IOException {
    if (!json.hasNonNull(key)) {
      return usual;
    }
    if (!json.get(key).isBoolean()) {
      throw wrong(json, key, "true or false");
    }
    return json.get(key).asBoolean();
  }

  private static String text(JsonNode json, String key, String usual) throws IOException {
    if (!json.hasNonNull(key)) {
      return usual;
    }
    if (!json.get(key).isTextual()) {
      throw wrong(json, key, "a text");
    }
    return json.get(key).asText();
  }

  private static IOException wrong(JsonNode json, String key, String wanted) {
    return new IOException(
        key
            + (json.has(key) ? " is " + cut(json.get(key).toString()) : " is missing")
            + "; "
            + wanted
            + " is wanted");
  }

  private static String cut(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  /**
   * @throws IOException if it cannot be used on inputs as they are
   */
  void requireUsable() throws IOException {
    activation();
    if (!normalization.equals(NONE)) {
      throw new IOException(
          SaeLensFolder.CONFIG
              + ": normalize_activations is '"
              + cut(normalization)
              + "'; only weights for inputs as they are ('none') can be used: fold the scaling in");
    }
  }

  Activation activation() throws IOException {
    return switch (architecture) {
      case "standard" -> Activation.RELU;
      case TOP_K -> Activation.TOP_K;
      case "jumprelu" -> Activation.JUMP_RELU;
      default ->
          throw new IOException(
              SaeLensFolder.CONFIG
                  + ": architecture '"
                  + cut(architecture)
                  + "' is not known; there are standard, topk, and jumprelu, as which SAELens saves"
                  + " a trained batchtopk");
    };
  }
}
