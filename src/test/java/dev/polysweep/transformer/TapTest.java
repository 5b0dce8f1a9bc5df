package dev.polysweep.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.Safetensors;
import dev.polysweep.data.text.Corpus;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Taps and splices of a tiny transformer against what PyTorch makes of it ({@code tiny.py}). */
class TapTest {

  private static final Path FOLDER = Path.of("src/test/resources/transformer");
  private static final String TAP = "/mlp_act/Relu_output_0";
  private static final int CONTEXT = 16;
  private static final int WIDTH = 12;

  private static final Safetensors TORCH = Safetensors.read(FOLDER.resolve("tiny.safetensors"));
  private static final OnnxGraph TINY = Models.read(FOLDER.resolve("tiny.onnx").toString());

  /**
   * Both compute in single precision, sums of at most 12 products of numbers near 1 in their own
   * order, through a dozen operations.
   */
  private static final float TOLERANCE = 2e-5f;

  private static int[][] windows() {
    float[] ids = floats("input_ids");
    int[][] windows = new int[ids.length / CONTEXT][CONTEXT];
    for (int i = 0; i < ids.length; i++) {
      windows[i / CONTEXT][i % CONTEXT] = (int) ids[i];
    }
    return windows;
  }

  private static float[] floats(String tensor) {
    return TORCH.floats(tensor);
  }

  @Test
  void aTapGivesWhatPyTorchHas() {
    try (TappedModel model = TappedModel.open(TINY, TAP, 1)) {
      WindowTensor tapped = model.run(windows());
      assertEquals(WIDTH, tapped.width());
      assertArrayEquals(floats("activation"), tapped.values(), TOLERANCE);
      assertTrue(count(tapped.values(), 0) > 100, "behind a ReLU much is 0");
    }
  }

  @Test
  void whatIsPaddedAtTheRightChangesNothingBefore() {
    int[][] whole = windows();
    int[][] ragged = {whole[0], Arrays.copyOf(whole[1], 5), Arrays.copyOf(whole[2], 1)};
    try (TappedModel model = TappedModel.open(TINY, TAP, 1)) {
      WindowTensor all = model.run(whole);
      WindowTensor some = model.run(ragged);
      for (int w = 0; w < ragged.length; w++) {
        for (int t = 0; t < ragged[w].length; t++) {
          assertArrayEquals(all.at(w, t), some.at(w, t), TOLERANCE);
        }
      }
    }
  }

  @Test
  void aSpliceOfTheActivationItselfChangesNoLogit() {
    try (SplicedModel model = new SplicedModel(TINY, TAP, 1);
        TappedModel whole = TappedModel.open(TINY, "logits", 1)) {
      int[][] windows = windows();
      float[] spliced = model.logits(windows, model.activations(windows)).values();
      assertArrayEquals(whole.run(windows).values(), spliced, TOLERANCE);
      assertArrayEquals(floats("logits"), spliced, TOLERANCE);
    }
  }

  @Test
  void aChangedActivationGoesOnToTheLogits() {
    try (SplicedModel model = new SplicedModel(TINY, TAP, 1)) {
      int[][] windows = windows();
      WindowTensor half = model.activations(windows);
      halve(half);
      float[] logits = model.logits(windows, half).values();
      assertArrayEquals(floats("logits_of_half"), logits, TOLERANCE);
      assertTrue(distance(floats("logits"), logits) > 100 * TOLERANCE);
    }
  }

  @Test
  void theLossIsTheCrossEntropyOfTheNextToken() {
    try (SplicedModel model = new SplicedModel(TINY, TAP, 1)) {
      WindowTensor activations = model.activations(windows());
      NextTokenLoss loss = NextTokenLoss.of(windows(), model.logits(windows(), activations));
      assertEquals(3 * (CONTEXT - 1), loss.tokens());
      assertEquals(crossEntropy(floats("logits")), loss.nats() / loss.tokens(), TOLERANCE);
      halve(activations);
      NextTokenLoss half = NextTokenLoss.of(windows(), model.logits(windows(), activations));
      assertEquals(crossEntropy(floats("logits_of_half")), half.nats() / half.tokens(), TOLERANCE);
    }
  }

  private static void halve(WindowTensor activation) {
    for (int i = 0; i < activation.values().length; i++) {
      activation.values()[i] /= 2;
    }
  }

  private static double crossEntropy(float[] logits) {
    int[][] windows = windows();
    double sum = 0;
    for (int w = 0; w < windows.length; w++) {
      for (int t = 0; t + 1 < CONTEXT; t++) {
        int from = (w * CONTEXT + t) * 256;
        double total = 0;
        for (int i = 0; i < 256; i++) {
          total += Math.exp(logits[from + i]);
        }
        sum += Math.log(total) - logits[from + windows[w][t + 1]];
      }
    }
    return sum / (windows.length * (CONTEXT - 1));
  }

  @Test
  void tapsAreListedWithTheirWidths() {
    List<Taps.Tap> taps = Taps.list(TINY);
    assertTrue(taps.contains(new Taps.Tap(TAP, "Relu", WIDTH)), taps.toString());
    assertTrue(taps.contains(new Taps.Tap("logits", "MatMul", 256)), taps.toString());
    assertTrue(taps.stream().noneMatch(tap -> tap.operator().equals("Softmax")), "four axes");
    assertEquals(WIDTH, Taps.width(TINY, TAP));
  }

  @Test
  void aNodeStandsForItsTensor() {
    assertEquals(TAP, TINY.tensor("/mlp_act/Relu"));
    assertEquals(TAP, TINY.tensor(TAP));
    UnknownTapException e =
        assertThrows(UnknownTapException.class, () -> TINY.tensor("/mlp_act/Rellu"));
    assertTrue(e.names().contains("/mlp_act/Relu"), e.names().toString());
  }

  @Test
  void whatTheFileSaysOfTheModel() {
    assertEquals(256, TINY.vocabulary().orElseThrow());
    assertEquals(CONTEXT, TINY.context().orElseThrow());
    assertEquals("input_ids", TINY.inputs().ids());
    assertEquals(64, TINY.hash().length());
  }

  /** The MLP and the residual stream behind it are where the documentation says. */
  @Test
  void builtInModelsAreThere() {
    for (String name : Models.BUILT_IN) {
      OnnxGraph graph = Models.read(name);
      assertEquals(128, graph.context().orElseThrow(), name);
      if (name.startsWith("bytes-1l")) {
        assertEquals(512, Taps.width(graph, graph.tensor("/mlp_act/Relu")), name);
        assertEquals(96, Taps.width(graph, graph.tensor("/Add_3")), name);
        continue;
      }
      for (int layer = 0; layer < 4; layer++) {
        String of = "/layers." + layer;
        assertEquals(512, Taps.width(graph, graph.tensor(of + "/mlp_act/Relu")), name + of);
        assertEquals(96, Taps.width(graph, graph.tensor(of + "/Add_2")), name + of);
      }
    }
  }

  /** The trained models predict text of the planted corpus, and MLPs take part in that. */
  @ParameterizedTest
  @CsvSource({
    "bytes-1l, /mlp_act/Relu, 2.2, 0.5",
    "bytes-4l, /layers.0/mlp_act/Relu, 2.1, 0.05",
    "bytes-4l, /layers.3/mlp_act/Relu, 2.1, 0.05"
  })
  void theBuiltInModelsPredictTheirCorpus(String name, String tap, double most, double brings) {
    OnnxGraph graph = Models.read(name);
    Corpus corpus = new Corpus(5);
    int[][] windows = new int[12][];
    for (int i = 0; i < windows.length; i++) {
      windows[i] = IntStream.range(0, 128).map(corpus.document(i)::at).toArray();
    }
    try (SplicedModel model = new SplicedModel(graph, graph.tensor(tap), 1)) {
      WindowTensor activations = model.activations(windows);
      double loss = nats(windows, model.logits(windows, activations));
      assertTrue(loss > 1 && loss < most, loss + " nats; unigrams reach 3.9");
      Arrays.fill(activations.values(), 0);
      double without = nats(windows, model.logits(windows, activations));
      assertTrue(without > loss + brings, without + " nats without the MLP instead of " + loss);
    }
  }

  private static double nats(int[][] windows, WindowTensor logits) {
    NextTokenLoss loss = NextTokenLoss.of(windows, logits);
    return loss.nats() / loss.tokens();
  }

  private static double distance(float[] a, float[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  private static int count(float[] values, float of) {
    int n = 0;
    for (float value : values) {
      n += value == of ? 1 : 0;
    }
    return n;
  }
}
