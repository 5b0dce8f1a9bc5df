package dev.polysweep.job.analysis;

import dev.polysweep.data.file.TensorFile;
import dev.polysweep.engine.sae.SaeLensFolder;
import dev.polysweep.engine.sae.SaeSelection;
import dev.polysweep.engine.sae.TrainedSae;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.psi.PsiProbe;
import dev.polysweep.sweep.yaml.SweepException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A dictionary of latents h = max(0, W·a + b) and the samples on which its polysemanticity is
 * scored.
 *
 * @param encoder W, {@code [d_sae, d]}
 * @param bias b, {@code [d_sae]}, or null for none
 * @param probe activations, inputs, and the samples on which single concepts occur alone
 */
public record PsiInput(Matrix encoder, float[] bias, PsiProbe probe) {

  private static final List<String> ENCODERS = List.of("W_enc", "w_enc");
  private static final String LINEAR = "encoder.weight";
  private static final List<String> BIASES = List.of("b_enc", "encoder.bias");

  /** Names of tensors whose presence means that the latents are not max(0, W_enc·a + b_enc). */
  private static final List<String> OTHERS =
      List.of("b_dec", "threshold", "log_threshold", "topk_threshold", "b_gate", "r_mag", "b_mag");

  /**
   * Reads the tensors from files, by their names: {@code W_enc [d, d_sae]} (or {@code
   * encoder.weight [d_sae, d]}), {@code b_enc [d_sae]} if there is one, {@code activations
   * [samples, d]}, {@code inputs [samples, d_in]} and {@code labels [samples, concepts]}. In place
   * of the first two there may be a folder in SAELens's layout with a ReLU autoencoder.
   *
   * @param all safetensors files that hold the tensors between them, and at most one folder
   * @throws SweepException if a tensor is missing, or the shapes do not fit together
   */
  public static PsiInput read(List<Path> all) {
    List<Path> files = all.stream().filter(file -> !Files.isDirectory(file)).toList();
    List<Path> folders = all.stream().filter(Files::isDirectory).toList();
    Matrix activations = matrix(files, "activations");
    Matrix inputs = matrix(files, "inputs");
    Matrix labels = matrix(files, "labels");
    requireAsMany(activations, inputs, labels);
    if (!folders.isEmpty()) {
      return ofAutoencoder(folders, files, probe(inputs, activations, labels));
    }
    Matrix encoder = encoder(files, activations.cols());
    float[] bias = bias(files);
    requireNothingElse(files);
    return of(encoder, bias, activations, inputs, labels);
  }

  /**
   * Makes the input from a dictionary and samples in memory. A sample on which a single concept
   * occurs shows that concept, and one without any shows nothing.
   *
   * @param encoder {@code [d_sae, d]}
   * @param bias {@code [d_sae]}, or null
   * @param activations {@code [samples, d]}
   * @param inputs {@code [samples, d_in]}
   * @param labels {@code [samples, concepts]}, positive where a concept occurs
   * @throws SweepException if the shapes do not fit together, or a concept never occurs alone
   */
  public static PsiInput of(
      Matrix encoder, float[] bias, Matrix activations, Matrix inputs, Matrix labels) {
    requireAsMany(activations, inputs, labels);
    if (encoder.cols() != activations.cols()) {
      throw new SweepException(
          "encoder: " + encoder + "; it must be [d_sae, d] with d = " + activations.cols());
    }
    if (bias != null && bias.length != encoder.rows()) {
      throw new SweepException(
          "b_enc: " + bias.length + " entries for " + encoder.rows() + " latents");
    }
    return new PsiInput(encoder, bias, probe(inputs, activations, labels));
  }

  private static void requireAsMany(Matrix activations, Matrix inputs, Matrix labels) {
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
  }

  private static PsiInput ofAutoencoder(List<Path> folders, List<Path> files, PsiProbe probe) {
    Path folder = folders.get(0);
    if (folders.size() > 1) {
      throw new SweepException(folders.get(1) + ": a second dictionary, after " + folder);
    }
    for (String name : ENCODERS) {
      Path second = fileOf(files, name);
      if (second != null) {
        throw new SweepException(second + ": a second dictionary, beside " + folder);
      }
    }
    TrainedSae sae;
    try {
      sae = SaeLensFolder.read(folder);
    } catch (IOException e) {
      throw new SweepException(folder + ": " + e.getMessage());
    }
    if (!sae.selection().equals(SaeSelection.Above.ZERO)) {
      throw new SweepException(
          folder
              + ": psi scores latents max(0, z); those of "
              + sae.architecture()
              + " are others");
    }
    int d = probe.activations().cols();
    if (sae.parameters().dIn() != d) {
      throw new SweepException(
          folder + ": d_in is " + sae.parameters().dIn() + ", but activations have " + d);
    }
    return new PsiInput(sae.parameters().wEnc().transpose(), sae.parameters().inputBias(), probe);
  }

  private static void requireNothingElse(List<Path> files) {
    for (String name : OTHERS) {
      Path file = fileOf(files, name);
      if (file != null) {
        throw new SweepException(
            file
                + ": has a tensor "
                + name
                + ", so its latents are not max(0, W_enc·a + b_enc); name the folder of a ReLU"
                + " autoencoder in SAELens's layout, or leave the tensor out");
      }
    }
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

  /** The number of samples that show a single concept or nothing. */
  public long shows() {
    return Arrays.stream(probe.concepts()).count();
  }
}
