package dev.polysweep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.sae.SaeLensFolder;
import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.engine.sae.TrainedSae;
import dev.polysweep.feature.Planted;
import dev.polysweep.math.Matrix;
import dev.polysweep.transformer.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeaturesCommandTest {

  @TempDir private Path folder;

  private Path sae() throws IOException {
    Path sae = folder.resolve("sae");
    SaeLensFolder.write(sae, Planted.identity(), Map.of());
    return sae;
  }

  private void refused(String words, Object... args) {
    String[] all = new String[args.length + 1];
    all[0] = "features";
    for (int i = 0; i < args.length; i++) {
      all[i + 1] = args[i].toString();
    }
    Child.Ended ended = InProcess.run(all);
    assertEquals(2, ended.code(), ended.err());
    assertEquals(1, ended.err().strip().lines().count(), ended.err());
    assertTrue(ended.err().contains(words), ended.err());
    assertFalse(Files.exists(folder.resolve("out")), "nothing is written");
  }

  @Test
  void misuseIsOneLineBeforeAnythingStarts() throws IOException {
    Path out = folder.resolve("out");
    refused("--activations", sae(), "--out", out);
    refused("--out: name a folder", sae(), "--activations", "x");
    refused("SAE_DIR: name the folder", "--activations", "x", "--out", out);
    refused("polysweep features makes them", "serve", folder);
    refused("no such file", folder, "--activations", "x", "--out", out);
    refused("--top: 0", sae(), "--activations", "x", "--out", out, "--top", 0);
    refused("--intervals: 0", sae(), "--activations", "x", "--out", out, "--intervals", 0);
    refused(
        "--control-sae needs", sae(), "--activations", "x", "--out", out, "--control-sae", sae());
    refused("no such file", sae(), "--activations", "x", "--out", out, "--model", "m.onnx");
    Path cfg = folder.resolve("sae/cfg.json");
    String text = Files.readString(cfg);
    Files.writeString(cfg, text.replaceFirst("\\{", "{\"activation_fn_str\":\"tanh-relu\","));
    refused(
        "activation_fn_str is 'tanh-relu'; only 'relu' and 'topk' can be used",
        folder.resolve("sae"),
        "--activations",
        "x",
        "--out",
        out);
    Files.writeString(cfg, text);
    Files.write(folder.resolve("sae/sae_weights.safetensors"), new byte[] {1, 2, 3});
    refused("sae_weights.safetensors", folder.resolve("sae"), "--activations", "x", "--out", out);
  }

  /** Corpus, extraction and analysis as a user runs them; then what does not fit together. */
  @Test
  void fromACorpusToAPage() throws Exception {
    Path corpus = folder.resolve("corpus");
    Path activations = folder.resolve("activations");
    Path out = folder.resolve("features");
    Path perfect = folder.resolve("perfect");
    Path narrow = folder.resolve("narrow");
    Path empty = Files.createDirectories(folder.resolve("empty"));
    SaeLensFolder.write(perfect, perfect(512), Map.of());
    SaeLensFolder.write(narrow, perfect(4), Map.of());
    String tap = "/mlp_act/Relu";
    ok("corpus", "--documents", 4, "--out", corpus);
    ok(
        "extract",
        corpus.resolve("text"),
        "--model",
        "bytes-1l",
        "--tap",
        tap,
        "--out",
        activations);
    String shown =
        ok(
            "features",
            perfect,
            "--activations",
            activations,
            "--labels",
            corpus,
            "--model",
            "bytes-1l",
            "--out",
            out);
    String line = shown.lines().filter(l -> l.startsWith("perfect ")).findFirst().orElseThrow();
    assertEquals(List.of("1.0000", "1.0000"), List.of(line.trim().split("\\s+")).subList(4, 6));
    doesNotFit("the model is not the one", perfect, activations, "--model", "bytes-1l-random");
    doesNotFit("narrow is for activations of 4 numbers", narrow, activations);
    doesNotFit("narrow is for activations of 4 numbers", perfect, activations, "--compare", narrow);
    doesNotFit("--labels: " + empty, perfect, activations, "--labels", empty);
    doesNotFit(
        "has no column position", perfect, activations, "--labels", corpus.resolve("documents"));
    doesNotFit("holds no activations", perfect, empty);
    doesNotFit("holds no activations", perfect, folder.resolve("nothing"));
    doesNotFit("--control-activations: ", perfect, activations, "--control-activations", empty);
    assertTrue(Files.readString(out.resolve("features.html")).contains("Content-Security-Policy"));
    assertTrue(shown.contains("logistic probe: mean F1 of all labels 0."), shown);
    for (String table :
        List.of("dictionaries", "features", "feature_labels", "label_probes", "contexts")) {
      assertTrue(Files.exists(out.resolve(table + "/_SUCCESS")), table);
    }
  }

  /**
   * A model of PyTorch's in float16, whose tokenizer adds special tokens: its lines that are empty
   * are no documents, and what it loses by the reconstruction is a number.
   */
  @Test
  void aForeignModelInHalfPrecision() throws Exception {
    String exports = "src/test/resources/transformer/";
    Path text = folder.resolve("text.txt");
    Files.writeString(text, "some words in a line\n\n \nhohoho the last line\n\n");
    Path activations = folder.resolve("half");
    Path mlp = folder.resolve("mlp");
    SaeLensFolder.write(mlp, perfect(12), Map.of());
    Object[] model = {"--model", exports + "gpt_neox_half.onnx"};
    List<Object> extract = new ArrayList<>(List.of("extract", text, "--out", activations));
    extract.addAll(List.of(model));
    extract.addAll(List.of("--tap", "/gpt_neox/layers.0/mlp/act/Mul_1"));
    extract.addAll(List.of("--tokenizer", exports + "special_tokens.json", "--context", 16));
    String extracted = ok(extract.toArray());
    assertTrue(extracted.contains("skipped 2 empty: documents 1, 4"), extracted);
    List<Object> features = new ArrayList<>(List.of("features", mlp, "--activations", activations));
    features.addAll(List.of(model));
    features.addAll(List.of("--out", folder.resolve("halfFeatures")));
    String shown = ok(features.toArray());
    String line = shown.lines().filter(l -> l.startsWith("mlp ")).findFirst().orElseThrow();
    double recovered = Double.parseDouble(line.trim().split("\\s+")[5]);
    assertTrue(Double.isFinite(recovered), line);
  }

  @Test
  void aModelWithoutLogitsIsRefusedBeforeAnythingStarts() throws IOException {
    Path state = folder.resolve("state.onnx");
    Files.write(
        state,
        Models.read("src/test/resources/transformer/tiny.onnx")
            .tapped(List.of("/mlp_act/Relu_output_0")));
    refused(
        "is not the logits of 256 tokens",
        sae(),
        "--activations",
        "x",
        "--out",
        folder.resolve("out"),
        "--model",
        state);
  }

  private static String ok(Object... args) throws Exception {
    Child.Ended ended = InProcess.withSpark(args);
    assertEquals(0, ended.code(), ended.err());
    return ended.out();
  }

  private void doesNotFit(String words, Path sae, Path activations, Object... more)
      throws Exception {
    Path out = folder.resolve("refused");
    List<Object> args =
        new ArrayList<>(List.of("features", sae, "--activations", activations, "--out", out));
    args.addAll(List.of(more));
    Child.Ended ended = InProcess.withSpark(args.toArray());
    assertEquals(2, ended.code(), ended.err());
    assertEquals(1, ended.err().strip().lines().count(), ended.err());
    assertTrue(ended.err().contains(words), ended.err());
    assertFalse(Files.exists(out.resolve("features.html")));
  }

  /** An autoencoder that gives back what is not below 0. */
  private static TrainedSae perfect(int width) {
    Matrix identity = new Matrix(width, width);
    for (int i = 0; i < width; i++) {
      identity.set(i, i, 1);
    }
    return TrainedSae.relu(
        new SaeParameters(
            identity, new float[width], identity.transpose(), new float[width], null));
  }
}
