package dev.polysweep.engine.sae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.data.file.SafetensorsWriter;
import dev.polysweep.data.file.TensorFile;
import dev.polysweep.engine.Engines;
import dev.polysweep.math.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Autoencoders in SAELens's layout. */
class SaeLensFolderTest {

  private static final int D_IN = 6;
  private static final int D_SAE = 20;
  private static final Random RANDOM = new Random(5);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"standard, false", "topk, false", "jumprelu, true"})
  void roundTripIsExact(String architecture, boolean thresholds) throws IOException {
    TrainedSae sae = sae(architecture);
    SaeLensFolder.write(folder, sae, Map.of("hook_name", "mlp", "k_of_training", 3));
    TrainedSae read = SaeLensFolder.read(folder);
    assertEquals(sae.architecture(), read.architecture());
    assertSame(sae.parameters(), read.parameters());
    JsonNode cfg = cfg();
    assertEquals(architecture, cfg.get("architecture").asText());
    assertEquals(D_IN, cfg.get("d_in").asInt());
    assertEquals(D_SAE, cfg.get("d_sae").asInt());
    assertEquals(architecture.equals("topk"), cfg.has("k"));
    assertEquals("mlp", cfg.get("metadata").get("hook_name").asText());
    try (TensorFile file = TensorFile.open(folder.resolve("sae_weights.safetensors"))) {
      assertEquals(List.of("W_enc", "W_dec"), file.matrices(), "biases are vectors");
      assertEquals(thresholds, file.has("threshold"));
      assertArrayEquals(sae.parameters().wEnc().data(), file.matrix("W_enc").data());
      assertArrayEquals(sae.parameters().bDec(), file.vector("b_dec"));
    }
    assertArrayEquals(sae.parameters().wDec().data(), SaeLensFolder.decoder(folder).data());
  }

  @Test
  void trainedBatchTopKIsAJumpRelu() throws IOException {
    TrainedSae sae = new BatchTopK(3, AuxK.NONE, 0.1).trained(parameters().withThreshold(0.25));
    SaeLensFolder.write(folder, sae, Map.of());
    assertEquals("jumprelu", cfg().get("architecture").asText());
    assertEquals(0.25f, SaeLensFolder.read(folder).parameters().threshold()[D_SAE - 1]);
  }

  /** SAELens's formulas in double precision, on weights whose decoder rows have any norm. */
  @ParameterizedTest
  @CsvSource({
    "standard, true, false",
    "standard, false, false",
    "topk, true, false",
    "topk, true, true",
    "jumprelu, false, false"
  })
  void encodesAndDecodesAsSaeLens(String architecture, boolean subtracts, boolean scaled)
      throws IOException {
    SaeParameters p = sae(architecture).parameters();
    SaeLensFolder.write(folder, sae(architecture, p), Map.of());
    edit("apply_b_dec_to_input", subtracts);
    if (scaled) {
      edit("rescale_acts_by_decoder_norm", true);
    }
    Matrix x = random(40, D_IN);
    TrainedSae sae = SaeLensFolder.read(folder);
    Matrix decoded;
    SaeCodes codes;
    try (TrainedEncoder session = sae.encoder(Engines.saeTrainer("simd"), 1)) {
      codes = session.encode(x);
      decoded = sae.decode(codes);
    }
    assertTrue(codes.entries() > x.rows(), "something is active");
    for (int s = 0; s < x.rows(); s++) {
      double[] expected = reference(p, x, s, architecture, subtracts, scaled);
      for (int i = 0; i < D_IN; i++) {
        assertEquals(expected[i], decoded.get(s, i), 2e-5, "sample " + s + ", unit " + i);
      }
    }
  }

  private static double[] reference(
      SaeParameters p, Matrix x, int s, String architecture, boolean subtracts, boolean scaled) {
    double[] z = new double[D_SAE];
    double[] norm = new double[D_SAE];
    for (int f = 0; f < D_SAE; f++) {
      z[f] = p.bEnc()[f];
      for (int i = 0; i < D_IN; i++) {
        z[f] += (x.get(s, i) - (subtracts ? p.bDec()[i] : 0)) * p.wEnc().get(i, f);
        norm[f] += Math.pow(p.wDec().get(f, i), 2);
      }
      norm[f] = scaled ? Math.sqrt(norm[f]) : 1;
      z[f] *= norm[f];
    }
    double[] sorted = z.clone();
    java.util.Arrays.sort(sorted);
    double[] out = new double[D_IN];
    for (int i = 0; i < D_IN; i++) {
      out[i] = p.bDec()[i];
    }
    for (int f = 0; f < D_SAE; f++) {
      double least =
          switch (architecture) {
            case "topk" -> Math.max(sorted[D_SAE - 3], Double.MIN_VALUE);
            case "jumprelu" -> Math.max(p.threshold()[f], Double.MIN_VALUE);
            default -> Double.MIN_VALUE;
          };
      for (int i = 0; z[f] >= least && i < D_IN; i++) {
        out[i] += z[f] / norm[f] * p.wDec().get(f, i);
      }
    }
    return out;
  }

  @Test
  void earlierVersionsAreRead() throws IOException {
    SaeLensFolder.write(folder, sae("topk"), Map.of());
    Files.writeString(
        folder.resolve("cfg.json"),
        """
        {"d_in": 6, "d_sae": 20, "dtype": "torch.float32", "hook_point": "blocks.0.mlp.hook_post",
         "activation_fn_str": "topk", "activation_fn_kwargs": {"k": 3}, "normalize_activations": false}
        """);
    assertEquals(new TopK(3, AuxK.NONE), SaeLensFolder.read(folder).architecture());
    Files.writeString(folder.resolve("cfg.json"), "{\"d_in\": 6, \"d_sae\": 20}");
    assertEquals(new L1(0, 0), SaeLensFolder.read(folder).architecture());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "d_in | 7 | W_enc is a 6×20 matrix; d_in 7 and d_sae 20 of cfg.json make it 7×20",
        "d_sae | 0 | cfg.json: d_sae is 0; a whole number of at least 1 is wanted",
        "d_sae | \"20\" | cfg.json: d_sae is \"20\"; a whole number",
        "d_sae | 1e30 | cfg.json: d_sae is 1.0E30; a whole number",
        "k | 2.5 | cfg.json: k is 2.5; a whole number",
        "k | 21 | cfg.json: k is 21, more than d_sae, 20",
        "architecture | \"gated\" | sae_weights.safetensors: has no tensor 'b_mag'",
        "architecture | \"sparse\" | cfg.json: architecture is 'sparse'; it is not known; there are",
        "architecture | \"jumprelu\" | sae_weights.safetensors: has no tensor 'threshold'",
        "architecture | [] | cfg.json: architecture is []; a text is wanted",
        "apply_b_dec_to_input | 1 | cfg.json: apply_b_dec_to_input is 1; true or false is wanted",
        "normalize_activations | \"layer_norm\" | normalize_activations is 'layer_norm'",
        "normalize_activations | true | cfg.json: normalize_activations is true; only weights"
      })
  void unsuitableSettings(String key, String value, String message) throws IOException {
    SaeLensFolder.write(folder, sae("topk"), Map.of());
    edit(key, new ObjectMapper().readTree(value));
    assertRefused(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{\"d_in\": 6, \"d_in\": ", "{} {}", "\u0000", "[[[[["})
  void damagedSettings(String text) throws IOException {
    SaeLensFolder.write(folder, sae("topk"), Map.of());
    Files.writeString(folder.resolve("cfg.json"), text);
    assertRefused("cfg.json: ");
  }

  @Test
  void missingOrDamagedWeights() throws IOException {
    assertFalse(SaeLensFolder.is(folder));
    SaeLensFolder.write(folder, sae("standard"), Map.of());
    assertTrue(SaeLensFolder.is(folder));
    Path weights = folder.resolve("sae_weights.safetensors");
    byte[] sound = Files.readAllBytes(weights);
    Files.write(weights, java.util.Arrays.copyOf(sound, sound.length - 4));
    assertRefused("sae_weights.safetensors: ");
    Map<String, Matrix> some = new HashMap<>();
    some.put("W_enc", random(D_IN, D_SAE));
    some.put("W_dec", random(D_SAE, D_IN));
    some.put("b_enc", random(1, D_IN)); // too short
    some.put("b_dec", random(1, D_IN));
    SafetensorsWriter.write(weights, some, Set.of("b_enc", "b_dec"), Map.of());
    assertRefused("sae_weights.safetensors: b_enc has 6 entries");
    Files.delete(weights);
    assertRefused("sae_weights.safetensors: there is no such file");
    Files.delete(folder.resolve("cfg.json"));
    assertRefused("cfg.json: there is no such file");
  }

  private void assertRefused(String message) {
    IOException e = assertThrows(IOException.class, () -> SaeLensFolder.read(folder));
    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
  }

  private JsonNode cfg() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("cfg.json").toFile());
  }

  private void edit(String key, Object value) throws IOException {
    Map<String, Object> cfg = new LinkedHashMap<>();
    cfg().fields().forEachRemaining(entry -> cfg.put(entry.getKey(), entry.getValue()));
    cfg.put(key, value);
    new ObjectMapper().writeValue(folder.resolve("cfg.json").toFile(), cfg);
  }

  private static TrainedSae sae(String architecture) {
    SaeParameters parameters = parameters();
    return sae(
        architecture, architecture.equals("jumprelu") ? parameters.withThreshold(0.3) : parameters);
  }

  private static TrainedSae sae(String architecture, SaeParameters parameters) {
    return switch (architecture) {
      case "topk" -> TrainedSae.topK(parameters, 3);
      case "jumprelu" -> TrainedSae.jumpRelu(parameters);
      default -> TrainedSae.relu(parameters);
    };
  }

  private static SaeParameters parameters() {
    return new SaeParameters(
        random(D_IN, D_SAE),
        random(1, D_SAE).data(),
        random(D_SAE, D_IN),
        random(1, D_IN).data(),
        null);
  }

  private static Matrix random(int rows, int cols) {
    Matrix matrix = new Matrix(rows, cols);
    for (int i = 0; i < matrix.data().length; i++) {
      matrix.data()[i] = (float) RANDOM.nextGaussian();
    }
    return matrix;
  }

  private static void assertSame(SaeParameters expected, SaeParameters actual) {
    assertArrayEquals(expected.wEnc().data(), actual.wEnc().data());
    assertArrayEquals(expected.bEnc(), actual.bEnc());
    assertArrayEquals(expected.wDec().data(), actual.wDec().data());
    assertArrayEquals(expected.bDec(), actual.bDec());
    assertArrayEquals(expected.threshold(), actual.threshold());
  }
}
