package dev.polysweep.job.analysis;

import dev.polysweep.data.file.TensorFile;
import dev.polysweep.engine.sae.SaeLensFolder;
import dev.polysweep.math.Matrix;
import dev.polysweep.sweep.yaml.SweepException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A weight matrix to be analysed, with its title and its orientation.
 *
 * @param title text that says in reports where the matrix comes from
 * @param matrix the matrix as it lies in its file
 * @param rowsAreFeatures whether its rows are known to be features; otherwise its columns are taken
 *     for features
 */
public record Weights(String title, Matrix matrix, boolean rowsAreFeatures) {

  /**
   * Reads a matrix from a file, or the decoder from a folder with an autoencoder.
   *
   * @param file a {@code .safetensors} or {@code .npy} file, or a folder in SAELens's layout
   * @param tensor name of the matrix in the file, or null if the file has only one
   * @param usual name of the matrix that is read if the file has several and {@code tensor} is
   *     null; or null
   * @throws SweepException if there is no such matrix, or the file is damaged
   */
  public static Weights read(Path file, String tensor, String usual) {
    if (Files.isDirectory(file)) {
      return ofAutoencoder(file, tensor);
    }
    try (TensorFile tensors = TensorFile.open(file)) {
      List<String> names = tensors.matrices();
      String name = tensor == null && names.contains(usual) ? usual : tensor;
      Matrix matrix = name == null ? tensors.matrix() : tensors.matrix(name);
      String of = name == null && names.size() == 1 ? names.get(0) : name;
      String title = of == null || of.isEmpty() ? file.toString() : of + " of " + file;
      return new Weights(title, matrix, false);
    } catch (IOException e) {
      throw new SweepException(file + ": " + e.getMessage());
    }
  }

  private static Weights ofAutoencoder(Path folder, String tensor) {
    if (tensor != null) {
      return read(folder.resolve(SaeLensFolder.WEIGHTS), tensor, null);
    }
    try {
      return new Weights("W_dec of " + folder, SaeLensFolder.decoder(folder), true);
    } catch (IOException e) {
      throw new SweepException(folder + ": " + e.getMessage());
    }
  }

  /**
   * These weights as a matrix {@code [hidden units, features]}, as {@link WeightAnalyzer} takes
   * them.
   *
   * @param rows whether the rows of this matrix are features, or null to use {@code
   *     rowsAreFeatures}
   */
  public Weights oriented(Boolean rows) {
    boolean transpose = rows == null ? rowsAreFeatures : rows;
    return transpose ? new Weights(title, matrix.transpose(), false) : this;
  }
}
