package dev.polysweep.data.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code manifest.json} of a store: its recipe, its files, its statistics, and a hash of all
 * numbers in their order, by which results are tied to it.
 *
 * @param recipe what it was made of, and how
 * @param train files for training, in order
 * @param validation files of held-out documents, in order
 * @param statistics of the rows for training
 * @param sha256 {@link #hash} of the files' hashes
 */
public record StoreManifest(
    Map<String, Object> recipe,
    List<Shard> train,
    List<Shard> validation,
    StoreStatistics statistics,
    String sha256) {

  /** Its name in the store. It is written last: without it there is no store. */
  public static final String FILE = "manifest.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A file of a store.
   *
   * @param file its name
   * @param rows its rows
   * @param sha256 hash of its bytes
   */
  public record Shard(String file, long rows, String sha256) {}

  /** The manifest of these files. */
  public static StoreManifest of(
      Map<String, Object> recipe,
      List<Shard> train,
      List<Shard> validation,
      StoreStatistics statistics) {
    return new StoreManifest(recipe, train, validation, statistics, hash(train, validation));
  }

  /** SHA-256 over the files' own, those for training first. */
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

  /** As text. */
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
   * @throws IOException if there is none or it is damaged; the message is for users
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
      throw new IOException(FILE + " is not sound JSON", e);
    }
    List<Shard> train = shards(json.path("train"));
    List<Shard> validation = shards(json.path("validation"));
    JsonNode mean = json.path("mean");
    if (train.isEmpty() || !mean.isArray() || mean.isEmpty()) {
      throw new IOException(FILE + " is not that of a store of activations");
    }
    double[] means = new double[mean.size()];
    for (int i = 0; i < means.length; i++) {
      means[i] = mean.get(i).asDouble();
    }
    StoreStatistics statistics =
        new StoreStatistics(
            train.stream().mapToLong(Shard::rows).sum(),
            means,
            json.path("mean_norm").asDouble(),
            json.path("mean_squared_norm").asDouble());
    @SuppressWarnings("unchecked") // keys of a JSON object are texts
    Map<String, Object> recipe = JSON.convertValue(json.path("recipe"), Map.class);
    String sha256 = json.path("sha256").asText();
    if (!sha256.equals(hash(train, validation))) {
      throw new IOException(FILE + " was changed: its files' hashes are not those of its sha256");
    }
    return new StoreManifest(recipe, train, validation, statistics, sha256);
  }

  private static List<Shard> shards(JsonNode list) {
    List<Shard> shards = new ArrayList<>();
    for (JsonNode shard : list) {
      shards.add(
          new Shard(
              shard.path("file").asText(),
              shard.path("rows").asLong(),
              shard.path("sha256").asText()));
    }
    return shards;
  }

  /** Width of the activations. */
  public int width() {
    return statistics.mean().length;
  }
}
