package dev.polysweep.engine.sae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polysweep.data.file.SaeLensFiles;
import dev.polysweep.data.file.SafetensorsWriter;
import dev.polysweep.math.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every tensor and every setting of a folder in SAELens's layout is used, or known to change
 * nothing, or refused by its name.
 */
class SaeLensRefusalsTest {

  private static final int D_IN = 4;
  private static final int D_SAE = 6;

  @TempDir private Path folder;
  private final Random random = new Random(3);
  private final Map<String, Matrix> tensors = new LinkedHashMap<>();
  private ObjectNode settings;

  @BeforeEach
  void standard() {
    tensors.put("W_enc", matrix(D_IN, D_SAE));
    tensors.put("b_enc", matrix(1, D_SAE));
    tensors.put("W_dec", matrix(D_SAE, D_IN));
    tensors.put("b_dec", matrix(1, D_IN));
    settings = new ObjectMapper().createObjectNode();
    settings.put("d_in", D_IN).put("d_sae", D_SAE).put("architecture", "standard");
  }

  private Matrix matrix(int rows, int cols) {
    Matrix matrix = new Matrix(rows, cols);
    for (int i = 0; i < matrix.data().length; i++) {
      matrix.data()[i] = (float) random.nextGaussian();
    }
    return matrix;
  }

  private static Matrix filled(int length, float value) {
    Matrix matrix = new Matrix(1, length);
    Arrays.fill(matrix.data(), value);
    return matrix;
  }

  private TrainedSae read() throws IOException {
    Set<String> vectors =
        Set.of("b_enc", "b_dec", "threshold", "scaling_factor", "finetuning_scaling_factor");
    SafetensorsWriter.write(folder.resolve(SaeLensFiles.WEIGHTS), tensors, vectors, Map.of());
    Files.writeString(folder.resolve(SaeLensFiles.CONFIG), settings.toString());
    return SaeLensFolder.read(folder);
  }

  private void assertRefused(String message) {
    IOException e = assertThrows(IOException.class, this::read);
    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
  }

  private void set(String key, String json) throws IOException {
    JsonNode value = new ObjectMapper().readTree(json);
    settings.set(key, value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "activation_fn_str | \"tanh-relu\" | activation_fn_str is 'tanh-relu'; only 'relu' and",
        "activation_fn | \"tanh-relu\" | activation_fn is 'tanh-relu'; only 'relu' and 'topk'",
        "activation_fn | 1 | activation_fn is 1; a text is wanted",
        "activation_fn_kwargs | {\"slope\": 2} | activation_fn_kwargs.slope is 2; SAELens has no",
        "activation_fn_kwargs | [] | activation_fn_kwargs is []; a JSON object is wanted",
        "k | 3 | k is 3; architecture 'standard' has no use for it",
        "rescale_acts_by_decoder_norm | true | rescale_acts_by_decoder_norm is true; architecture",
        "normalize_activations | \"constant_norm_rescale\" | 'constant_norm_rescale'; only weights",
        "normalize_activations | \"layer_norm\" | normalize_activations is 'layer_norm'; only weights",
        "normalize_activations | \"batch\" | normalize_activations is 'batch'; only weights",
        "reshape_activations | \"hook_q\" | reshape_activations is 'hook_q'; only 'none', 'hook_z' can be",
        "use_error_term | true | use_error_term is true; only 'false' can be used (adds what the",
        "normalize_decoder | true | normalize_decoder is true; only 'false' can be used",
        "dtype | \"int8\" | dtype is 'int8'; only 'float32', 'float64',",
        "d_out | 5 | d_out is 5; an autoencoder writes what it reads, d_in 4",
        "gain | 2 | gain is 2; SAELens has no such setting; take it out if",
        "architecture | \"transcoder\" | architecture is 'transcoder'; it reads activations at one",
        "architecture | \"jumprelu_skip_transcoder\" | its directions can be analysed",
        "architecture | \"temporal\" | architecture is 'temporal'; its encoder is more than",
        "architecture | \"matching_pursuit\" | without max_iterations its pursuits end by rules",
        "architecture | \"batch_topk\" | it is not known; there are standard, topk, jumprelu, gated",
        "architecture | \"batchtopk\" | sae_weights.safetensors: has no tensor 'topk_threshold'",
        "finetuning_scaling_factor | \"yes\" | finetuning_scaling_factor is \"yes\"; true or false"
      })
  void settings(String key, String json, String message) throws IOException {
    set(key, json);
    assertRefused(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "activation_fn | null",
        "activation_fn_kwargs | {}",
        "activation_fn_kwargs | {\"k\": 3}",
        "rescale_acts_by_decoder_norm | false",
        "normalize_activations | null",
        "reshape_activations | \"hook_z\"",
        "dtype | \"torch.bfloat16\"",
        "d_out | 4",
        "l1_coefficient | 0.5",
        "model_from_pretrained_kwargs | {\"center_writing_weights\": true}",
        "metadata | {\"gain\": 2, \"threshold\": []}",
        "gain | null",
        "finetuning_scaling_factor | true"
      })
  void settingsThatChangeNothing(String key, String json) throws IOException {
    set(key, json);
    assertArrayEquals(tensors.get("W_dec").data(), read().parameters().wDec().data());
  }

  @ParameterizedTest
  @ValueSource(strings = {"threshold", "log_threshold", "b_gate", "r_mag", "W_skip", "gain"})
  void tensors(String name) {
    tensors.put(name, name.equals("W_skip") ? matrix(D_IN, D_IN) : filled(D_SAE, 1));
    assertRefused(
        String.format(
            Locale.ROOT,
            "sae_weights.safetensors: has a tensor '%s'; architecture 'standard' has no use for it",
            name));
  }

  @Test
  void aTopKIsToldOnce() throws IOException {
    set("activation_fn", "\"topk\"");
    set("activation_fn_kwargs", "{\"k\": 2}");
    assertEquals(new TopK(2, AuxK.NONE), read().architecture());
    settings.put("k", 2);
    assertEquals(new TopK(2, AuxK.NONE), read().architecture());
    settings.put("k", 3);
    assertRefused("k is 3; but activation_fn_kwargs.k is 2");
    settings.put("architecture", "jumprelu");
    assertRefused("activation_fn is 'topk'; with architecture 'jumprelu' it must be 'relu'");
  }

  @Test
  void thresholdsAreToldOnce() throws IOException {
    settings.put("architecture", "jumprelu");
    tensors.put("threshold", filled(D_SAE, -0.5f));
    assertEquals(-0.5f, read().parameters().threshold()[0]);
    assertEquals(0, read().thresholds()[0]);
    tensors.put("log_threshold", filled(D_SAE, 0));
    assertRefused("has both threshold and log_threshold");
  }

  /** {@code torch.allclose(factor, 1)} is |factor − 1| ≤ 1e-8 + 1e-5, by which SAELens drops it. */
  @ParameterizedTest
  @CsvSource({
    "scaling_factor, 1.000001, false, 1",
    "scaling_factor, 0.999992, false, 1",
    "scaling_factor, 1.000001, true, 1",
    "scaling_factor, 1.5, true, 1.5",
    "finetuning_scaling_factor, 1.5, true, 1.5",
    "finetuning_scaling_factor, -2, true, -2",
    "finetuning_scaling_factor, 1, false, 1"
  })
  void scalingFactors(String name, float factor, boolean claimed, float expected)
      throws IOException {
    tensors.put(name, filled(D_SAE, factor));
    settings.put("finetuning_scaling_factor", claimed);
    TrainedSae sae = read();
    float[] directions = SaeLensFolder.decoder(folder).data();
    for (int i = 0; i < D_IN * D_SAE; i++) {
      assertEquals(tensors.get("W_dec").data()[i] * expected, sae.parameters().wDec().data()[i]);
      assertEquals(tensors.get("W_dec").data()[i] * expected, directions[i]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "scaling_factor, 1.5",
    "finetuning_scaling_factor, 1.5",
    "finetuning_scaling_factor, 1.00002"
  })
  void scalingFactorsThatTheSettingsDeny(String name, float factor) {
    tensors.put(name, filled(D_SAE, factor));
    assertRefused("has a tensor " + name + " other than 1, but finetuning_scaling_factor of cfg");
  }

  @Test
  void twoScalingFactors() {
    tensors.put("scaling_factor", filled(D_SAE, 1));
    tensors.put("finetuning_scaling_factor", filled(D_SAE, 1));
    assertRefused("has both finetuning_scaling_factor and scaling_factor");
  }

  @Test
  void matricesTheOtherWayRound() throws IOException {
    Matrix wEnc = tensors.get("W_enc");
    Matrix wDec = tensors.get("W_dec");
    tensors.put("W_enc", wEnc.transpose());
    tensors.put("W_dec", wDec.transpose());
    assertArrayEquals(wEnc.data(), read().parameters().wEnc().data());
    assertArrayEquals(wDec.data(), read().parameters().wDec().data());
    assertArrayEquals(wDec.data(), SaeLensFolder.decoder(folder).data());
    Matrix square = matrix(D_IN, D_IN); // is what SAELens writes
    tensors.put("W_enc", square);
    tensors.put("W_dec", square);
    tensors.put("b_enc", matrix(1, D_IN));
    settings.put("d_sae", D_IN);
    assertArrayEquals(square.data(), read().parameters().wDec().data());
  }

  /** Python's json module writes what JSON does not have. */
  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
  void numbersThatPythonWrites(String number) throws IOException {
    read();
    String text = settings.toString().replace("{", "{\"lr\": " + number + ", ");
    Files.writeString(folder.resolve(SaeLensFiles.CONFIG), text);
    SaeLensFolder.read(folder);
    Files.writeString(
        folder.resolve(SaeLensFiles.CONFIG), text.replace("\"d_in\":4", "\"d_in\":" + number));
    IOException e = assertThrows(IOException.class, () -> SaeLensFolder.read(folder));
    assertTrue(e.getMessage().startsWith("cfg.json: d_in is "), e.getMessage());
  }

  @Test
  void directionsOfATranscoder() throws IOException {
    settings.put("architecture", "skip_transcoder").put("d_out", 3);
    tensors.put("W_dec", matrix(D_SAE, 3));
    tensors.put("b_dec", matrix(1, 3));
    tensors.put("W_skip", matrix(3, D_IN));
    assertRefused("cannot stand in for what it reads; its directions can be analysed");
    assertArrayEquals(tensors.get("W_dec").data(), SaeLensFolder.decoder(folder).data());
    tensors.put("W_dec", matrix(D_SAE, D_IN));
    assertRefused("architecture is 'skip_transcoder'");
    IOException e = assertThrows(IOException.class, () -> SaeLensFolder.decoder(folder));
    assertTrue(
        e.getMessage().contains("d_in 4 and d_sae 6 and d_out 3 of cfg.json make it 6×3"),
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "ae.pt, dictionary_learning",
    "params.npz, Gemma Scope",
    "params.safetensors, Gemma Scope 2",
    "sae.safetensors, EleutherAI's sparsify",
    "hyperparams.json, Llama Scope"
  })
  void layoutsOfOthers(String file, String whose) throws IOException {
    Files.writeString(folder.resolve(file), "");
    assertTrue(SaeLensFolder.is(folder));
    IOException e = assertThrows(IOException.class, () -> SaeLensFolder.decoder(folder));
    assertEquals(
        String.format(
                Locale.ROOT,
                "%s is a file of %s, not of SAELens; load it with SAELens (SAE.from_pretrained) and write it",
                file,
                whose)
            + " with save_model",
        e.getMessage());
    read(); // beside what SAELens wrote it does not matter
  }

  @Test
  void tensorsOfOthers() {
    Matrix wEnc = tensors.remove("W_enc");
    tensors.put("encoder.weight", wEnc.transpose());
    assertRefused("'encoder.weight' is a name of dictionary_learning or sparsify, not of SAELens;");
  }

  @Test
  void aFileInsteadOfAFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("sae.npz"), "");
    IOException e = assertThrows(IOException.class, () -> SaeLensFolder.read(file));
    assertTrue(e.getMessage().contains("not a folder; one with cfg.json and"), e.getMessage());
  }
}
