package dev.polysweep.data.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.data.file.FileKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The contents of a store's {@code manifest.json}: its recipe, its files, its statistics, and a
 * hash of all numbers in their order. Results record the hash, so that they can be traced to the
 * very data of the store. The hash covers the files; the statistics follow from them and are not
 * hashed, so a manifest must not be edited by hand.
 *
 * @param recipe settings from which the store was made, by name
 * @param train files of the rows for training, in order
 * @param validation files of the rows of held-out documents, in order
 * @param statistics statistics of the rows for training
 * @param sha256 {@link #hash} of the files' hashes
 */
public record StoreManifest(
    Map<String, Object> recipe,
    List<Shard> train,
    List<Shard> validation,
    StoreStatistics statistics,
    String sha256) {

  /**
   * The manifest's file name. It is written last, so that a folder without it is not yet a store.
   */
  public static final String FILE = "manifest.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<String> FIELDS =
      Set.of(
          "recipe",
          "width",
          "sha256",
          "train",
          "validation",
          "rows",
          "mean_norm",
          "mean_squared_norm",
          "mean");

  private static final Set<String> SHARD_FIELDS = Set.of("file", "rows", "sha256");

  /**
   * One file of a store.
   *
   * @param file its name within the folder
   * @param rows its number of rows
   * @param sha256 SHA-256 of its bytes, in hexadecimal
   */
  public record Shard(String file, long rows, String sha256) {}

  /** The manifest of the given files, with the hash computed from theirs. */
  public static StoreManifest of(
      Map<String, Object> recipe,
      List<Shard> train,
      List<Shard> validation,
      StoreStatistics statistics) {
    return new StoreManifest(recipe, train, validation, statistics, hash(train, validation));
  }

  /**
   * The SHA-256 over the number of files and their hashes, training files first, in hexadecimal.
   */
  private static String hash(List<Shard> train, List<Shard> validation) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (List<Shard> shards : List.of(train, validation)) {
        digest.update((byte) shards.size());
        shards.forEach(shard -> digest.update(shard.sha256().getBytes(StandardCharsets.US_ASCII)));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /** The manifest as JSON text. */
  public String json() throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("recipe", recipe);
    all.put("width", statistics.mean().length);
    all.put("sha256", sha256);
    all.put("train", train);
    all.put("validation", validation);
    all.put("rows", statistics.rows());
    all.put("mean_norm", statistics.meanNorm());
    all.put("mean_squared_norm", statistics.meanSquaredNorm());
    all.put("mean", statistics.mean());
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n";
  }

  /**
   * Reads the manifest of a store.
   *
   * @throws IOException if there is no manifest or it is damaged; the message is for users
   */
  public static StoreManifest read(Path folder) throws IOException {
    JsonNode json;
    try {
      json = JSON.readTree(Files.readAllBytes(folder.resolve(FILE)));
    } catch (NoSuchFileException e) {
      throw new IOException(
          Files.isDirectory(folder)
              ? "no store of activations: there is no " + FILE
              : "there is no such folder",
          e);
    } catch (JsonProcessingException e) {
      String why =
          FileKind.insteadOf(FileKind.Format.JSON, folder.resolve(FILE))
              .orElse("is not sound JSON");
      throw new IOException(FILE + " " + why, e);
    }
    List<Shard> train = shards(json.path("train"));
    List<Shard> validation = shards(json.path("validation"));
    JsonNode mean = json.path("mean");
    if (train.isEmpty() || !mean.isArray() || mean.isEmpty()) {
      throw new IOException(FILE + " does not describe a store of activations");
    }
    requireKnown(json, FIELDS, "");
    double[] means = new double[mean.size()];
    for (int i = 0; i < means.length; i++) {
      means[i] = number(mean.get(i), "mean");
    }
    long rows = train.stream().mapToLong(Shard::rows).sum();
    requireSame(json, "width", means.length);
    requireSame(json, "rows", rows);
    StoreStatistics statistics =
        new StoreStatistics(
            rows,
            means,
            number(json.path("mean_norm"), "mean_norm"),
            number(json.path("mean_squared_norm"), "mean_squared_norm"));
    @SuppressWarnings("unchecked") // keys of a JSON object are texts
    Map<String, Object> recipe = JSON.convertValue(json.path("recipe"), Map.class);
    String sha256 = json.path("sha256").asText();
    if (!sha256.equals(hash(train, validation))) {
      throw new IOException(FILE + " was changed: its sha256 is not the hash of its files' hashes");
    }
    return new StoreManifest(recipe, train, validation, statistics, sha256);
  }

  private static List<Shard> shards(JsonNode list) throws IOException {
    List<Shard> shards = new ArrayList<>();
    for (JsonNode shard : list) {
      requireKnown(shard, SHARD_FIELDS, "a file's ");
      String file = shard.path("file").asText();
      long rows = shard.path("rows").isIntegralNumber() ? shard.path("rows").asLong() : -1;
      if (file.isEmpty() || file.startsWith(".") || file.contains("/") || rows < 0) {
        throw new IOException(FILE + " names no sound file of rows: " + shard);
      }
      shards.add(new Shard(file, rows, shard.path("sha256").asText()));
    }
    return shards;
  }

  /** Nothing that a store says of itself is passed over: it might change what its numbers mean. */
  private static void requireKnown(JsonNode json, Set<String> known, String of) throws IOException {
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new IOException(
            FILE + " has " + of + "'" + name + "', which is not known here; a newer Polysweep may");
      }
    }
  }

  private static double number(JsonNode value, String name) throws IOException {
    if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
      throw new IOException(FILE + ": " + name + " is no finite number, or missing");
    }
    return value.asDouble();
  }

  private static void requireSame(JsonNode json, String name, long counted) throws IOException {
    JsonNode said = json.path(name);
    if (!said.isIntegralNumber() || said.asLong() != counted) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: %s is %s, but by the rest of it %d",
              FILE,
              name,
              said.isMissingNode() ? "missing" : said,
              counted));
    }
  }

  /** Width of the activations. */
  public int width() {
    return statistics.mean().length;
  }
}
