package dev.polysweep.experiment.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.sweep.file.FixedSettings;
import dev.polysweep.sweep.file.Overrides;
import dev.polysweep.sweep.file.SweepFile;
import dev.polysweep.sweep.result.CellResult;
import dev.polysweep.sweep.result.EpochResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The named experiments are cases of the described one: the same settings give the same bits. */
class NamedExperimentsTest {

  private static final String EXAMPLES = "sweeps/examples/";

  @Test
  void theNetworkOfTamingIsTheSameBits() {
    List<CellResult> described =
        NetworkCells.ofFile(
            EXAMPLES + "taming-network.yaml",
            1,
            20,
            "steps=40",
            "measure=[{metric: sparsity_w4}, {metric: dead_units}]");
    String[][] factors = {
      {"random", "relu"}, {"random", "gelu"}, {"orthogonal", "relu"}, {"orthogonal", "gelu"}
    };
    for (int f = 0; f < factors.length; f++) {
      List<CellResult> named =
          NetworkCells.named(
              "taming",
              1,
              20,
              "init=" + factors[f][0],
              "act=" + factors[f][1],
              "mlp.epochs=40",
              "sae.epochs=1");
      CellResult one = named.get(0);
      CellResult other = find(described, String.join("_", factors[f]), 0);
      assertSame(one, "train_mse", other, "train_mse");
      assertSame(one, "val_mse", other, "val_mse");
      assertSame(one, "sparsity_w4", other, "sparsity_w4");
      assertSame(one, "dead_neurons", other, "dead_units");
      assertEquals(losses(one, "mlp"), losses(other, "train"));
    }
  }

  @Test
  void thePapersToyModelIsTheSameBits() {
    List<CellResult> described =
        NetworkCells.ofFile(EXAMPLES + "toy-model.yaml", 2, 50, "steps=200");
    String[] probabilities = {"0.03", "0.1", "0.3"};
    for (int p = 0; p < probabilities.length; p++) {
      List<CellResult> named =
          NetworkCells.named("toy", 2, 50, "steps=200", "feature_probability=" + probabilities[p]);
      for (int seed = 0; seed < 2; seed++) {
        toyIsTheSame(named.get(seed), find(described, probabilities[p], seed));
        CellResult other = find(described, probabilities[p], seed);
        assertArrayEquals(
            NetworkCells.array(named.get(seed), "b").data(),
            NetworkCells.array(other, "1.bias").data());
        assertSame(named.get(seed), "regular_polygon", other, "regular_polygon");
      }
    }
  }

  @Test
  void theLinearAutoencoderIsTheSameBits() {
    List<CellResult> described =
        NetworkCells.ofFile(EXAMPLES + "linear-autoencoder.yaml", 1, 50, "steps=150");
    for (String hidden : List.of("1", "2", "3", "4")) {
      CellResult named =
          NetworkCells.named("toy", 1, 50, "preset=toy", "n_hidden=" + hidden, "steps=150").get(0);
      toyIsTheSame(named, find(described, hidden, 0));
      assertSame(named, "projection_error", find(described, hidden, 0), "projection_error");
    }
  }

  /** Each example says in about twenty lines what it is, and loads. */
  @Test
  void theExamplesAreShort() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(EXAMPLES))) {
      List<Path> sweeps = files.filter(file -> file.toString().endsWith(".yaml")).toList();
      assertTrue(sweeps.size() >= 4, sweeps.toString());
      for (Path sweep : sweeps) {
        assertTrue(Files.readAllLines(sweep).size() <= 26, sweep.toString());
        assertTrue(FixedSettings.of(SweepFile.load(sweep, Overrides.NONE)).size() >= 10);
      }
    }
  }

  private static void toyIsTheSame(CellResult named, CellResult described) {
    assertArrayEquals(
        NetworkCells.array(named, "W").data(), NetworkCells.array(described, "0.weight").data());
    assertSame(named, "final_loss", described, "final_loss");
    assertEquals(losses(named, "train"), losses(described, "train"));
  }

  private static CellResult find(List<CellResult> cells, String label, long seed) {
    return cells.stream()
        .filter(c -> c.cell().configuration().label().equals(label) && c.cell().seed() == seed)
        .findFirst()
        .orElseThrow();
  }

  private static void assertSame(
      CellResult named, String metric, CellResult described, String other) {
    assertEquals(NetworkCells.metric(named, metric), NetworkCells.metric(described, other), metric);
  }

  private static List<Double> losses(CellResult cell, String phase) {
    return cell.epochs().stream()
        .filter(epoch -> epoch.phase().equals(phase))
        .map(EpochResult::loss)
        .toList();
  }
}
