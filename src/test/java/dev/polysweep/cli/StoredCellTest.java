package dev.polysweep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.Safetensors;
import dev.polysweep.ShortLife;
import dev.polysweep.job.StoredCell;
import dev.polysweep.job.analysis.Weights;
import dev.polysweep.math.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code polysweep analyze} and {@code export} of a trained cell. */
class StoredCellTest {

  private static final String SWEEP =
      """
      name: stored
      experiment: taming
      seeds: 2
      base: {data.samples: 64, mlp.epochs: 30, sae.epochs: 20}
      configs: [{label: baseline}]
      baseline: baseline
      log_every: 10
      """;

  @TempDir static Path folder;

  private static String id;

  @BeforeAll
  static void run() throws IOException {
    Path sweep = Files.writeString(folder.resolve("stored.yaml"), SWEEP);
    Child.Ended ended =
        Child.run(
            List.of(ShortLife.NOTHING_TRAINED),
            "run",
            sweep.toString(),
            "--out",
            folder.resolve("out").toString(),
            "--json");
    assertEquals(0, ended.code(), ended.err());
    // For a program, stdout holds the result alone; what a person reads is on stderr.
    JsonNode result = new ObjectMapper().readTree(ended.out());
    JsonNode macs = result.get("configurations").get(0).get("metrics").get("macs");
    assertEquals(2, macs.get("n").asInt(), ended.out());
    assertTrue(macs.get("ci95_low").asDouble() < macs.get("mean").asDouble(), ended.out());
    assertEquals(1000, macs.get("null").get("draws").asInt());
    assertTrue(ended.err().contains("starting Spark"), ended.err());
    assertTrue(ended.err().contains("trained 2 cells"), ended.err());
    assertTrue(ended.err().contains("lowest loss"), ended.err());
    // An unknown cell is answered with some that are there.
    Child.Ended refused = command("analyze", "--cell", "0123456789abcdef");
    assertEquals(2, refused.code(), refused.toString());
    assertEquals("", refused.out());
    assertEquals(1, refused.err().lines().count(), refused.err());
    String known = refused.err().replaceAll("(?s).*there are ([0-9a-f]{16}).*", "$1");
    assertNotEquals(refused.err(), known);
    id = known;
  }

  /** The report's table for programs, and a result compared with itself; neither starts Spark. */
  @Test
  void tablesForPrograms() throws IOException {
    String out = folder.resolve("out").toString();
    Child.Ended csv = InProcess.run("report", out, "--csv");
    assertEquals(0, csv.code(), csv.err());
    List<String> lines = csv.out().lines().toList();
    assertEquals(2, lines.size(), csv.out());
    List<String> header = List.of(lines.get(0).split(",", -1));
    List<String> row = List.of(lines.get(1).split(",", -1));
    assertEquals(header.size(), row.size());
    assertEquals("baseline", row.get(header.indexOf("label")));
    assertEquals("2", row.get(header.indexOf("macs_n")));
    double mean = Double.parseDouble(row.get(header.indexOf("macs_mean")));
    assertTrue(mean > 0 && mean < 1, lines.get(1));
    Child.Ended json = InProcess.run("report", out, "--json");
    assertEquals(0, json.code(), json.err());
    JsonNode result = new ObjectMapper().readTree(json.out());
    JsonNode macs = result.get("configurations").get(0).get("metrics").get("macs");
    assertEquals(mean, macs.get("mean").asDouble(), 1e-12);
    assertFalse(json.err().contains("starting Spark"), json.err());

    Child.Ended compared = InProcess.run("compare", out, out, "--json");
    assertEquals(0, compared.code(), compared.err());
    JsonNode comparison = new ObjectMapper().readTree(compared.out());
    JsonNode same =
        StreamSupport.stream(comparison.findValue("metrics").spliterator(), false)
            .filter(metric -> metric.get("metric").asText().equals("macs"))
            .findFirst()
            .orElseThrow();
    assertEquals(2, comparison.get("matched").asInt());
    assertEquals(2, same.get("same").asInt(), "to the last bit");
    assertEquals(mean, same.get("mean_b").asDouble(), 1e-12);
    assertEquals(0, same.get("contrast").get("delta").asDouble());
  }

  @Test
  void weightsAndLossCurves() throws IOException {
    // In a process of its own, so that nothing else may be on stderr either.
    List<String> jvm = List.of(ShortLife.NOTHING_TRAINED, "-Dspark.master=nowhere");
    String out = folder.resolve("out").toString();
    Child.Ended ended = Child.run(jvm, "analyze", out, "--cell", id.substring(0, 12), "--json");
    assertEquals(0, ended.code(), ended.err());
    assertEquals("", ended.err());
    JsonNode json = new ObjectMapper().readTree(ended.out());
    assertEquals(16, json.get("d_eff").size(), "a decoder's rows are features");
    JsonNode mlp = json.get("losses").get("mlp");
    assertEquals("[1,10,20,30]", mlp.get("epoch").toString());
    assertTrue(mlp.get("loss").get(3).asDouble() < mlp.get("loss").get(0).asDouble());
    assertEquals(3, json.get("losses").get("sae").get("loss").size());
  }

  /**
   * Experiments call a decoder by two names, whose rows are features; networks begin with a layer.
   */
  @Test
  void weightsHaveOtherNamesInOtherExperiments() {
    for (String name : List.of("w_dec", "W_dec")) {
      Map<String, Matrix> arrays = new TreeMap<>();
      arrays.put("W_enc", new Matrix(3, 2));
      arrays.put(name, new Matrix(2, 3));
      StoredCell cell =
          new StoredCell(
              new StoredCell.Key("0123456789abcdef", "a", 0, "ok"), "any", null, arrays, List.of());
      Weights weights = cell.weights(null);
      assertSame(arrays.get(name), weights.matrix());
      assertTrue(weights.rowsAreFeatures());
    }
    Matrix first = new Matrix(3, 5);
    StoredCell network =
        new StoredCell(
            new StoredCell.Key("0123456789abcdef", "a", 0, "ok"),
            "network",
            null,
            Map.of("0.weight", first, "1.weight", new Matrix(5, 3)),
            List.of());
    assertSame(first, network.weights(null).matrix());
    assertFalse(network.weights(null).rowsAreFeatures());
  }

  @Test
  void textWithLossCurves() throws IOException {
    Child.Ended ended =
        command("analyze", "--cell", id, "--width", "72", "--ascii", "--tensor", "cosine");
    assertEquals(0, ended.code(), ended.err());
    assertTrue(ended.out().startsWith("cosine of cell " + id + " (baseline, seed "), ended.out());
    assertTrue(ended.out().contains("Training, phase sae"), ended.out());
    ended.out().lines().forEach(line -> assertTrue(line.length() <= 72, line));
  }

  @Test
  void exportsAreReadBack() throws IOException {
    Path file = folder.resolve("cell.safetensors");
    Child.Ended ended = command("export", "--cell", id, "--out", file);
    assertEquals(0, ended.code(), ended.err());
    assertEquals(file.toString(), ended.out().strip());
    Safetensors exported = Safetensors.read(file);
    assertEquals(Set.of("cosine", "w_dec"), exported.names());
    assertEquals(12, exported.tensor("w_dec").cols());
    assertEquals(id, exported.metadata().get("cell_id"));
    assertEquals("taming", exported.metadata().get("experiment"));
    Child.Ended nowhere = command("export", "--cell", id, "--out", folder.resolve("no/such/x"));
    assertEquals(2, nowhere.code(), nowhere.toString());
    assertEquals(1, nowhere.err().lines().count(), nowhere.err());
  }

  /** With this master Spark does not start, and the commands asked need none. */
  private static Child.Ended command(String name, Object... options) throws IOException {
    List<Object> args = new ArrayList<>(List.of(name, folder.resolve("out")));
    args.addAll(List.of(options));
    System.setProperty("spark.master", "nowhere");
    try {
      return InProcess.withSpark(args.toArray());
    } finally {
      System.clearProperty("spark.master");
    }
  }
}
