package dev.polysweep.spark.feature;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.spark.activation.TokenActivation;
import dev.polysweep.spark.store.ResultReader;
import dev.polysweep.spark.store.ResultStore;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.ActivationTable;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * The activations of a complete extraction, and the settings of that extraction.
 *
 * @param folder folder of the extraction, as the user has named it
 * @param table the rows of {@code activations}
 * @param width numbers in an activation
 * @param half whether activations are stored as float16
 * @param model name of the model
 * @param modelHash SHA-256 of the model's file
 * @param tensor name of the tensor that was extracted, the tap
 * @param context greatest number of tokens in a window
 * @param cut whether longer documents were cut off at the context
 */
record ActivationSet(
    String folder,
    Dataset<Row> table,
    int width,
    boolean half,
    String model,
    String modelHash,
    String tensor,
    int context,
    boolean cut) {

  private static final String MANIFEST = "manifest.json";

  /** The settings of an extraction that its manifest states. */
  private static final Set<String> RECIPE =
      Set.of(
          "model",
          "model_sha256",
          "tap",
          "width",
          "tokenizer",
          "tokenizer_sha256",
          "context",
          "long_documents",
          "dtype",
          "source");

  /**
   * Opens the folder of an extraction.
   *
   * @param option option of the command line that names the folder, for messages
   * @throws SweepException if the folder holds no extraction, or one that is not complete or has no
   *     tokens, or if its manifest is not understood
   * @throws IOException if the folder cannot be read
   */
  static ActivationSet open(SparkSession spark, String option, String folder) throws IOException {
    ResultStore store =
        new ResultStore(folder, spark.sparkContext().hadoopConfiguration(), ActivationTable.NAME);
    String manifest = store.read(MANIFEST);
    if (manifest == null || !store.has(ActivationTable.NAME)) {
      throw new SweepException(
          String.format(
              Locale.ROOT,
              "%s: %s holds no activations; polysweep extract makes such a folder",
              option,
              folder));
    }
    JsonNode json = parse(option, folder, manifest);
    if (!json.path("complete").asBoolean()) {
      throw new SweepException(
          String.format(
              Locale.ROOT,
              "%s: the extraction in %s is not complete; run it to its end",
              option,
              folder));
    }
    JsonNode recipe = json.path("recipe");
    if (json.path("tokens").asLong() == 0 || recipe.path("width").asInt() < 1) {
      throw new SweepException(
          String.format(Locale.ROOT, "%s: %s holds no tokens", option, folder));
    }
    String dtype = text(option, folder, recipe, "dtype", Set.of("float32", "float16"));
    String cut = text(option, folder, recipe, "long_documents", Set.of("cut", "windows"));
    if (recipe.path("context").asInt() < 1) {
      throw unsound(option, folder, "context", recipe);
    }
    for (Iterator<String> names = recipe.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!RECIPE.contains(name)) {
        throw unsound(option, folder, name, recipe);
      }
    }
    return new ActivationSet(
        folder,
        ResultReader.literally(spark).parquet(store.table(ActivationTable.NAME).toString()),
        recipe.path("width").asInt(),
        dtype.equals("float16"),
        text(option, folder, recipe, "model", null),
        text(option, folder, recipe, "model_sha256", null),
        text(option, folder, recipe, "tap", null),
        recipe.path("context").asInt(),
        cut.equals("cut"));
  }

  /**
   * The value of a setting in the recipe. A missing or unknown value is an error, never replaced by
   * a default.
   *
   * @param known the values that are understood, or null for any text
   */
  private static String text(
      String option, String folder, JsonNode recipe, String name, Set<String> known) {
    JsonNode value = recipe.path(name);
    if (!value.isTextual() || known != null && !known.contains(value.asText())) {
      throw unsound(option, folder, name, recipe);
    }
    return value.asText();
  }

  private static SweepException unsound(
      String option, String folder, String name, JsonNode recipe) {
    JsonNode value = recipe.path(name);
    return new SweepException(
        String.format(
            Locale.ROOT,
            "%s: recipe.%s of %s in %s is %s, which is not known here",
            option,
            name,
            MANIFEST,
            folder,
            value.isMissingNode() ? "missing" : value));
  }

  private static JsonNode parse(String option, String folder, String manifest) {
    try {
      return new ObjectMapper().readTree(manifest);
    } catch (JsonProcessingException e) {
      throw new SweepException(
          String.format(Locale.ROOT, "%s: %s of %s is not sound JSON", option, MANIFEST, folder));
    }
  }

  /** The tokens as beans, whose arrays are not boxed on the way. */
  JavaRDD<TokenActivation> tokens() {
    return table
        .select(
            col("document"),
            col("position"),
            col("token_id").as("tokenId"),
            col("token_text").as("tokenText"),
            (half
                    ? lit(null).cast(DataTypes.createArrayType(DataTypes.FloatType))
                    : col(ActivationTable.NAME))
                .as("floats"),
            (half ? col(ActivationTable.NAME) : lit(null).cast(DataTypes.BinaryType)).as("halves"))
        .as(Encoders.bean(TokenActivation.class))
        .toJavaRDD();
  }
}
