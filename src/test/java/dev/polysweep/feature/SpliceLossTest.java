package dev.polysweep.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.metric.dictionary.LossRecovered;
import dev.polysweep.transformer.Models;
import dev.polysweep.transformer.NextTokenLoss;
import dev.polysweep.transformer.OnnxGraph;
import dev.polysweep.transformer.SplicedModel;
import dev.polysweep.transformer.WindowTensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Splices of the tiny transformer of {@code TapTest}, whose tap has 12 numbers behind a ReLU. */
class SpliceLossTest {

  private static final int WIDTH = 12;
  private static final OnnxGraph TINY = Models.read("src/test/resources/transformer/tiny.onnx");

  private static SplicedModel model() {
    return new SplicedModel(TINY, "/mlp_act/Relu_output_0", 1);
  }

  private static int[][] windows() {
    int[][] windows = new int[6][16];
    windows[3] = new int[9]; // shorter than the others: padded
    Random random = new Random(1);
    for (int[] window : windows) {
      java.util.Arrays.setAll(window, i -> random.nextInt(256));
    }
    return windows;
  }

  private static LossSums run(float[] mean, List<Dictionary> dictionaries) {
    LossSums sums = new LossSums(dictionaries.size());
    try (SpliceLoss loss = new SpliceLoss(model(), mean, dictionaries)) {
      loss.add(windows(), sums);
    }
    return sums;
  }

  /** Each of the windows predicts all of its tokens but the first. */
  @Test
  void theLossIsAMeanOverTokens() {
    LossSums sums = run(new float[WIDTH], List.of());
    try (SplicedModel model = model()) {
      WindowTensor logits = model.logits(windows(), model.activations(windows()));
      float nats = (float) NextTokenLoss.of(windows(), logits).nats();
      assertEquals(nats / (5 * 15 + 8.0), sums.clean());
    }
  }

  @Test
  void aPerfectDictionaryRecoversAllAndADeadOneNothing() {
    // Neurons behind a ReLU are a dictionary that reconstructs them; a dead one makes zeros.
    LossSums sums =
        run(
            new float[WIDTH],
            List.of(
                Dictionary.neurons("identity", WIDTH), Dictionary.of("dead", Planted.dead(WIDTH))));
    assertEquals(sums.clean(), sums.spliced(0));
    assertEquals(sums.zero(), sums.spliced(1));
    assertEquals(1, LossRecovered.of(sums.clean(), sums.spliced(0), sums.zero()));
    assertEquals(0, LossRecovered.of(sums.clean(), sums.spliced(1), sums.zero()));
    assertEquals(sums.zero(), sums.meanAblated(), "the mean given is zero");
  }

  @Test
  void theMeanIsPutInEveryPlace() {
    float[] ones = new float[WIDTH];
    java.util.Arrays.fill(ones, 1);
    LossSums sums = run(ones, List.of());
    assertTrue(sums.meanAblated() != sums.zero());
  }

  @Test
  void withoutACostNothingCanBeRecovered() {
    assertTrue(Double.isNaN(LossRecovered.of(1, 2, 1)));
  }
}
