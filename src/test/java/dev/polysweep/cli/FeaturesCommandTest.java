package dev.polysweep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.SaeLensFolder;
import dev.polysweep.engine.SaeParameters;
import dev.polysweep.engine.TrainedSae;
import dev.polysweep.feature.Planted;
import dev.polysweep.math.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    refused("no such file", folder, "--activations", "x", "--out", out);
    refused("--top: 0", sae(), "--activations", "x", "--out", out, "--top", 0);
    refused("--intervals: 0", sae(), "--activations", "x", "--out", out, "--intervals", 0);
    refused(
        "--control-sae needs", sae(), "--activations", "x", "--out", out, "--control-sae", sae());
    refused("no such file", sae(), "--activations", "x", "--out", out, "--model", "m.onnx");
    Files.write(folder.resolve("sae/sae_weights.safetensors"), new byte[] {1, 2, 3});
    refused("sae_weights.safetensors", folder.resolve("sae"), "--activations", "x", "--out", out);
  }

  /** Corpus, extraction and analysis as a user runs them, with neurons for a dictionary. */
  @Test
  void fromACorpusToAPage() throws IOException {
    Path text = folder.resolve("corpus");
    Path activations = folder.resolve("activations");
    ok("corpus", "--documents", "4", "--out", text.toString());
    ok(
        "extract",
        text.resolve("text").toString(),
        "--model",
        "bytes-1l",
        "--tap",
        "/mlp_act/Relu_output_0",
        "--out",
        activations.toString());
    Path sae = folder.resolve("perfect");
    SaeLensFolder.write(sae, perfect(512), Map.of());
    Path out = folder.resolve("features");
    Child.Ended ended =
        ok(
            "features",
            sae.toString(),
            "--activations",
            activations.toString(),
            "--labels",
            text.toString(),
            "--model",
            "bytes-1l",
            "--out",
            out.toString());
    assertTrue(ended.out().contains("perfect"), ended.out());
    String line =
        ended.out().lines().filter(l -> l.startsWith("perfect ")).findFirst().orElseThrow();
    assertEquals(List.of("1.0000", "1.0000"), List.of(line.trim().split("\\s+")).subList(4, 6));
    assertTrue(Files.readString(out.resolve("features.html")).contains("Content-Security-Policy"));
    for (String table : List.of("dictionaries", "features", "feature_labels", "contexts")) {
      assertTrue(Files.exists(out.resolve(table + "/_SUCCESS")), table);
    }
  }

  private static Child.Ended ok(String... args) {
    // Short runs, three in a row: what C2 would save later it costs now, and more.
    Child.Ended ended = Child.run(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1"), args);
    assertEquals(0, ended.code(), ended.err());
    return ended;
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
