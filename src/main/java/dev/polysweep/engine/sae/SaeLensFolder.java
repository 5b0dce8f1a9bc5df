package dev.polysweep.engine.sae;

import dev.polysweep.data.file.SaeLensFiles;
import dev.polysweep.data.file.SaeLensSettings;
import dev.polysweep.math.Matrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A trained sparse autoencoder as SAELens keeps it in a folder ({@link SaeLensFiles}): {@code W_enc
 * [d_in, d_sae]}, {@code W_dec [d_sae, d_in]}, {@code b_dec [d_in]}, and by architecture {@code
 * b_enc}, {@code threshold}, {@code b_gate}, {@code r_mag} and {@code b_mag}, all {@code [d_sae]}.
 * Version 6 is written. What versions 1 to 6 wrote is read, their training checkpoints included.
 *
 * <p>An autoencoder is read whole or not at all: every tensor and every setting is used, or known
 * to change nothing, or the folder is refused by a message that names it.
 */
public final class SaeLensFolder {

  /** Name of the file of tensors. */
  public static final String WEIGHTS = SaeLensFiles.WEIGHTS;

  /** Name of the file of settings. */
  public static final String CONFIG = SaeLensFiles.CONFIG;

  /** The layout's version, by which SAELens tells it from older ones. */
  private static final String LAYOUT = "6.0.0";

  private static final String ARCHITECTURE = "architecture";
  private static final String STANDARD = "standard";
  private static final String TOP_K = "topk";
  private static final String THRESHOLD = "threshold";
  private static final String LOG_THRESHOLD = "log_threshold";
  private static final String SCALED = "rescale_acts_by_decoder_norm";
  private static final String NORMALIZATION = "normalize_activations";
  private static final String FINETUNED = "finetuning_scaling_factor";
  private static final String FINETUNED_BEFORE = "scaling_factor";
  private static final List<String> ACTIVATIONS = List.of("activation_fn_str", "activation_fn");
  private static final String ACTIVATION_SETTINGS = "activation_fn_kwargs";

  /** torch.allclose, by which SAELens takes a scaling factor for 1: 1e-5·1 + 1e-8. */
  private static final double CLOSE = 1e-5 + 1e-8;

  private final SaeLensFiles files;
  private final SaeLensSettings settings;
  private final int dIn;
  private final int dSae;

  private SaeLensFolder(SaeLensFiles files) throws IOException {
    this.files = files;
    settings = files.settings();
    dIn = settings.positive("d_in");
    dSae = settings.positive("d_sae");
  }

  /** Whether a folder claims to hold an autoencoder, maybe in the layout of another program. */
  public static boolean is(Path folder) {
    return SaeLensFiles.are(folder);
  }

  /**
   * Writes an autoencoder.
   *
   * @param folder created if it is not there; its two files are replaced
   * @param metadata what is known of its origin, such as {@code model_name} and {@code hook_name}
   * @throws UnsupportedOperationException if SAELens has no such architecture
   */
  public static void write(Path folder, TrainedSae sae, Map<String, Object> metadata)
      throws IOException {
    SaeParameters parameters = sae.parameters();
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("d_in", parameters.dIn());
    settings.put("d_sae", parameters.dSae());
    settings.put("dtype", "float32");
    settings.put("device", "cpu");
    settings.put("apply_b_dec_to_input", true);
    settings.put(NORMALIZATION, "none");
    settings.put("reshape_activations", "none");
    settings.putAll(sae.architecture().saeLensSettings());
    Map<String, Object> origin = new LinkedHashMap<>(metadata);
    origin.put("sae_lens_version", LAYOUT);
    origin.put("sae_lens_training_version", null); // another program trained it
    settings.put("metadata", origin);
    settings.put(ARCHITECTURE, sae.architecture().saeLensName());
    Map<String, Matrix> matrices = new LinkedHashMap<>();
    matrices.put("W_enc", parameters.wEnc());
    matrices.put("W_dec", parameters.wDec());
    Map<String, float[]> vectors =
        new LinkedHashMap<>(sae.architecture().saeLensVectors(parameters));
    vectors.put("b_dec", parameters.bDec());
    SaeLensFiles.write(folder, settings, matrices, vectors);
  }

  /**
   * Reads an autoencoder, ready to be used on inputs as they are.
   *
   * @throws IOException if files are missing, damaged or do not fit together, or the autoencoder is
   *     of a kind that is not known here; the message says which, for users
   */
  public static TrainedSae read(Path folder) throws IOException {
    try (SaeLensFiles files = SaeLensFiles.open(folder)) {
      return new SaeLensFolder(files).sae();
    }
  }

  /**
   * Reads the directions alone, of an autoencoder or a transcoder of any architecture. Settings and
   * tensors that do not change them are not looked at.
   *
   * @return {@code W_dec [d_sae, d_in]}, of a transcoder {@code [d_sae, d_out]}
   * @throws IOException if files are missing, damaged or do not fit together; the message says
   *     which, for users
   */
  public static Matrix decoder(Path folder) throws IOException {
    try (SaeLensFiles files = SaeLensFiles.open(folder)) {
      SaeLensFolder lens = new SaeLensFolder(files);
      Matrix wDec = files.matrix("W_dec", lens.dSae, lens.dOut());
      lens.foldFinetuning(wDec);
      return wDec;
    }
  }

  private int dOut() throws IOException {
    return settings.has("d_out") ? settings.positive("d_out") : dIn;
  }

  private TrainedSae sae() throws IOException {
    String architecture = architecture();
    requireInputsAsTheyAre();
    TrainedSae sae =
        switch (architecture) {
          case STANDARD -> TrainedSae.relu(parameters("b_enc", false, null));
          case TOP_K -> topK();
          case "jumprelu" -> TrainedSae.jumpRelu(parameters("b_enc", false, thresholds()));
          case "gated" -> gated();
          case "batchtopk", "matryoshka_batchtopk" -> batchTopK();
          default -> throw unusable(architecture);
        };
    files.requireNothingLeft("architecture '" + architecture + "'");
    return sae;
  }

  /** Until version 5 a TopK was of architecture standard, with another activation function. */
  private String architecture() throws IOException {
    String architecture = settings.text(ARCHITECTURE, STANDARD);
    boolean topK = false;
    for (String key : ACTIVATIONS) {
      String activation = settings.text(key, "relu");
      if (!List.of("relu", TOP_K).contains(activation)) {
        throw settings.refused(key, "only 'relu' and 'topk' can be used");
      }
      if (activation.equals(TOP_K) && !List.of(STANDARD, TOP_K).contains(architecture)) {
        throw settings.refused(key, "with architecture '" + architecture + "' it must be 'relu'");
      }
      topK |= activation.equals(TOP_K);
    }
    if (!topK && !architecture.equals(TOP_K)) {
      SaeLensSettings unused = settings.inside(ACTIVATION_SETTINGS);
      unused.leave("k");
      unused.requireNothingLeft("activation function 'relu'");
    }
    return topK ? TOP_K : architecture;
  }

  private IOException unusable(String architecture) {
    String why =
        switch (architecture) {
          case "transcoder", "skip_transcoder", "jumprelu_transcoder", "jumprelu_skip_transcoder" ->
              "it reads activations at one point of a model and writes at another, so it cannot"
                  + " stand in for what it reads; its directions can be analysed (polysweep analyze)";
          case "temporal", "matching_pursuit", "phase_multiplexed" ->
              "its encoder is more than one product; its directions can be analysed (polysweep"
                  + " analyze)";
          default ->
              "it is not known; there are standard, topk, jumprelu, gated, batchtopk and"
                  + " matryoshka_batchtopk";
        };
    return settings.refused(ARCHITECTURE, why);
  }

  private void requireInputsAsTheyAre() throws IOException {
    if (!settings.text(NORMALIZATION, "none", "expected_average_only_in").equals("none")) {
      throw settings.refused(
          NORMALIZATION,
          "only weights for inputs as they are ('none') can be used; where the scale is one number,"
              + " fold it in with SAELens (fold_activation_norm_scaling_factor)");
    }
  }

  /**
   * The parameters, with everything folded in that SAELens does beside them.
   *
   * @param bias name of the encoder's bias
   * @param scaled whether z is multiplied with the norms of decoder rows
   * @param threshold thresholds {@code [d_sae]} of z as it is then, or null
   */
  private SaeParameters parameters(String bias, boolean scaled, float[] threshold)
      throws IOException {
    if (dOut() != dIn) {
      throw settings.refused("d_out", "an autoencoder writes what it reads, d_in " + dIn);
    }
    Matrix wEnc = files.matrix("W_enc", dIn, dSae);
    Matrix wDec = files.matrix("W_dec", dSae, dIn);
    float[] bEnc = files.vector(bias, dSae);
    float[] bDec = files.vector("b_dec", dIn);
    if (!settings.flag("apply_b_dec_to_input", true)) {
      addDecoderBias(bEnc, bDec, wEnc);
    }
    if (scaled) {
      foldDecoderNorms(wEnc, bEnc, wDec);
    }
    foldFinetuning(wDec);
    return new SaeParameters(wEnc, bEnc, wDec, bDec, threshold);
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

  /**
   * z is multiplied with its row's norm, and a divided by it when decoded. Where the row is zero, z
   * is 0 and the latent never active; SAELens itself, which divides by 0 there, decodes it to NaN.
   */
  private static void foldDecoderNorms(Matrix wEnc, float[] bEnc, Matrix wDec) {
    for (int f = 0; f < bEnc.length; f++) {
      double square = 0;
      for (int i = 0; i < wDec.cols(); i++) {
        square += (double) wDec.get(f, i) * wDec.get(f, i);
      }
      double norm = Math.sqrt(square);
      bEnc[f] = (float) (bEnc[f] * norm);
      for (int i = 0; i < wDec.cols(); i++) {
        wEnc.set(i, f, (float) (wEnc.get(i, f) * norm));
        wDec.set(f, i, norm == 0 ? 0 : (float) (wDec.get(f, i) / norm));
      }
    }
  }

  /** a is multiplied with a factor a latent when decoded, which scales rows of W_dec. */
  private void foldFinetuning(Matrix wDec) throws IOException {
    boolean finetuned = settings.flag(FINETUNED, false);
    if (files.has(FINETUNED) && files.has(FINETUNED_BEFORE)) {
      throw SaeLensFiles.problem(
          "has both " + FINETUNED + " and " + FINETUNED_BEFORE + ", which are one thing");
    }
    String name = files.has(FINETUNED) ? FINETUNED : FINETUNED_BEFORE;
    if (!files.has(name)) {
      return; // SAELens leaves it out where it is 1
    }
    float[] factor = files.vector(name, dSae);
    boolean one = true;
    for (float value : factor) {
      one &= Math.abs(value - 1.0) <= CLOSE;
    }
    if (one && !(finetuned && name.equals(FINETUNED))) {
      return;
    }
    if (!finetuned) {
      throw SaeLensFiles.problem(
          String.format(
              Locale.ROOT,
              "has a tensor %s other than 1, but %s of %s is false",
              name,
              FINETUNED,
              SaeLensFiles.CONFIG));
    }
    for (int f = 0; f < dSae; f++) {
      for (int i = 0; i < wDec.cols(); i++) {
        wDec.set(f, i, wDec.get(f, i) * factor[f]);
      }
    }
  }

  private TrainedSae topK() throws IOException {
    SaeLensSettings old = settings.inside(ACTIVATION_SETTINGS);
    int k = settings.has("k") || !old.has("k") ? settings.positive("k") : old.positive("k");
    if (old.has("k") && old.positive("k") != k) {
      throw settings.refused("k", "but " + ACTIVATION_SETTINGS + ".k is " + old.positive("k"));
    }
    old.requireNothingLeft("activation function 'topk'");
    if (k > dSae) {
      throw settings.problem("k is " + k + ", more than d_sae, " + dSae);
    }
    return TrainedSae.topK(parameters("b_enc", settings.flag(SCALED, false), null), k);
  }

  /** Checkpoints of training may hold their logarithms, which were what was trained. */
  private float[] thresholds() throws IOException {
    if (!files.has(LOG_THRESHOLD)) {
      return files.vector(THRESHOLD, dSae);
    }
    if (files.has(THRESHOLD)) {
      throw SaeLensFiles.problem(
          "has both " + THRESHOLD + " and " + LOG_THRESHOLD + ", which are one thing");
    }
    float[] thresholds = files.vector(LOG_THRESHOLD, dSae);
    for (int f = 0; f < thresholds.length; f++) {
      thresholds[f] = (float) StrictMath.exp(thresholds[f]);
    }
    return thresholds;
  }

  private TrainedSae gated() throws IOException {
    float[] bMag = files.vector("b_mag", dSae);
    float[] rMag = files.vector("r_mag", dSae);
    float[] bGate = files.vector("b_gate", dSae);
    SaeParameters parameters = parameters("b_gate", false, null);
    for (int f = 0; f < dSae; f++) { // b_dec·W that came to b_gate comes to b_mag too
      double added = (double) parameters.bEnc()[f] - bGate[f];
      bMag[f] = (float) (bMag[f] + StrictMath.exp(rMag[f]) * added);
    }
    return Gated.trained(parameters, rMag, bMag);
  }

  /**
   * A checkpoint of a BatchTopK in training is read as the JumpReLU that SAELens makes of it
   * ({@code save_inference_model}): its running threshold for every latent.
   */
  private TrainedSae batchTopK() throws IOException {
    settings.leave("k");
    float threshold = files.scalar("topk_threshold");
    return TrainedSae.jumpRelu(
        parameters("b_enc", settings.flag(SCALED, false), null).withThreshold(threshold));
  }
}
