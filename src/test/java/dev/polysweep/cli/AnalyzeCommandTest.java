package dev.polysweep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.Fixtures;
import dev.polysweep.Safetensors;
import dev.polysweep.data.file.SafetensorsWriter;
import dev.polysweep.engine.sae.SaeLensFolder;
import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.engine.sae.TrainedSae;
import dev.polysweep.math.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code polysweep analyze} of files. */
class AnalyzeCommandTest {

  /** The explorer's numbers are of float32 weights in double precision, as ours. */
  private static final double RELATIVE = 1e-9;

  @TempDir private Path folder;

  static Stream<Safetensors> explorer() {
    return Fixtures.ofKind("explorer").stream();
  }

  /** ' stands for ". */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "w.safetensors | version https://git-lfs.github.com/spec/v1 | git lfs pull",
        "w.npy         | version https://git-lfs.github.com/spec/v1 | git lfs pull",
        "w.safetensors | <!DOCTYPE html><html></html>               | is a web page",
        "model.safetensors.index.json | {'weight_map': {'W': 'm-1-of-2.safetensors'}} | m-1-of-2"
      })
  void filesOfOtherKindsAreCalledWhatTheyAre(String name, String content, String words)
      throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, content.replace('\'', '"'));
    Child.Ended ended = InProcess.run("analyze", file.toString());
    assertEquals(2, ended.code(), ended.toString());
    assertEquals(1, ended.err().lines().count(), ended.err());
    assertTrue(ended.err().contains(file + ": is ") && ended.err().contains(words), ended.err());
  }

  @ParameterizedTest
  @MethodSource("explorer")
  void jsonIsTheExplorers(Safetensors fixture) throws IOException {
    JsonNode expected = Fixtures.json(fixture.file().resolveSibling(fixture + ".json"));
    JsonNode actual = json(fixture.file().toString());
    assertEquals(names(expected), names(actual));
    assertSame("", expected, actual);
  }

  private static void assertSame(String at, JsonNode expected, JsonNode actual) {
    if (expected.isContainerNode()) {
      assertEquals(expected.size(), actual.size(), at);
      if (expected.isArray()) {
        for (int i = 0; i < expected.size(); i++) {
          assertSame(at + "/" + i, expected.get(i), actual.get(i));
        }
      } else {
        names(expected)
            .forEach(name -> assertSame(at + "/" + name, expected.get(name), actual.get(name)));
      }
    } else if (expected.isInt()) {
      assertEquals(expected.asInt(), actual.asInt(), at);
    } else {
      double wanted = expected.asDouble();
      assertEquals(wanted, actual.asDouble(), RELATIVE * Math.abs(wanted), at);
    }
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @ParameterizedTest
  @CsvSource({"80, false", "80, true", "120, false", "120, true", "40, false", "61, true"})
  void noLineIsWiderThanTheTerminal(int width, boolean ascii) throws IOException {
    for (String file : List.of(explorerFile(), plane(5), samples())) {
      List<String> args = new ArrayList<>(List.of(file, "--width", "" + width));
      if (ascii) {
        args.add("--ascii");
      }
      if (file.endsWith("samples.safetensors")) {
        args.addAll(List.of("--tensor", "W", "--activations", file, "--labels", file));
        args.addAll(List.of("--compare", file));
      }
      String text = text(args.toArray(String[]::new));
      // A title with a long path is broken like any text.
      text.lines()
          .forEach(
              line ->
                  assertTrue(line.codePointCount(0, line.length()) <= width, width + ": " + line));
      if (ascii) {
        assertTrue(text.chars().allMatch(c -> c == '\n' || c >= ' ' && c <= '~'), text);
      }
      assertTrue(text.contains("superposition score"), text);
    }
  }

  @Test
  void pentagonIsDrawn() throws IOException {
    String text = text(plane(5), "--width", "80", "--ascii");
    assertTrue(text.contains("5 in 2 dimensions"), text);
    assertTrue(text.contains("0.400"), text);
    assertTrue(text.contains("Features in the plane"), text);
    assertTrue(text.contains("5 features  0 1 2 3 4"), text);
    String map = text.substring(text.indexOf("Interference between"));
    // Neighbours at 72° have cos² .095, the others .655.
    assertTrue(map.contains("0   \\..OOOO..\n1  .. \\..OOOO\n2  OO.. \\..OO"), map);
  }

  @Test
  void featuresInRows() throws IOException {
    Path wide = write("wide", Map.of("W", random(3, 7, 1)));
    Path tall = write("tall", Map.of("W", random(3, 7, 1).transpose()));
    assertEquals(
        json(wide.toString()).toString(), json(tall.toString(), "--features", "rows").toString());
    assertEquals(3, json(tall.toString()).get("d_eff").size());
  }

  @Test
  void foldersInTheLayoutOfSaeLens() throws IOException {
    TrainedSae sae = TrainedSae.topK(SaeParameters.random(4, 7, 1), 2);
    Path of = folder.resolve("sae");
    SaeLensFolder.write(of, sae, Map.of());
    Path same = write("same", Map.of("W", sae.parameters().wDec().transpose()));
    assertEquals(json(same.toString()).toString(), json(of.toString()).toString());
    assertEquals(
        4, json(of.toString(), "--tensor", "W_enc", "--features", "rows").get("d_eff").size());
    Files.writeString(of.resolve("cfg.json"), "{\"d_in\": 5, \"d_sae\": 7}");
    assertRefused("d_in 5 and d_sae 7 of cfg.json make it 7×5", of.toString());
    Files.delete(of.resolve("cfg.json"));
    assertRefused("cfg.json: there is no such file", of.toString());
    Path scope = Files.createDirectory(folder.resolve("scope"));
    Files.writeString(scope.resolve("params.npz"), "");
    assertRefused("params.npz is a file of Gemma Scope, not of SAELens; load", scope.toString());
  }

  @Test
  void tensorByName() throws IOException {
    Map<String, Matrix> two = new LinkedHashMap<>();
    two.put("a", random(3, 7, 1));
    two.put("b", random(2, 4, 2));
    String file = write("two", two).toString();
    assertEquals(4, json(file, "--tensor", "b").get("d_eff").size());
    assertRefused("holds several tensors, name one: 'a' F32 [3, 7], 'b' F32 [2, 4]", file);
    assertRefused("has no tensor 'c', only 'a'", file, "--tensor", "c");
  }

  @Test
  void thresholdOfClusters() throws IOException {
    String file = plane(5);
    assertEquals(1, json(file, "--threshold", "0.6").get("clusters").size());
    assertEquals(5, json(file, "--threshold", "0.7").get("clusters").size());
    for (String wrong : List.of("-0.1", "1.1", "NaN")) {
      assertRefused("--threshold: " + wrong + " is not from 0 to 1", file, "--threshold", wrong);
    }
  }

  @Test
  void samplesAddNeuronsAndProbes() throws IOException {
    String file = samples();
    JsonNode json =
        json(file, "--tensor", "W", "--activations", file, "--labels", file, "--compare", file);
    assertEquals(1, json.get("cka").asDouble(), 1e-12);
    assertEquals(6, json.get("feature_counts").size());
    assertEquals(6, json.get("correlation_matrix").size());
    assertEquals(4, json.get("mutual_information").get(0).size());
    assertEquals(4, json.get("probe_directions").size());
    // Fewer features than neurons and no noise: every feature is read off exactly.
    assertEquals(1, json.get("coverage_ratio").asDouble());
    json.get("r_squared_values").forEach(r -> assertEquals(1, r.asDouble(), 1e-6));
    assertEquals(4, json.get("probe_cosines").size());
    assertTrue(json.get("feature_sparsity").get(0).asDouble() > 0.3);
    String text = text(file, "--tensor", "W", "--activations", file, "--labels", file);
    assertTrue(text.contains("Neurons, over 50 samples"), text);
    assertTrue(text.contains("4 of 4 features have R² above 0.5"), text);
    assertTrue(text.contains("with the model's own direction"), text);
  }

  @Test
  void otherNeuronsThanTheWeightsHaveNoCosines() throws IOException {
    String file = samples();
    JsonNode json = json(plane(5), "--activations", file, "--labels", file);
    assertFalse(json.has("probe_cosines"));
    assertTrue(json.has("coverage_ratio"));
  }

  @Test
  void oneFeatureAndZeroFeatures() throws IOException {
    JsonNode one = json(write("one", Map.of("W", random(3, 1, 1))).toString());
    assertTrue(one.get("std_norm").isNull() && one.get("mean_interference").isNull());
    Path zero = write("zero", Map.of("W", new Matrix(2, 3)));
    JsonNode json = json(zero.toString());
    assertTrue(json.get("feature_dimensionality").get(0).isNull());
    assertEquals(0, json.get("d_eff").get(0).asDouble());
    assertEquals(0, json.get("superposition_score").asDouble());
    for (String file : List.of(zero.toString(), folder.resolve("one.safetensors").toString())) {
      assertTrue(text(file).contains("in "), file);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 31, 32, 33, 200, 3000})
  void anyNumberOfFeatures(int features) throws IOException {
    Path file = write("n", Map.of("W", random(3, features, features)));
    String text = text(file.toString(), "--width", "80");
    assertEquals(features > 32, text.contains("D_i of all " + features + " features"), text);
    text.lines().forEach(line -> assertTrue(line.length() <= 80, line));
  }

  @Test
  void refusals() throws IOException {
    String file = explorerFile();
    String samples = samples();
    assertRefused("there is no such file", folder.resolve("absent").toString());
    assertRefused("a folder; for a results folder name a cell", folder.toString());
    assertRefused("is not a results folder", file, "--cell", "1");
    assertRefused("not a results folder: there is no sweep.yaml", folder.toString(), "--cell", "1");
    assertRefused("is no cell id", folder.toString(), "--cell", "x/../y");
    assertRefused("--labels=FILE", file, "--activations", samples);
    assertRefused("--width: 0 is not", file, "--width", "0");
    assertRefused("expected one of", file, "--features", "diagonal");
    assertRefused("features, ", file, "--compare", plane(5));
    assertRefused("samples (rows)", file, "--activations", samples, "--labels", file);
    assertRefused("no such file", file, "--compare", folder.resolve("absent").toString());
    Path many = write("many", Map.of("W", new Matrix(1, 70_000)));
    assertRefused("are its features the rows", many.toString());
  }

  private static void assertRefused(String problem, String... args) {
    Child.Ended ended = run(args);
    assertEquals(2, ended.code(), ended.toString());
    assertEquals("", ended.out());
    assertEquals(1, ended.err().lines().count(), ended.err());
    assertTrue(ended.err().startsWith("polysweep: ") && ended.err().contains(problem), ended.err());
  }

  private static Child.Ended run(String... args) {
    List<String> all = new ArrayList<>(List.of("analyze"));
    all.addAll(List.of(args));
    return InProcess.run(all.toArray(String[]::new));
  }

  private static String text(String... args) {
    Child.Ended ended = run(args);
    assertEquals(0, ended.code(), ended.err());
    assertEquals("", ended.err());
    assertTrue(ended.out().endsWith("\n"));
    return ended.out();
  }

  private static JsonNode json(String... args) throws IOException {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--json");
    return new ObjectMapper().readTree(text(all.toArray(String[]::new)));
  }

  private static String explorerFile() {
    return Fixtures.folder().resolve("explorer_20x50.safetensors").toString();
  }

  /** A regular polygon. */
  private String plane(int features) throws IOException {
    Matrix w = new Matrix(2, features);
    for (int i = 0; i < features; i++) {
      w.set(0, i, (float) Math.cos(2 * Math.PI * i / features));
      w.set(1, i, (float) Math.sin(2 * Math.PI * i / features));
    }
    return write("plane", Map.of("W", w)).toString();
  }

  /** Weights of 4 features in 6 dimensions, with 50 samples of them. */
  private String samples() throws IOException {
    Matrix w = random(6, 4, 3);
    Random random = new Random(4);
    Matrix labels = new Matrix(50, 4);
    for (int i = 0; i < labels.data().length; i++) {
      labels.data()[i] = random.nextBoolean() ? random.nextFloat() : 0;
    }
    Matrix activations = new Matrix(50, 6);
    for (int s = 0; s < 50; s++) {
      for (int r = 0; r < 6; r++) {
        for (int i = 0; i < 4; i++) {
          activations.set(s, r, activations.get(s, r) + w.get(r, i) * labels.get(s, i));
        }
      }
    }
    Map<String, Matrix> all = new LinkedHashMap<>();
    all.put("W", w);
    all.put("activations", activations);
    all.put("labels", labels);
    return write("samples", all).toString();
  }

  private Path write(String name, Map<String, Matrix> matrices) throws IOException {
    Path file = folder.resolve(name + ".safetensors");
    SafetensorsWriter.write(file, matrices, Map.of());
    assertTrue(Files.exists(file));
    return file;
  }

  private static Matrix random(int rows, int cols, long seed) {
    Random random = new Random(seed);
    Matrix matrix = new Matrix(rows, cols);
    for (int i = 0; i < matrix.data().length; i++) {
      matrix.data()[i] = (float) random.nextGaussian();
    }
    return matrix;
  }
}
