package dev.polysweep.job.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polysweep.engine.sae.SaeLensFolder;
import dev.polysweep.feature.Dictionary;
import dev.polysweep.feature.TextProbe;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.transformer.Models;
import dev.polysweep.transformer.OnnxGraph;
import dev.polysweep.transformer.SplicedModel;
import dev.polysweep.transformer.Taps;
import dev.polysweep.transformer.Tokenizer;
import dev.polysweep.transformer.TokenizerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The dictionaries and the model of a feature analysis, opened again to read new texts. The folder
 * of the analysis says in {@code analysis.json} where they lie.
 */
public final class ServedFeatures implements AutoCloseable {

  /** Name of the file that says what was analysed. */
  public static final String ANALYSIS = "analysis.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String page;
  private final Map<String, Dictionary> dictionaries;
  private final TextProbe probe;

  private ServedFeatures(String page, Map<String, Dictionary> dictionaries, TextProbe probe) {
    this.page = page;
    this.dictionaries = dictionaries;
    this.probe = probe;
  }

  /**
   * What a folder's analysis is of, in the form of {@link #ANALYSIS}.
   *
   * @param activations folder of the extraction
   * @param saes folder of each autoencoder by its name in the tables
   */
  public static String analysis(Path activations, Map<String, Path> saes) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("activations", activations.toAbsolutePath().normalize().toString());
    ObjectNode folders = root.putObject("saes");
    saes.forEach((name, sae) -> folders.put(name, sae.toAbsolutePath().normalize().toString()));
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  /**
   * Opens the analysis of a folder.
   *
   * @param model the model, or null for the one that the activations were extracted from
   * @throws SweepException if the folder holds no analysis, or what was analysed is gone
   * @throws IOException if a file cannot be read
   */
  public static ServedFeatures open(Path folder, String model) throws IOException {
    Path page = folder.resolve("features.html");
    if (!Files.isRegularFile(page) || !Files.isRegularFile(folder.resolve(ANALYSIS))) {
      throw new SweepException(
          folder + ": no features that can be served; polysweep features makes them");
    }
    JsonNode analysis = JSON.readTree(folder.resolve(ANALYSIS).toFile());
    Path manifest = Path.of(analysis.path("activations").asText(), "manifest.json");
    if (!Files.isRegularFile(manifest)) {
      throw new SweepException(manifest + ": the activations of these features are gone");
    }
    JsonNode recipe = JSON.readTree(manifest.toFile()).path("recipe");
    Map<String, Dictionary> dictionaries = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> sae : analysis.path("saes").properties()) {
      Path at = Path.of(sae.getValue().asText());
      try {
        dictionaries.put(sae.getKey(), Dictionary.of(sae.getKey(), SaeLensFolder.read(at)));
      } catch (IOException | IllegalArgumentException e) {
        throw new SweepException(at + ": " + e.getMessage());
      }
    }
    dictionaries.put("neurons", Dictionary.neurons("neurons", recipe.path("width").asInt()));
    OnnxGraph graph = Models.read(model == null ? recipe.path("model").asText() : model);
    if (!graph.hash().equals(recipe.path("model_sha256").asText())) {
      throw new SweepException(
          "--model: "
              + graph.name()
              + " is not the model that the activations are of ("
              + recipe.path("model").asText()
              + ")");
    }
    Taps.requireLogits(graph);
    Tokenizer tokenizer = TokenizerFile.read(recipe.path("tokenizer").asText()).open();
    SplicedModel spliced =
        new SplicedModel(
            graph, recipe.path("tap").asText(), Runtime.getRuntime().availableProcessors());
    return new ServedFeatures(
        Files.readString(page),
        dictionaries,
        new TextProbe(spliced, tokenizer, recipe.path("context").asInt()));
  }

  /** The page of the analysis as HTML. */
  String page() {
    return page;
  }

  /**
   * Answers a question of the page: which features of a dictionary answer to a text and, if a
   * feature is named, what becomes of the surprisal of its tokens without it.
   *
   * @param question object with {@code text}, {@code dictionary} and, for the second, {@code
   *     feature}
   * @throws IllegalArgumentException if the question is not understood
   */
  synchronized ObjectNode answer(JsonNode question) {
    String text = question.path("text").asText();
    Dictionary dictionary = dictionaries.get(question.path("dictionary").asText());
    if (dictionary == null) {
      throw new IllegalArgumentException("this dictionary cannot be tried; choose another");
    }
    ObjectNode answer = JSON.createObjectNode();
    TextProbe.Reading reading = probe.read(text, dictionary);
    ArrayNode tokens = answer.putArray("tokens");
    reading.tokens().forEach(tokens::add);
    answer.put("cut", reading.cut());
    numbers(answer.putArray("surprisal"), reading.surprisal());
    ArrayNode active = answer.putArray("active");
    for (int t = 0; t < reading.codes().rows(); t++) {
      ArrayNode row = active.addArray();
      for (int i = reading.codes().start()[t]; i < reading.codes().start()[t + 1]; i++) {
        row.addArray().add(reading.codes().latent()[i]).add(reading.codes().value()[i]);
      }
    }
    if (question.hasNonNull("feature")) {
      int feature = question.path("feature").asInt(-1);
      if (feature < 0 || feature >= dictionary.features()) {
        throw new IllegalArgumentException("there is no feature " + question.path("feature"));
      }
      numbers(answer.putArray("without"), probe.without(text, dictionary, feature));
    }
    return answer;
  }

  private static void numbers(ArrayNode into, double[] values) {
    for (double value : values) {
      if (Double.isFinite(value)) {
        into.add(value);
      } else {
        into.addNull();
      }
    }
  }

  /** Names of the dictionaries that can be tried. */
  public List<String> names() {
    return List.copyOf(dictionaries.keySet());
  }

  @Override
  public void close() {
    probe.close();
  }
}
