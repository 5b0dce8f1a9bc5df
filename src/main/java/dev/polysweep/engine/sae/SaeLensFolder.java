package dev.polysweep.engine.sae;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.data.file.SafetensorsWriter;
import dev.polysweep.data.file.TensorFile;
import dev.polysweep.math.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A sparse autoencoder in the layout of SAELens 6: {@code cfg.json}, and {@code
 * sae_weights.safetensors} with {@code W_enc [d_in, d_sae]}, {@code b_enc [d_sae]}, {@code W_dec
 * [d_sae, d_in]}, {@code b_dec [d_in]} and, for a JumpReLU, {@code threshold [d_sae]}. What earlier
 * versions wrote is read too.
 */
public final class SaeLensFolder {

  /** Name of the file of weights. */
  public static final String WEIGHTS = "sae_weights.safetensors";

  /** Name of the file of settings. */
  public static final String CONFIG = "cfg.json";

  /** The layout's version, by which SAELens tells it from older ones. */
  private static final String LAYOUT = "6.0.0";

  private static final String THRESHOLD = "threshold";
  private static final Set<String> VECTORS = Set.of("b_enc", "b_dec", THRESHOLD);

  private final Path folder;
  private final SaeLensConfig config;

  private SaeLensFolder(Path folder) throws IOException {
    this.folder = folder;
    config = SaeLensConfig.read(folder.resolve(CONFIG));
  }

  /** Whether a folder claims to hold such an autoencoder: one of the files is there. */
  public static boolean is(Path folder) {
    return Files.exists(folder.resolve(CONFIG)) || Files.exists(folder.resolve(WEIGHTS));
  }

  /**
   * Writes an autoencoder.
   *
   * @param folder created if it is not there; its two files are replaced
   * @param metadata what is known of its origin, such as {@code model_name} and {@code hook_name}
   */
  public static void write(Path folder, TrainedSae sae, Map<String, Object> metadata)
      throws IOException {
    Files.createDirectories(folder);
    SaeParameters parameters = sae.parameters();
    Map<String, Matrix> tensors = new LinkedHashMap<>();
    tensors.put("W_enc", parameters.wEnc());
    tensors.put("b_enc", row(parameters.bEnc()));
    tensors.put("W_dec", parameters.wDec());
    tensors.put("b_dec", row(parameters.bDec()));
    if (sae.architecture().learnsThresholds()) {
      tensors.put(THRESHOLD, row(parameters.threshold()));
    }
    Map<String, Object> cfg = new LinkedHashMap<>();
    cfg.put("d_in", parameters.dIn());
    cfg.put("d_sae", parameters.dSae());
    cfg.put("dtype", "float32");
    cfg.put("device", "cpu");
    cfg.put("apply_b_dec_to_input", true);
    cfg.put("normalize_activations", "none");
    cfg.put("reshape_activations", "none");
    cfg.putAll(sae.architecture().saeLensSettings());
    Map<String, Object> origin = new LinkedHashMap<>(metadata);
    origin.put("sae_lens_version", LAYOUT);
    origin.put("sae_lens_training_version", null); // another program trained it
    cfg.put("metadata", origin);
    cfg.put("architecture", sae.architecture().saeLensName());
    SafetensorsWriter.write(folder.resolve(WEIGHTS), tensors, VECTORS, Map.of());
    Files.writeString(
        folder.resolve(CONFIG),
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(cfg) + "\n");
  }

  private static Matrix row(float[] values) {
    return new Matrix(1, values.length, values);
  }

  /**
   * Reads an autoencoder, ready to be used on inputs as they are.
   *
   * @throws IOException if files are missing, damaged or do not fit together, or the autoencoder is
   *     of a kind that is not known here; the message says which, for users
   */
  public static TrainedSae read(Path folder) throws IOException {
    SaeLensFolder files = new SaeLensFolder(folder);
    files.config.requireUsable();
    try (TensorFile tensors = TensorFile.open(folder.resolve(WEIGHTS))) {
      return files.sae(tensors);
    } catch (IOException e) {
      throw named(WEIGHTS, e);
    }
  }

  /**
   * Reads the directions alone, of an autoencoder of any kind.
   *
   * @return {@code W_dec [d_sae, d_in]}
   * @throws IOException if files are missing, damaged or do not fit together; the message says
   *     which, for users
   */
  public static Matrix decoder(Path folder) throws IOException {
    SaeLensFolder files = new SaeLensFolder(folder);
    try (TensorFile tensors = TensorFile.open(folder.resolve(WEIGHTS))) {
      return files.matrix(tensors, "W_dec", files.config.dSae(), files.config.dIn());
    } catch (IOException e) {
      throw named(WEIGHTS, e);
    }
  }

  static IOException named(String file, IOException problem) {
    return new IOException(file + ": " + problem.getMessage(), problem);
  }

  private TrainedSae sae(TensorFile tensors) throws IOException {
    int dIn = config.dIn();
    int dSae = config.dSae();
    Matrix wEnc = matrix(tensors, "W_enc", dIn, dSae);
    Matrix wDec = matrix(tensors, "W_dec", dSae, dIn);
    float[] bEnc = vector(tensors, "b_enc", dSae);
    float[] bDec = vector(tensors, "b_dec", dIn);
    if (tensors.has("scaling_factor")) {
      for (float factor : vector(tensors, "scaling_factor", dSae)) {
        if (factor != 1) {
          throw new IOException("has a scaling_factor other than 1; fold it into W_dec");
        }
      }
    }
    if (!config.subtractsDecoderBias()) {
      addDecoderBias(bEnc, bDec, wEnc);
    }
    if (config.scaledByDecoderNorm()) {
      foldDecoderNorms(wEnc, bEnc, wDec);
    }
    return switch (config.activation()) {
      case RELU -> TrainedSae.relu(new SaeParameters(wEnc, bEnc, wDec, bDec, null));
      case TOP_K -> TrainedSae.topK(new SaeParameters(wEnc, bEnc, wDec, bDec, null), config.k());
      case JUMP_RELU ->
          TrainedSae.jumpRelu(new SaeParameters(wEnc, bEnc, wDec, bDec, thresholds(tensors)));
    };
  }

  /** x·W + b = (x − b_dec)·W + (b + b_dec·W). */
  private static void addDecoderBias(float[] bEnc, float[] bDec, Matrix wEnc) {
    for (int f = 0; f < bEnc.length; f++) {
      double sum = bEnc[f];
      for (int i = 0; i < bDec.length; i++) {
        sum += (double) bDec[i] * wEnc.get(i, f);
      }
      bEnc[f] = (float) sum;
    }
  }

  /** z is multiplied with its row's norm, and a divided by it when decoded. */
  private static void foldDecoderNorms(Matrix wEnc, float[] bEnc, Matrix wDec) {
    for (int f = 0; f < bEnc.length; f++) {
      double square = 0;
      for (int i = 0; i < wDec.cols(); i++) {
        square += (double) wDec.get(f, i) * wDec.get(f, i);
      }
      double norm = Math.sqrt(square);
      if (norm == 0) {
        continue; // z becomes 0, and such a latent adds nothing either way
      }
      bEnc[f] = (float) (bEnc[f] * norm);
      for (int i = 0; i < wDec.cols(); i++) {
        wEnc.set(i, f, (float) (wEnc.get(i, f) * norm));
        wDec.set(f, i, (float) (wDec.get(f, i) / norm));
      }
    }
  }

  private float[] thresholds(TensorFile tensors) throws IOException {
    if (!tensors.has("log_threshold")) {
      return vector(tensors, THRESHOLD, config.dSae());
    }
    float[] thresholds = vector(tensors, "log_threshold", config.dSae());
    for (int f = 0; f < thresholds.length; f++) {
      thresholds[f] = (float) StrictMath.exp(thresholds[f]);
    }
    return thresholds;
  }

  private Matrix matrix(TensorFile tensors, String name, int rows, int cols) throws IOException {
    Matrix matrix = tensors.matrix(name);
    if (matrix.rows() != rows || matrix.cols() != cols) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s is a %s; d_in %d and d_sae %d of %s make it %d×%d",
              name,
              matrix,
              config.dIn(),
              config.dSae(),
              CONFIG,
              rows,
              cols));
    }
    return matrix;
  }

  private float[] vector(TensorFile tensors, String name, int length) throws IOException {
    float[] vector = tensors.vector(name);
    if (vector.length != length) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s has %d entries; d_in %d and d_sae %d of %s make it %d",
              name,
              vector.length,
              config.dIn(),
              config.dSae(),
              CONFIG,
              length));
    }
    return vector;
  }
}
