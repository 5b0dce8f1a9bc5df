package dev.polysweep.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.math.Matrix;
import dev.polysweep.transformer.Models;
import dev.polysweep.transformer.OnnxGraph;
import dev.polysweep.transformer.SplicedModel;
import dev.polysweep.transformer.WindowTensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogitEffectsTest {

  /** The batched effects are those of one step after the other, less their mean. */
  @ParameterizedTest
  @CsvSource({
    "bytes-1l, /mlp_act/Relu, 512",
    "bytes-1l, /Add_2, 96",
    "bytes-4l, /layers.2/Add_2, 96"
  })
  void areTheChangesOfTheLogitsThatAStepMakes(String name, String tap, int width) {
    OnnxGraph graph = Models.read(name);
    List<int[]> windows = List.of(new int[] {'t', 'h', 'e', ' '}, new int[] {'1', '+'});
    Matrix steps = new Matrix(130, width); // more than a batch
    for (int row = 0; row < 129; row++) {
      steps.set(row, 3 * row % width, 1 + row / 50f); // the last row is no step
    }
    try (SplicedModel model = new SplicedModel(graph, graph.tensor(tap), 1)) {
      double[][] effects = new LogitEffects(model, windows).of(steps);
      for (int row : new int[] {0, 1, 128}) {
        double[] expected = new double[256];
        for (int[] window : windows) {
          double[] plain = last(model, window, -1, 0);
          double[] moved = last(model, window, 3 * row % width, 1 + row / 50f);
          double mean = 0;
          for (int i = 0; i < 256; i++) {
            mean += (moved[i] - plain[i]) / 256;
          }
          for (int i = 0; i < 256; i++) {
            expected[i] += (moved[i] - plain[i] - mean) / windows.size();
          }
        }
        double size = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertTrue(size > 1e-3, "a unit moves logits");
        for (int i = 0; i < 256; i++) {
          assertEquals(expected[i], effects[row][i], 1e-4);
        }
      }
      assertEquals(0, Arrays.stream(effects[129]).map(Math::abs).max().orElseThrow(), 1e-5);
    }
  }

  private static double[] last(SplicedModel model, int[] window, int unit, float step) {
    int[][] batch = {window};
    WindowTensor activation = model.activations(batch);
    if (unit >= 0) {
      activation.values()[activation.offset(0, window.length - 1) + unit] += step;
    }
    WindowTensor logits = model.logits(batch, activation);
    int from = logits.offset(0, window.length - 1);
    double[] all = new double[logits.width()];
    Arrays.setAll(all, i -> logits.values()[from + i]);
    return all;
  }
}
