package dev.polysweep.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.ShortLife;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The experiment of {@code src/example}, in a jar of its own, by the distribution's command. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class OwnExperimentIT {

  private static final Path DISTRIBUTION = Path.of(System.getProperty("polysweep.distribution"));

  static final Path JAR = Path.of(System.getProperty("polysweep.example"));
  static final Path SWEEP = Path.of("src/example/pca.yaml").toAbsolutePath();

  @TempDir static Path folder;

  /** How a command ended, and all that it printed. */
  private record Ended(int code, String printed) {}

  @Test
  @Order(1)
  void runsFromAJarOfItsOwn() throws Exception {
    Path out = folder.resolve("out");
    Ended ended =
        polysweep(
            "run", "--jars", JAR, SWEEP, "--master", "local[2]", "--out", out, "--engine=simd");
    assertEquals(0, ended.code(), ended.printed());
    assertTrue(ended.printed().contains("4 configurations × 4 seeds = 16 cells"), ended.printed());
    assertTrue(ended.printed().contains("With 8 hidden dimensions"), ended.printed());
    assertResults(out);
  }

  /** Metrics in the tables, settings beside them, finding and figure in the report. */
  static void assertResults(Path out) throws IOException {
    List<String> cells = ParquetRows.content(out, "cells");
    assertEquals(16, cells.size());
    for (String cell : cells) {
      assertTrue(cell.contains("status: [ok]"), cell);
      assertTrue(cell.matches(".*; hidden: \\[[1248]]; .*"), cell);
      assertTrue(cell.matches(".*; explained_variance: \\[0\\.\\d+]; .*"), cell);
    }
    assertEquals(16, ParquetRows.content(out, "arrays").size());
    String page = Files.readString(out.resolve("report.html"));
    assertTrue(page.contains("With 8 hidden dimensions the autoencoder explains"), "the finding");
    assertTrue(page.contains("(Baldi and Hornik 1989)"), "the law");
    assertTrue(page.contains("Explained variance by hidden dimensions"), "the figure");
    assertTrue(Files.exists(out.resolve("figures/pca.svg")));
  }

  @Test
  @Order(2)
  void isAggregatedAndReportedAgain() throws Exception {
    Path out = folder.resolve("out");
    Files.delete(out.resolve("figures/pca.svg"));
    Ended aggregated = polysweep("aggregate", "--jars", JAR, out, "--master", "local[2]");
    assertEquals(0, aggregated.code(), aggregated.printed());
    Ended reported = polysweep("report", "--jars", JAR, out);
    assertEquals(0, reported.code(), reported.printed());
    assertResults(out);
    Ended without = polysweep("report", out);
    assertEquals(2, without.code(), without.printed());
    assertTrue(without.printed().contains("no experiment 'pca'"), without.printed());
  }

  @Test
  void hasItsSettingsInTheSchema() throws Exception {
    JsonNode with = schema("--jars", JAR);
    assertTrue(with.at("/properties/experiment/enum").toString().contains("\"pca\""));
    JsonNode decay = with.at("/$defs/pca.decay");
    assertEquals(0.8, decay.get("default").asDouble());
    assertEquals(
        "direction i has the standard deviation decay^i", decay.get("description").asText());
    JsonNode ours = new ObjectMapper().readTree(Path.of("sweeps/sweep.schema.json").toFile());
    assertEquals(ours, schema());
  }

  @Test
  void aJarThatIsNotThereIsRefused() throws Exception {
    Ended ended = polysweep("run", "--jars", folder.resolve("no.jar"), SWEEP);
    assertEquals(2, ended.code(), ended.printed());
    assertTrue(ended.printed().contains("no.jar: there is no such file"), ended.printed());
  }

  private static JsonNode schema(Object... arguments) throws Exception {
    Object[] all = new Object[arguments.length + 1];
    all[0] = "schema";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    Ended ended = polysweep(all);
    assertEquals(0, ended.code(), ended.printed());
    return new ObjectMapper().readTree(ended.printed().substring(ended.printed().indexOf('{')));
  }

  private static Ended polysweep(Object... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("bin/polysweep"));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(DISTRIBUTION.toFile()).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder
        .environment()
        .put("POLYSWEEP_JAVA_OPTS", "-Xmx700m -XX:+UseSerialGC " + ShortLife.NOTHING_TRAINED);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), printed);
  }
}
