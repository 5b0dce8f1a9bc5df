package dev.polysweep.cli;

import dev.polysweep.data.file.TensorFile;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.psi.PsiProbe;
import dev.polysweep.sweep.yaml.SweepException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A user's dictionary and what it is scored on, from tensors by name in some files.
 *
 * @param encoder {@code [d_sae, d]}
 * @param bias {@code [d_sae]}, or null
 * @param probe activations, inputs, and the samples on which single concepts occur alone
 */
record PsiInput(Matrix encoder, float[] bias, PsiProbe probe) {

  private static final List<String> ENCODERS = List.of("W_enc", "w_enc");
  private static final String LINEAR = "encoder.weight";
  private static final List<String> BIASES = List.of("b_enc", "encoder.bias");

  /**
   * Reads {@code W_enc [d, d_sae]} (or {@code encoder.weight [d_sae, d]}), {@code b_enc [d_sae]} if
   * there is one, {@code activations [samples, d]}, {@code inputs [samples, d_in]} and {@code
   * labels [samples, concepts]}.
   *
   * @throws SweepException if one is missing, or they do not fit together
   */
  static PsiInput read(List<Path> files) {
    Matrix activations = matrix(files, "activations");
    Matrix inputs = matrix(files, "inputs");
    Matrix labels = matrix(files, "labels");
    for (Matrix other : List.of(inputs, labels)) {
      if (other.rows() != activations.rows()) {
        throw new SweepException(
            (other == inputs ? "inputs: " : "labels: ")
                + other
                + ", but there are activations of "
                + activations.rows()
                + " samples");
      }
    }
    Matrix encoder = encoder(files, activations.cols());
    float[] bias = bias(files);
    if (bias != null && bias.length != encoder.rows()) {
      throw new SweepException(
          "b_enc: " + bias.length + " entries for " + encoder.rows() + " latents");
    }
    return new PsiInput(encoder, bias, probe(inputs, activations, labels));
  }

  private static Matrix encoder(List<Path> files, int d) {
    for (String name : ENCODERS) {
      if (fileOf(files, name) != null) {
        Matrix w = matrix(files, name);
        if (w.rows() == d) {
          return w.transpose();
        }
        throw new SweepException(
            name + ": " + w + "; it must be [d, d_sae] with d = " + d + ", as activations have");
      }
    }
    if (fileOf(files, LINEAR) == null) {
      throw new SweepException(
          "no tensor W_enc [d, d_sae] or " + LINEAR + " [d_sae, d]" + in(files));
    }
    Matrix w = matrix(files, LINEAR);
    if (w.cols() != d) {
      throw new SweepException(
          LINEAR + ": " + w + "; it must be [d_sae, d] with d = " + d + ", as activations have");
    }
    return w;
  }

  private static float[] bias(List<Path> files) {
    for (String name : BIASES) {
      Path file = fileOf(files, name);
      if (file != null) {
        try (TensorFile tensors = TensorFile.open(file)) {
          return tensors.vector(name);
        } catch (IOException e) {
          throw new SweepException(file + ": " + e.getMessage());
        }
      }
    }
    return null;
  }

  /** A sample shows a concept if that is its only positive label, and nothing if it has none. */
  private static PsiProbe probe(Matrix inputs, Matrix activations, Matrix labels) {
    List<Integer> rows = new ArrayList<>();
    List<Integer> concepts = new ArrayList<>();
    boolean[] seen = new boolean[labels.cols()];
    for (int s = 0; s < labels.rows(); s++) {
      int concept = PsiProbe.NOTHING;
      int count = 0;
      for (int f = 0; f < labels.cols(); f++) {
        if (labels.get(s, f) > 0) {
          concept = f;
          count++;
        }
      }
      if (count <= 1) {
        rows.add(s);
        concepts.add(concept);
        if (count == 1) {
          seen[concept] = true;
        }
      }
    }
    for (int f = 0; f < seen.length; f++) {
      if (!seen[f]) {
        throw new SweepException(
            "labels: concept " + f + " is never alone, so responses to it cannot be told apart");
      }
    }
    Matrix shown = new Matrix(rows.size(), activations.cols());
    for (int k = 0; k < rows.size(); k++) {
      int d = activations.cols();
      System.arraycopy(activations.data(), rows.get(k) * d, shown.data(), k * d, d);
    }
    return new PsiProbe(
        inputs, activations, shown, concepts.stream().mapToInt(Integer::intValue).toArray());
  }

  private static Matrix matrix(List<Path> files, String name) {
    Path file = fileOf(files, name);
    if (file == null) {
      throw new SweepException("no tensor " + name + in(files));
    }
    return Weights.read(file, name, null).matrix();
  }

  private static String in(List<Path> files) {
    return " in " + String.join(", ", files.stream().map(Path::toString).toList());
  }

  /** The first file that has a tensor, or null. */
  private static Path fileOf(List<Path> files, String name) {
    for (Path file : files) {
      try (TensorFile tensors = TensorFile.open(file)) {
        if (tensors.has(name)) {
          return file;
        }
      } catch (IOException e) {
        throw new SweepException(file + ": " + e.getMessage());
      }
    }
    return null;
  }

  /** Samples that show a single concept or nothing. */
  long shows() {
    return Arrays.stream(probe.concepts()).count();
  }
}
