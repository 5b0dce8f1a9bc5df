package dev.polysweep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.data.file.SafetensorsWriter;
import dev.polysweep.engine.sae.SaeLensFolder;
import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.engine.sae.TrainedSae;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PsiCommandTest {

  private static final int FEATURES = 6;
  private static final int SAMPLES = 400;

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int psi(String... args) {
    CommandLine line = Polysweep.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    String[] all = new String[args.length + 1];
    all[0] = "psi";
    System.arraycopy(args, 0, all, 1, args.length);
    return line.execute(all);
  }

  /** Sparse independent features, which are their own activations. */
  private static Map<String, Matrix> data() {
    Matrix x = new Matrix(SAMPLES, FEATURES);
    RandomStream random = new RandomStream(4, StreamId.DATA);
    for (int i = 0; i < x.data().length; i++) {
      double value = random.nextDouble();
      x.data()[i] = random.nextDouble() < 0.25 ? (float) value : 0;
    }
    Map<String, Matrix> tensors = new LinkedHashMap<>();
    tensors.put("inputs", x);
    tensors.put("activations", x);
    tensors.put("labels", x);
    return tensors;
  }

  private static Matrix identity() {
    Matrix id = new Matrix(FEATURES, FEATURES);
    for (int f = 0; f < FEATURES; f++) {
      id.set(f, f, 1);
    }
    return id;
  }

  private String write(String name, Map<String, Matrix> tensors) throws Exception {
    Path file = folder.resolve(name);
    SafetensorsWriter.write(file, tensors, Map.of());
    return file.toString();
  }

  @Test
  void theTrueDictionaryIsGood() throws Exception {
    String data = write("data.safetensors", data());
    String sae = write("sae.safetensors", Map.of("W_enc", identity()));
    assertEquals(0, psi(sae, data, "--json"), err::toString);
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertTrue(json.get("psi").asDouble() < 0.5, out::toString);
    assertEquals(0, json.get("mixing").asDouble(), 1e-6);
    assertEquals(6, json.get("alive_latents").asInt());
    assertTrue(json.get("undefined").isNull());
    out.getBuffer().setLength(0);
    assertEquals(0, psi(sae, data));
    assertTrue(out.toString().contains("(good; 1 is chance)"), out::toString);
  }

  @Test
  void biasAndOrientationCount() throws Exception {
    String data = write("data.safetensors", data());
    Matrix wide = new Matrix(FEATURES, 9);
    for (int j = 0; j < 9; j++) {
      wide.set(j % FEATURES, j, 1);
    }
    Matrix bias = new Matrix(1, 9);
    Arrays.fill(bias.data(), 6, 9, -5);
    String a = write("a.safetensors", Map.of("W_enc", wide, "b_enc", bias));
    String b =
        write("b.safetensors", Map.of("encoder.weight", wide.transpose(), "encoder.bias", bias));
    assertEquals(0, psi(a, data, "--json"), err::toString);
    String first = out.toString();
    out.getBuffer().setLength(0);
    assertEquals(0, psi(b, data, "--json"), err::toString);
    assertEquals(first, out.toString());
    JsonNode json = new ObjectMapper().readTree(first);
    assertEquals(9, json.get("d_sae").asInt());
    assertEquals(6, json.get("alive_latents").asInt(), "three are held down by their bias");
  }

  /** With b_dec subtracted, z = a·W_enc + (b_enc − b_dec·W_enc). */
  @Test
  void anAutoencoderInItsFolder() throws Exception {
    String data = write("data.safetensors", data());
    float[] bEnc = {0, -0.1f, 0.1f, 0, 0, 0};
    float[] bDec = {0.1f, 0, 0, 0.2f, 0, 0};
    Matrix bias = new Matrix(1, FEATURES);
    for (int f = 0; f < FEATURES; f++) {
      bias.data()[f] = bEnc[f] - bDec[f];
    }
    Path sae = folder.resolve("sae");
    SaeParameters parameters = new SaeParameters(identity(), bEnc, identity(), bDec, null);
    SaeLensFolder.write(sae, TrainedSae.relu(parameters), Map.of());
    assertEquals(0, psi(sae.toString(), data, "--json"), err::toString);
    String first = out.toString();
    out.getBuffer().setLength(0);
    String same = write("same.safetensors", Map.of("W_enc", identity(), "b_enc", bias));
    assertEquals(0, psi(same, data, "--json"), err::toString);
    assertEquals(first, out.toString());
    assertRefused("a second dictionary, beside", sae.toString(), same, data);
    assertRefused("a second dictionary, after", sae.toString(), sae.toString(), data);
    String weights = sae.resolve("sae_weights.safetensors").toString();
    assertRefused("has a tensor b_dec, so its latents are not max(0,", weights, data);
    SaeLensFolder.write(sae, TrainedSae.topK(parameters, 2), Map.of());
    assertRefused("psi scores latents max(0, z); those of TopK", sae.toString(), data);
    SaeLensFolder.write(sae, TrainedSae.relu(SaeParameters.random(5, 9, 1)), Map.of());
    assertRefused("d_in is 5, but activations have 6", sae.toString(), data);
    assertRefused("cfg.json: there is no such file", folder.toString(), data);
  }

  @Test
  void aDeadDictionaryIsUndefined() throws Exception {
    String data = write("data.safetensors", data());
    String sae = write("sae.safetensors", Map.of("W_enc", new Matrix(FEATURES, 8)));
    assertEquals(0, psi(sae, data, "--json"));
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertTrue(json.get("psi").isNull());
    assertEquals("few_alive_latents", json.get("undefined").asText());
    out.getBuffer().setLength(0);
    assertEquals(0, psi(sae, data));
    assertTrue(out.toString().contains("undefined: few alive latents"), out::toString);
  }

  @Test
  void whatDoesNotFitIsRefused() throws Exception {
    String data = write("data.safetensors", data());
    String sae = write("sae.safetensors", Map.of("W_enc", identity()));
    assertRefused("no tensor W_enc", data);
    assertRefused("no tensor activations", sae);
    assertRefused("W_enc", write("n.safetensors", Map.of("W_enc", new Matrix(5, 8))), data);
    assertRefused(
        "b_enc",
        write("b.safetensors", Map.of("W_enc", identity(), "b_enc", new Matrix(1, 5))),
        data);
    assertRefused("--draws", sae, data, "--draws", "3");
    Map<String, Matrix> hidden = data();
    Matrix labels = new Matrix(SAMPLES, 2);
    Arrays.fill(labels.data(), 1);
    hidden.put("labels", labels);
    assertRefused("never alone", sae, write("h.safetensors", hidden));
    hidden.put("labels", new Matrix(3, 2));
    assertRefused("labels", sae, write("s.safetensors", hidden));
  }

  private void assertRefused(String message, String... args) {
    err.getBuffer().setLength(0);
    assertEquals(2, psi(args), err::toString);
    assertEquals(1, err.toString().lines().count(), err::toString);
    assertTrue(err.toString().contains(message), err::toString);
  }
}
