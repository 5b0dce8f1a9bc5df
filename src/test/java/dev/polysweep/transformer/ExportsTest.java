package dev.polysweep.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.Safetensors;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random GPT-2, GPT-NeoX (Pythia) and Llama models as both of PyTorch's exporters write them,
 * against what PyTorch makes of the same batch ({@code exports.py}).
 */
class ExportsTest {

  private static final Path FOLDER = Path.of("src/test/resources/transformer");
  private static final Safetensors TORCH = Safetensors.read(FOLDER.resolve("exports.safetensors"));

  private static final int LENGTH = 7;
  private static final int MLP = 12;
  private static final int VOCABULARY = 64;

  /** The second row's last two tokens are padding there, and not given here. */
  private static final int[] TOKENS = {7, 5};

  /** Single precision, numbers up to about 10, some dozens of operations one after another. */
  private static final double SINGLE = 5e-5;

  /** Half precision has eleven binary places: 10 · 2⁻¹¹ a rounding, of which several add up. */
  private static final double HALF = 3e-2;

  private static OnnxGraph read(String file) {
    return Models.read(FOLDER.resolve(file + ".onnx").toString());
  }

  private static int[][] windows() {
    float[] ids = TORCH.floats("input_ids");
    int[][] windows = new int[TOKENS.length][];
    for (int w = 0; w < windows.length; w++) {
      windows[w] = new int[TOKENS[w]];
      for (int t = 0; t < TOKENS[w]; t++) {
        windows[w][t] = (int) ids[w * LENGTH + t];
      }
    }
    return windows;
  }

  private static void assertNear(String tensor, WindowTensor actual, int width, double tolerance) {
    float[] expected = TORCH.floats(tensor);
    assertEquals(width, actual.width(), tensor);
    for (int w = 0; w < TOKENS.length; w++) {
      for (int t = 0; t < TOKENS[w]; t++) {
        int from = (w * LENGTH + t) * width;
        assertArrayEquals(
            Arrays.copyOfRange(expected, from, from + width),
            actual.at(w, t),
            (float) tolerance,
            tensor + " of token " + t + " of window " + w);
      }
    }
  }

  /** Taps by node, as the documentation names them, and by tensor. */
  @ParameterizedTest
  @CsvSource({
    "gpt2, gpt2_script, /transformer/h.0/mlp/act/Mul_3",
    "gpt2, gpt2_dynamo, mul_207",
    "gpt_neox, gpt_neox_script, /gpt_neox/layers.0/mlp/act/Mul_1",
    "gpt_neox, gpt_neox_dynamo, node_gelu",
    "gpt_neox, gpt_neox_half, /gpt_neox/layers.0/mlp/act/Mul_1",
    "llama, llama_script, /model/layers.0/mlp/Mul",
    "llama, llama_dynamo, mul_338"
  })
  void tapsAndSplicesAreWhatPyTorchMakes(String name, String file, String tap) {
    double tolerance = file.endsWith("half") ? HALF : SINGLE;
    OnnxGraph graph = read(file);
    Taps.requireLogits(graph);
    String tensor = graph.tensor(tap);
    try (SplicedModel model = new SplicedModel(graph, tensor, 1)) {
      WindowTensor activation = model.activations(windows());
      assertNear(name + ".activation", activation, MLP, tolerance);
      WindowTensor logits = model.logits(windows(), activation);
      assertNear(name + ".logits", logits, VOCABULARY, tolerance);
      NextTokenLoss loss = NextTokenLoss.of(windows(), logits);
      assertEquals(TOKENS[0] + TOKENS[1] - 2, loss.tokens());
      assertEquals(crossEntropy(name), loss.nats() / loss.tokens(), tolerance);
      for (int i = 0; i < activation.values().length; i++) {
        activation.values()[i] /= 2;
      }
      assertNear(name + ".half", model.logits(windows(), activation), VOCABULARY, tolerance);
    }
  }

  private static double crossEntropy(String name) {
    float[] logits = TORCH.floats(name + ".logits");
    int[][] windows = windows();
    double sum = 0;
    for (int w = 0; w < windows.length; w++) {
      for (int t = 0; t + 1 < windows[w].length; t++) {
        int from = (w * LENGTH + t) * VOCABULARY;
        double total = 0;
        for (int i = 0; i < VOCABULARY; i++) {
          total += Math.exp(logits[from + i]);
        }
        sum += Math.log(total) - logits[from + windows[w][t + 1]];
      }
    }
    return sum / (TOKENS[0] + TOKENS[1] - 2);
  }

  @Test
  void halvingTheActivationShows() {
    for (String name : new String[] {"gpt2", "gpt_neox", "llama"}) {
      float[] whole = TORCH.floats(name + ".logits");
      float[] half = TORCH.floats(name + ".half");
      double largest = 0;
      for (int i = 0; i < whole.length; i++) {
        largest = Math.max(largest, Math.abs(whole[i] - half[i]));
      }
      assertTrue(largest > 3 * HALF, name + ": " + largest);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gpt2_script",
    "gpt2_dynamo",
    "gpt_neox_script",
    "gpt_neox_dynamo",
    "llama_script",
    "llama_dynamo",
    "gpt_neox_half"
  })
  void whatIsKnownOfThem(String file) {
    OnnxGraph graph = read(file);
    assertEquals(VOCABULARY, graph.vocabulary().orElseThrow());
    assertEquals("logits", graph.logits());
    assertEquals(
        new ModelInputs("input_ids", "attention_mask", "position_ids", 0, 0), graph.inputs());
    long wide = Taps.list(graph).stream().filter(tap -> tap.width() == MLP).count();
    assertTrue(wide >= 3, wide + " taps of the MLP's width");
  }
}
