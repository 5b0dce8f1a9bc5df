package dev.polysweep.experiment.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.sweep.file.SweepFile;
import dev.polysweep.sweep.result.CellResult;
import dev.polysweep.sweep.yaml.SweepException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A sparse autoencoder on a layer of a described network. */
class NetworkSaeTest {

  private static final String SWEEP =
      """
      experiment: network
      seeds: 2
      base:
        data: {generator: groups, samples: 300}
        widths: [8, 12, 8]
        steps: 100
        sae_layer: 0
        sae: {expansion: 2, steps: 200, batch: 64, resample_every: 0, k: 3, aux_k: 0}
      grid: {sae.architecture: [l1, topk, batch_topk, jumprelu, prolu, p_anneal, matching_pursuit]}
      log_every: 100
      """;

  @Test
  void everyArchitectureIsTrainedOnTheLayer() {
    List<CellResult> cells = NetworkCells.of(SWEEP, "simd");
    assertEquals(14, cells.size());
    for (CellResult cell : cells) {
      assertEquals(CellResult.Status.OK, cell.status(), cell.error());
      assertEquals(24, NetworkCells.array(cell, "W_dec").rows());
      assertEquals(12, NetworkCells.array(cell, "W_dec").cols());
      double explained = NetworkCells.metric(cell, "sae_explained_variance");
      String label = cell.cell().configuration().label();
      boolean quick = List.of("l1", "topk", "batch_topk", "jumprelu").contains(label);
      assertTrue(explained < 1 && (!quick || explained > 0.3), label + " explains " + explained);
      double macs = NetworkCells.metric(cell, "sae_macs");
      assertTrue(macs > 0 && macs < 1, "macs " + macs);
      assertEquals(3, cell.epochs().stream().filter(e -> e.phase().equals("sae")).count());
      if (label.equals("topk")) {
        assertTrue(NetworkCells.metric(cell, "sae_l0") <= 3);
      }
    }
    // The network itself is the same whatever is trained on it.
    assertEquals(
        NetworkCells.metric(cells.get(0), "val_mse"), NetworkCells.metric(cells.get(2), "val_mse"));
  }

  @Test
  void withoutALayerThereIsNone() {
    CellResult cell =
        NetworkCells.of(SWEEP.replace("sae_layer: 0", "sae_layer: null"), "simd").get(0);
    assertFalse(cell.metrics().containsKey("sae_mse"));
    assertTrue(cell.arrays().stream().noneMatch(array -> array.name().startsWith("W_")));
  }

  @Test
  void whatDoesNotFitIsSaid() {
    refuses(
        "test:7: sae_layer: there is no layer 2", SWEEP.replace("sae_layer: 0", "sae_layer: 2"));
    refuses("test:8: sae.k: ", SWEEP.replace("k: 3", "k: 300"));
  }

  private static void refuses(String why, String yaml) {
    String message =
        assertThrows(SweepException.class, () -> SweepFile.parse(yaml, "test")).getMessage();
    assertTrue(message.startsWith(why), message);
  }
}
