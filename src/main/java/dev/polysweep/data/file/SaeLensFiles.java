package dev.polysweep.data.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.math.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The two files in which SAELens keeps a sparse autoencoder in a folder: settings in {@code
 * cfg.json} and tensors in {@code sae_weights.safetensors}. What they mean is not known here.
 * Whoever reads them asks for the tensors that it uses, and then calls {@link #requireNothingLeft}:
 * a tensor that nobody asked for would change what the autoencoder does, so it is refused.
 *
 * <p>All errors name the file and the tensor, for users.
 */
public final class SaeLensFiles implements AutoCloseable {

  /** Name of the file of tensors. */
  public static final String WEIGHTS = "sae_weights.safetensors";

  /** Name of the file of settings. */
  public static final String CONFIG = "cfg.json";

  private static final String SAVE =
      "load it with SAELens (SAE.from_pretrained) and write it with save_model";

  /** Files by which autoencoders in other layouts are told, and whose layout it is. */
  private static final Map<String, String> FOREIGN =
      Map.of(
          "ae.pt", "dictionary_learning",
          "params.npz", "Gemma Scope",
          "params.safetensors", "Gemma Scope 2",
          "sae.safetensors", "EleutherAI's sparsify",
          "hyperparams.json", "Llama Scope");

  /** Tensors by which the files of other programs are known, the most telling first. */
  private static final List<Map.Entry<String, String>> FOREIGN_TENSORS =
      List.of(
          Map.entry("decoder.weight", "dictionary_learning"),
          Map.entry("encoder.weight", "dictionary_learning or sparsify"),
          Map.entry("w_enc", "Gemma Scope 2"));

  private final SaeLensSettings settings;
  private final TensorFile tensors;
  private final Set<String> asked = new HashSet<>();
  private final String sizes;

  private SaeLensFiles(SaeLensSettings settings, TensorFile tensors) throws IOException {
    this.settings = settings;
    this.tensors = tensors;
    sizes =
        String.format(
                Locale.ROOT,
                "d_in %d and d_sae %d",
                settings.positive("d_in"),
                settings.positive("d_sae"))
            + (settings.has("d_out") ? " and d_out " + settings.positive("d_out") : "");
  }

  /** Whether a folder claims to hold an autoencoder, in this layout or in another known one. */
  public static boolean are(Path folder) {
    return Files.exists(folder.resolve(CONFIG))
        || Files.exists(folder.resolve(WEIGHTS))
        || foreign(folder) != null;
  }

  private static String foreign(Path folder) {
    return FOREIGN.keySet().stream()
        .sorted()
        .filter(name -> Files.exists(folder.resolve(name)))
        .findFirst()
        .orElse(null);
  }

  /**
   * Opens the files of a folder.
   *
   * @throws IOException if one is missing or not sound, or the folder holds another layout
   */
  public static SaeLensFiles open(Path folder) throws IOException {
    String foreign = foreign(folder);
    if (foreign != null && !Files.exists(folder.resolve(WEIGHTS))) {
      throw new IOException(
          foreign + " is a file of " + FOREIGN.get(foreign) + ", not of SAELens; " + SAVE);
    }
    if (Files.isRegularFile(folder)) {
      throw new IOException("not a folder; one with " + CONFIG + " and " + WEIGHTS + " is wanted");
    }
    SaeLensSettings settings = SaeLensSettings.read(folder.resolve(CONFIG));
    TensorFile tensors;
    try {
      tensors = TensorFile.open(folder.resolve(WEIGHTS));
    } catch (IOException e) {
      throw named(e);
    }
    try {
      return new SaeLensFiles(settings, tensors);
    } catch (IOException e) {
      tensors.close();
      throw e;
    }
  }

  private static IOException named(IOException problem) {
    return new IOException(WEIGHTS + ": " + problem.getMessage(), problem);
  }

  /** An error in the tensors. */
  public static IOException problem(String message) {
    return named(new IOException(message));
  }

  /** What {@code cfg.json} says. */
  public SaeLensSettings settings() {
    return settings;
  }

  /** Whether there is a tensor of that name; asking does not use it. */
  public boolean has(String name) {
    return tensors.has(name);
  }

  /**
   * A matrix. One that is {@code [cols, rows]} is turned, unless it is square: then it is taken as
   * SAELens writes it.
   *
   * @return {@code [rows, cols]}
   * @throws IOException if there is none, or it has other sizes
   */
  public Matrix matrix(String name, int rows, int cols) throws IOException {
    Matrix matrix;
    try {
      matrix = tensors.matrix(name);
    } catch (IOException e) {
      throw foreignOr(e);
    }
    asked.add(name);
    if (matrix.rows() == cols && matrix.cols() == rows && rows != cols) {
      return matrix.transpose();
    }
    if (matrix.rows() != rows || matrix.cols() != cols) {
      throw problem(
          String.format(
              Locale.ROOT,
              "%s is a %s; %s of %s make it %d×%d",
              name,
              matrix,
              sizes,
              CONFIG,
              rows,
              cols));
    }
    return matrix;
  }

  private IOException foreignOr(IOException problem) {
    List<String> names = tensors.names();
    for (Map.Entry<String, String> foreign : FOREIGN_TENSORS) {
      if (names.contains(foreign.getKey())) {
        return problem(
            String.format(
                Locale.ROOT,
                "'%s' is a name of %s, not of SAELens; %s",
                foreign.getKey(),
                foreign.getValue(),
                SAVE));
      }
    }
    return named(problem);
  }

  /**
   * A vector.
   *
   * @throws IOException if there is none, or it has another length
   */
  public float[] vector(String name, int length) throws IOException {
    float[] vector = vector(name);
    if (vector.length != length) {
      throw problem(
          String.format(
              Locale.ROOT,
              "%s has %d entries; %s of %s make it %d",
              name,
              vector.length,
              sizes,
              CONFIG,
              length));
    }
    return vector;
  }

  /**
   * A single number.
   *
   * @throws IOException if there is none, or several
   */
  public float scalar(String name) throws IOException {
    float[] values = vector(name);
    if (values.length != 1) {
      throw problem(
          String.format(Locale.ROOT, "%s has %d entries instead of 1", name, values.length));
    }
    return values[0];
  }

  private float[] vector(String name) throws IOException {
    float[] vector;
    try {
      vector = tensors.vector(name);
    } catch (IOException e) {
      throw foreignOr(e);
    }
    asked.add(name);
    return vector;
  }

  /**
   * Refuses tensors and settings that nobody asked for, but for settings that are known to change
   * nothing.
   *
   * @param what the autoencoder that has no use for them, for the message
   * @throws IOException if there is one
   */
  public void requireNothingLeft(String what) throws IOException {
    for (String name : tensors.names()) {
      if (!asked.contains(name)) {
        throw problem(
            String.format(
                Locale.ROOT,
                "has a tensor %s; %s has no use for it",
                TensorFileException.quoted(name),
                what));
      }
    }
    settings.requireNothingLeft(what);
  }

  @Override
  public void close() throws IOException {
    tensors.close();
  }

  /**
   * Writes both files.
   *
   * @param folder created if it is not there; its two files are replaced
   * @param settings contents of {@code cfg.json}, in their order
   * @param matrices by name, in the order in which they are written
   * @param vectors by name; they are written after the matrices
   */
  public static void write(
      Path folder,
      Map<String, Object> settings,
      Map<String, Matrix> matrices,
      Map<String, float[]> vectors)
      throws IOException {
    Files.createDirectories(folder);
    Map<String, Matrix> all = new LinkedHashMap<>(matrices);
    vectors.forEach((name, values) -> all.put(name, new Matrix(1, values.length, values)));
    // No crash leaves new weights beside old settings, by which they would be read as others.
    Path config = folder.resolve(CONFIG);
    Files.deleteIfExists(config);
    SafetensorsWriter.write(folder.resolve(WEIGHTS), all, vectors.keySet(), Map.of());
    Path part = folder.resolve("." + CONFIG + ".part");
    Files.writeString(
        part,
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(settings) + "\n");
    Files.move(part, config, StandardCopyOption.REPLACE_EXISTING);
  }
}
