package dev.polysweep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.polysweep.Safetensors;
import dev.polysweep.data.file.SafetensorsWriter;
import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user's own data from a file through a sweep to weights that PyTorch loads: {@code polysweep
 * init}, {@code run} and {@code export}.
 */
class OwnNetworkTest {

  /** Debian's Python, whose package python3-torch brings PyTorch. */
  private static final String PYTHON = "/usr/bin/python3";

  private static final String NO_TORCH =
      "there is no PyTorch for " + PYTHON + "; its check is skipped";

  /**
   * Loads exported weights strictly into the module that the file's metadata describe, and compares
   * its output on x with the activations that the cell stored. Ends with 77 where there is no
   * PyTorch.
   */
  private static final String CHECK =
      """
      import json, struct, sys
      try:
          import numpy as np
          import torch
          from torch import nn
      except ImportError:
          sys.exit(77)

      def read(name):
          raw = open(name, "rb").read()
          n = struct.unpack("<Q", raw[:8])[0]
          header = json.loads(raw[8:8 + n])
          meta = header.pop("__metadata__", {})
          tensors = {}
          for key, entry in header.items():
              start, end = entry["data_offsets"]
              flat = np.frombuffer(raw[8 + n + start:8 + n + end], dtype="<f4").copy()
              tensors[key] = torch.from_numpy(flat.reshape(entry["shape"]))
          return tensors, meta

      weights, meta = read(sys.argv[1])
      expected, _ = read(sys.argv[2])
      model = eval(meta["module"])
      print(model.load_state_dict(weights, strict=True))
      with torch.no_grad():
          difference = (model(expected["x"]) - expected["output"]).abs().max().item()
      print(meta["module"], difference)
      sys.exit(0 if difference < 1e-5 else 1)
      """;

  @TempDir static Path folder;

  private static Path data;
  private static Path out;
  private static Matrix x;

  @BeforeAll
  static void run() throws IOException {
    x = Initializers.normal(60, 4, 1, new RandomStream(1, StreamId.DATA));
    Matrix y = new Matrix(60, 1);
    for (int s = 0; s < 60; s++) {
      y.set(s, 0, x.get(s, 0) * x.get(s, 1) - x.get(s, 2));
    }
    data = folder.resolve("measured.safetensors");
    Map<String, Matrix> tensors = new LinkedHashMap<>();
    tensors.put("x", x);
    tensors.put("y", y);
    SafetensorsWriter.write(data, tensors, Map.of("labels", "length, width, depth, age"));
    Path sweep = folder.resolve("own.yaml");
    Child.Ended written = InProcess.run("init", data.toString(), "--out", sweep.toString());
    assertEquals(0, written.code(), written.err());
    out = folder.resolve("out");
    Child.Ended ended =
        InProcess.withSpark(
            "run",
            sweep,
            "--out",
            out,
            "--seeds",
            "1",
            "--set",
            "steps=60",
            "--set",
            "batch=20",
            "--set",
            "activation=gelu",
            "--set",
            "data.shuffle=false",
            "--set",
            "keep=[weights, activations]");
    assertEquals(0, ended.code(), ended.err());
  }

  @Test
  void theWrittenSweepSaysWhatTheFileHolds() throws IOException {
    String text = Files.readString(folder.resolve("own.yaml"));
    assertTrue(text.contains("# x is [60, 4]:\n#   length from -"), text);
    assertTrue(text.contains("\n# y is [60, 1]:\n"), text);
    assertTrue(text.contains("\n  widths: [[4, 8, 8, 1], [4, 16, 16, 1]]\n"), text);
    Child.Ended again =
        InProcess.run("init", data.toString(), "--out", folder.resolve("own.yaml").toString());
    assertEquals(2, again.code());
    assertTrue(again.err().contains("exists already"), again.err());
    // The hash identifies the data from now on.
    assertTrue(Files.readString(out.resolve("sweep.yaml")).contains("sha256: "));
  }

  @Test
  void torchLoadsTheWeightsAndComputesTheSame() throws Exception {
    Child.Ended asked = InProcess.withSpark("export", out, "--cell", "0123456789abcdef");
    String id = asked.err().replaceAll("(?s).*there are ([0-9a-f]{16}).*", "$1");
    Path file = folder.resolve("cell.safetensors");
    Child.Ended ended = InProcess.withSpark("export", out, "--cell", id, "--out", file);
    assertEquals(0, ended.code(), ended.err());
    Safetensors weights = Safetensors.read(file);
    assertEquals(
        java.util.Set.of("0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias"),
        weights.names());
    int hidden = weights.tensor("0.weight").rows();
    assertEquals(hidden, weights.vector("0.bias").length);
    assertEquals(
        "nn.Sequential(nn.Linear(4, "
            + hidden
            + "), nn.GELU(), nn.Linear("
            + hidden
            + ", "
            + hidden
            + "), nn.GELU(), nn.Linear("
            + hidden
            + ", 1))",
        weights.metadata().get("module"));
    Matrix expected = output(id);
    Map<String, Matrix> tensors = new LinkedHashMap<>();
    tensors.put("x", x.rows(48, 60)); // the rows held out
    tensors.put("output", expected);
    Path checked = folder.resolve("expected.safetensors");
    SafetensorsWriter.write(checked, tensors, Map.of());
    assumeTrue(Files.isExecutable(Path.of(PYTHON)), NO_TORCH);
    Process python =
        new ProcessBuilder(PYTHON, "-c", CHECK, file.toString(), checked.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assumeTrue(python.waitFor() != 77, NO_TORCH);
    assertEquals(0, python.exitValue(), said);
    assertTrue(said.contains("All keys matched"), said);
  }

  /** The output of a cell on the rows held out, from the table {@code arrays}. */
  private static Matrix output(String id) throws IOException {
    return dev.polysweep.job.Results.in(out)
        .arrays()
        .filter(row -> row.cellId().equals(id) && row.name().equals("acts_2"))
        .map(row -> new Matrix(row.rows(), row.cols(), row.data()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyExperimentHasASweepFileToBeginWith() throws IOException {
    for (String experiment : dev.polysweep.sweep.Experiments.installed().names()) {
      Path file = folder.resolve("begin-" + experiment + ".yaml");
      Child.Ended written = InProcess.run("init", experiment, "--out", file.toString());
      assertEquals(0, written.code(), written.err());
      Child.Ended dry = InProcess.run("run", file.toString(), "--dry-run");
      assertEquals(0, dry.code(), dry.err());
      // Every commented setting is one that can be given as it stands.
      String given = Files.readString(file).replaceAll("(?m)^  #(?=[a-z])", "  ");
      if (experiment.equals("network") || experiment.equals("monosemantic")) {
        continue; // where some settings exclude each other
      }
      Path all = Files.writeString(folder.resolve("all-" + experiment + ".yaml"), given);
      Child.Ended whole = InProcess.run("run", all.toString(), "--dry-run");
      assertEquals(0, whole.code(), whole.err());
    }
    Child.Ended refused = InProcess.run("init", "tooy");
    assertEquals(2, refused.code());
    assertTrue(refused.err().contains("did you mean 'toy'?"), refused.err());
  }
}
