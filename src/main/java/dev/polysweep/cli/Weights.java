package dev.polysweep.cli;

import dev.polysweep.data.file.TensorFile;
import dev.polysweep.engine.sae.SaeLensFolder;
import dev.polysweep.math.Matrix;
import dev.polysweep.sweep.yaml.SweepException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A matrix that a user named.
 *
 * @param title where it comes from
 * @param matrix as it lies in the file
 * @param rowsAreFeatures whether its rows are features by what is known of it
 */
record Weights(String title, Matrix matrix, boolean rowsAreFeatures) {

  /**
   * Reads a matrix from a file, or the decoder from a folder with an autoencoder.
   *
   * @param tensor its name in the file, or null for the only one
   * @param usual taken of several if it is there and none was named; or null
   * @throws SweepException if there is no such matrix, or the file is not sound
   */
  static Weights read(Path file, String tensor, String usual) {
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
   * The same as {@code [hidden units, features]}.
   *
   * @param rows whether its rows are features, or null for what is known of it
   */
  Weights oriented(Boolean rows) {
    boolean transpose = rows == null ? rowsAreFeatures : rows;
    return transpose ? new Weights(title, matrix.transpose(), false) : this;
  }
}
