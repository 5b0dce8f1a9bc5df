package dev.polysweep.spark.activation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.data.store.RowOrder;
import dev.polysweep.data.store.StoreManifest;
import dev.polysweep.data.store.StoreManifest.Shard;
import dev.polysweep.data.store.StoreStatistics;
import dev.polysweep.spark.session.Failures;
import dev.polysweep.spark.session.JobNames;
import dev.polysweep.spark.store.ResultReader;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.ActivationTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Makes a {@linkplain dev.polysweep.data.store.ActivationStore store} of extracted activations: all
 * tokens in one random order, a share of the documents held out for validation, and the statistics
 * of the other documents' tokens. The bytes of the store depend only on the tokens, the seed and
 * the share. A first pass counts tokens, a second sorts and writes them. One task of Spark's
 * shuffle sorts one file, so the memory that is needed does not grow with the number of tokens.
 */
public final class ActivationShuffle {

  /**
   * Approximate size of a file in bytes: a file is mapped into memory whole, and a task sorts one
   * file at a time.
   */
  private static final long FILE_BYTES = 128L << 20;

  private final SparkSession spark;
  private final String source;
  private final Path folder;
  private final RowOrder order;
  private final long fileBytes;

  /**
   * Creates the job, with files of about 128 MB.
   *
   * @param source folder of an extraction, or of any Parquet with the columns {@code document},
   *     {@code position} and {@code activations}
   * @param folder folder of the store
   * @param order order of the tokens, and the share of documents that is held out
   */
  public ActivationShuffle(SparkSession spark, String source, Path folder, RowOrder order) {
    this(spark, source, folder, order, FILE_BYTES);
  }

  /**
   * Creates the job, with files of a given size.
   *
   * @param source folder of an extraction, or of any Parquet with the columns {@code document},
   *     {@code position} and {@code activations}
   * @param folder folder of the store
   * @param order order of the tokens, and the share of documents that is held out
   * @param fileBytes approximate size of a file in bytes
   */
  public ActivationShuffle(
      SparkSession spark, String source, Path folder, RowOrder order, long fileBytes) {
    this.spark = spark;
    this.source = source;
    this.folder = folder;
    this.order = order;
    this.fileBytes = fileBytes;
  }

  /**
   * Makes the store, unless the folder holds the same store already.
   *
   * @return the manifest of the store
   * @throws SweepException if the source is no complete extraction, or the folder holds another
   *     store
   * @throws IOException if files cannot be written
   */
  public StoreManifest run() throws IOException {
    Map<String, Object> recipe = recipe();
    if (Files.exists(folder.resolve(StoreManifest.FILE))) {
      return requireSame(recipe);
    }
    try {
      return write(recipe);
    } catch (SweepException e) {
      throw e;
    } catch (Exception e) { // Spark throws checked exceptions undeclared
      throw Failures.forUsers(e);
    }
  }

  private StoreManifest write(Map<String, Object> recipe) throws IOException {
    JobNames.set(spark.sparkContext(), "shuffle: counting tokens");
    Dataset<Row> tokens = tokens();
    DataType type = tokens.schema().apply(ActivationTable.NAME).dataType();
    boolean half = type.equals(DataTypes.BinaryType);
    if (!half
        && !type.equals(DataTypes.createArrayType(DataTypes.FloatType))
        && !type.equals(DataTypes.createArrayType(DataTypes.FloatType, false))) {
      throw new SweepException(
          source + ": column activations holds " + type.simpleString() + ", not float numbers");
    }
    int width = width(tokens, half);
    RowOrder by = order;
    Column heldOut =
        udf((UDF1<Long, Boolean>) by::heldOut, DataTypes.BooleanType).apply(col("document"));
    Column key =
        udf((UDF2<Long, Integer, Long>) by::key, DataTypes.LongType)
            .apply(col("document"), col("position"));
    Map<Boolean, Long> counts = counts(tokens.groupBy(heldOut).count());
    ShuffledFiles files = ShuffledFiles.of(folder.toString(), order, width, counts, fileBytes);
    Column file =
        udf((UDF2<Boolean, Long, Integer>) files::number, DataTypes.IntegerType)
            .apply(col("held_out"), col("key"));
    Dataset<Row> ordered =
        tokens.withColumn("held_out", heldOut).withColumn("key", key).withColumn("file", file);
    long[] rows = new long[files.count()];
    for (Row row : ordered.groupBy("file").count().collectAsList()) {
      rows[row.getInt(0)] = row.getLong(1);
    }
    JobNames.set(spark.sparkContext(), "shuffle: sorting and writing");
    List<WrittenShard> written =
        ordered
            .repartition(files.count(), col("file"))
            .sortWithinPartitions("file", "key", "document", "position")
            .select(
                col("document"),
                col("position"),
                lit(0).as("tokenId"),
                lit("").as("tokenText"),
                (half ? lit(null).cast("array<float>") : col(ActivationTable.NAME)).as("floats"),
                (half ? col(ActivationTable.NAME) : lit(null).cast("binary")).as("halves"))
            .as(Encoders.bean(TokenActivation.class))
            .toJavaRDD()
            .mapPartitions(new ShardWriter(files, rows))
            .collect();
    return publish(recipe, files, rows, written);
  }

  private StoreManifest publish(
      Map<String, Object> recipe, ShuffledFiles files, long[] rows, List<WrittenShard> written)
      throws IOException {
    WrittenShard[] shards = new WrittenShard[files.count()];
    written.forEach(shard -> shards[shard.number()] = shard);
    StoreStatistics.Sums sums = new StoreStatistics.Sums(files.width());
    List<Shard> train = new ArrayList<>();
    List<Shard> validation = new ArrayList<>();
    for (int i = 0; i < shards.length; i++) {
      if (rows[i] == 0) {
        continue;
      }
      Shard shard = new Shard(files.name(i), rows[i], shards[i].sha256());
      if (i < files.train()) {
        train.add(shard);
        sums.add(shards[i].sums());
      } else {
        validation.add(shard);
      }
    }
    StoreManifest manifest = StoreManifest.of(recipe, train, validation, sums.statistics());
    dropLeftovers(manifest);
    Path unfinished = folder.resolve("." + StoreManifest.FILE + ".unfinished");
    Files.writeString(unfinished, manifest.json());
    Files.move(unfinished, folder.resolve(StoreManifest.FILE), StandardCopyOption.ATOMIC_MOVE);
    return manifest;
  }

  /** Deletes the files that interrupted tasks and runs have left. */
  private void dropLeftovers(StoreManifest manifest) throws IOException {
    Set<String> kept = new HashSet<>();
    manifest.train().forEach(shard -> kept.add(shard.file()));
    manifest.validation().forEach(shard -> kept.add(shard.file()));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.npy*")) {
      for (Path file : files) {
        if (!kept.contains(file.getFileName().toString())) {
          Files.delete(file);
        }
      }
    }
  }

  private Map<Boolean, Long> counts(Dataset<Row> grouped) {
    Map<Boolean, Long> counts = new LinkedHashMap<>();
    for (Row row : grouped.collectAsList()) {
      counts.put(row.getBoolean(0), row.getLong(1));
    }
    if (!counts.containsKey(false)) {
      throw new SweepException(
          counts.isEmpty()
              ? source + ": there are no tokens"
              : "--validation: " + order.validation() + " holds out every document");
    }
    if (order.validation() > 0 && !counts.containsKey(true)) {
      throw new SweepException(
          "--validation: " + order.validation() + " holds out none of so few documents");
    }
    return counts;
  }

  private int width(Dataset<Row> tokens, boolean half) {
    String size = half ? "length(activations) div 2" : "size(activations)";
    Row row =
        tokens
            .selectExpr(size + " as width", "activations is null as absent")
            .selectExpr("min(width)", "max(width)", "bool_or(absent)")
            .head();
    if (row.isNullAt(0)) {
      throw new SweepException(source + ": there are no tokens");
    }
    long least = ((Number) row.get(0)).longValue();
    long most = ((Number) row.get(1)).longValue();
    if (row.getBoolean(2) || least != most || least < 1) {
      throw new SweepException(
          source + ": activations are not equally wide: from " + least + " to " + most);
    }
    return (int) least;
  }

  /** A path as Spark takes it, which expects no escapes of a URI such as %20. */
  private static String literal(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri()).toString();
  }

  /** The tokens of an extraction's complete waves, or of any Parquet with the same columns. */
  private Dataset<Row> tokens() {
    Path extraction = Path.of(source);
    String place =
        Files.isDirectory(extraction.resolve(ActivationTable.NAME))
            ? literal(extraction.resolve(ActivationTable.NAME))
            : literal(extraction);
    Dataset<Row> tokens;
    try {
      tokens = ResultReader.literally(spark).parquet(place);
    } catch (Exception e) { // Spark throws checked exceptions undeclared
      throw new SweepException(source + ": no Parquet can be read there");
    }
    List<String> columns = Arrays.asList(tokens.columns());
    for (String column : List.of("document", "position", ActivationTable.NAME)) {
      if (!columns.contains(column)) {
        throw new SweepException(
            source + ": there is no column " + column + ", only " + String.join(", ", columns));
      }
    }
    return tokens.select(
        col("document").cast(DataTypes.LongType),
        col("position").cast(DataTypes.IntegerType),
        col(ActivationTable.NAME));
  }

  private Map<String, Object> recipe() throws IOException {
    Map<String, Object> recipe = new LinkedHashMap<>();
    recipe.put("seed", order.seed());
    recipe.put("validation", order.validation());
    Path manifest = Path.of(source).resolve(StoreManifest.FILE);
    if (!Files.isDirectory(Path.of(source))) {
      throw new SweepException(source + ": there is no such folder");
    }
    if (Files.exists(manifest)) {
      JsonNode extraction =
          new ObjectMapper().readTree(Files.readString(manifest, StandardCharsets.UTF_8));
      if (!extraction.path("complete").asBoolean()) {
        throw new SweepException(
            source + ": the extraction is not complete; run it again to its end");
      }
      recipe.put(
          "extraction", new ObjectMapper().convertValue(extraction.get("recipe"), Map.class));
      recipe.put("tokens", extraction.path("tokens").asLong());
    } else {
      // What is not an extraction of ours says nothing of its origin: its content identifies it.
      recipe.put("source_sha256", SourceHash.of(spark, tokens().inputFiles(), false));
    }
    return recipe;
  }

  private StoreManifest requireSame(Map<String, Object> recipe) throws IOException {
    StoreManifest there;
    try {
      there = StoreManifest.read(folder);
    } catch (IOException e) {
      throw new SweepException("--out: " + folder + ": " + e.getMessage());
    }
    ObjectMapper json = new ObjectMapper();
    if (!json.valueToTree(there.recipe()).equals(json.readTree(json.writeValueAsString(recipe)))) {
      throw new SweepException(
          "--out: " + folder + " holds another store; choose another folder, or delete it");
    }
    return there;
  }
}
