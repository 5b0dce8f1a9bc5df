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
 * Folders are written in the format of version 6. Folders that versions 1 to 6 wrote can be read,
 * including training checkpoints.
 *
 * <p>An autoencoder is read whole or not at all: if the folder has a tensor or a setting that is
 * neither used nor known to change nothing, reading fails with a message that names it.
 */
public final class SaeLensFolder {

  /** Name of the file of tensors. */
  public static final String WEIGHTS = SaeLensFiles.WEIGHTS;

  /** Name of the file of settings. */
  public static final String CONFIG = SaeLensFiles.CONFIG;

  /** The version of the layout, by which SAELens distinguishes the layout from older ones. */
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

  /**
   * Tolerance of {@code torch.allclose}, 1e-8 + 1e-5·1, within which SAELens treats a scaling
   * factor as 1.
   */
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

  /**
   * Whether a folder has the files of an autoencoder, possibly in the layout of another program.
   */
  public static boolean is(Path folder) {
    return SaeLensFiles.are(folder);
  }

  /**
   * Writes an autoencoder.
   *
   * @param folder the folder, which is created if it does not exist; its two files are replaced
   * @param metadata what is known about the autoencoder's origin, such as {@code model_name} and
   *     {@code hook_name}
   * @throws UnsupportedOperationException if SAELens has no such architecture
   */
  public static void write(Path folder, TrainedSae sae, Map<String, Object> metadata)
      throws IOException {
    boolean pursuit = sae.architecture() instanceof MatchingPursuit;
    if (sae.iteration().rounds() > 1 && !pursuit) {
      throw new UnsupportedOperationException("SAELens has no encoder that corrects its codes");
    }
    SaeParameters parameters = sae.parameters();
    if (pursuit && !parameters.wEnc().equals(parameters.wDec().transpose())) {
      throw new UnsupportedOperationException(
          "SAELens's matching pursuit has no scale of inputs: train with normalize none");
    }
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
    if (!pursuit) { // its encoder is the transpose of W_dec
      matrices.put("W_enc", parameters.wEnc());
    }
    matrices.put("W_dec", parameters.wDec());
    Map<String, float[]> vectors =
        new LinkedHashMap<>(sae.architecture().saeLensVectors(parameters));
    vectors.put("b_dec", parameters.bDec());
    SaeLensFiles.write(folder, settings, matrices, vectors);
  }

  /**
   * Reads an autoencoder. The result applies to unscaled inputs.
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
   * Reads only the decoder's directions, of an autoencoder or a transcoder of any architecture.
   * Settings and tensors that do not affect the directions are ignored.
   *
   * @return {@code W_dec [d_sae, d_in]}, or {@code [d_sae, d_out]} for a transcoder
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
          case "matching_pursuit" -> pursuit();
          default -> throw unusable(architecture);
        };
    files.requireNothingLeft("architecture '" + architecture + "'");
    return sae;
  }

  /**
   * The architecture's name. Up to version 5, SAELens called a TopK autoencoder "standard" and gave
   * it another activation function.
   */
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
          case "temporal", "phase_multiplexed" ->
              "its encoder is more than one product; its directions can be analysed (polysweep"
                  + " analyze)";
          default ->
              "it is not known; there are standard, topk, jumprelu, gated, batchtopk,"
                  + " matryoshka_batchtopk and matching_pursuit";
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
   * Reads the parameters. Everything that SAELens applies in addition to them, such as norms,
   * factors and input scaling, is folded into them.
   *
   * @param bias name of the encoder's bias
   * @param scaled whether SAELens multiplies z with the norms of the decoder's rows
   * @param threshold thresholds {@code [d_sae]} for z after that multiplication, or null
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
    SaeParameters parameters = new SaeParameters(wEnc, bEnc, wDec, bDec, threshold);
    if (scaled) {
      parameters = parameters.foldDecoderNorms();
    }
    foldFinetuning(parameters.wDec());
    return parameters;
  }

  /**
   * Changes b_enc for an encoder that does not subtract b_dec from its input: x·W + b = (x −
   * b_dec)·W + (b + b_dec·W).
   */
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
   * Folds the factors of fine-tuning into W_dec: on decoding, a is multiplied with one factor per
   * latent, which scales the rows of W_dec.
   */
  private void foldFinetuning(Matrix wDec) throws IOException {
    boolean finetuned = settings.flag(FINETUNED, false);
    if (files.has(FINETUNED) && files.has(FINETUNED_BEFORE)) {
      throw SaeLensFiles.problem(
          "has both " + FINETUNED + " and " + FINETUNED_BEFORE + ", which are one thing");
    }
    String name = files.has(FINETUNED) ? FINETUNED : FINETUNED_BEFORE;
    if (!files.has(name)) {
      return; // SAELens omits the factor if it is 1
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

  /**
   * Reads the thresholds. Training checkpoints may hold their logarithms instead, since those are
   * the trained parameters.
   */
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
    for (int f = 0; f < dSae; f++) { // b_dec·W was added to b_gate; it is added to b_mag too
      double added = (double) parameters.bEnc()[f] - bGate[f];
      bMag[f] = (float) (bMag[f] + StrictMath.exp(rMag[f]) * added);
    }
    return Gated.trained(parameters, rMag, bMag);
  }

  /**
   * Reads a training checkpoint of a BatchTopK as the JumpReLU that SAELens converts it to ({@code
   * save_inference_model}), with the running threshold as the threshold of every latent.
   */
  private TrainedSae batchTopK() throws IOException {
    settings.leave("k");
    float threshold = files.scalar("topk_threshold");
    return TrainedSae.jumpRelu(
        parameters("b_enc", settings.flag(SCALED, false), null).withThreshold(threshold));
  }

  /**
   * Reads a matching pursuit that ends after a number of rounds. SAELens can also end it where the
   * residual is short or a latent would be chosen again.
   */
  private TrainedSae pursuit() throws IOException {
    if (!settings.has("max_iterations")) {
      throw settings.refused(
          ARCHITECTURE, "without max_iterations its pursuits end by rules that are not known here");
    }
    int k = settings.positive("max_iterations");
    if (settings.flag("stop_on_duplicate_support", true)) {
      throw settings.refused(
          "stop_on_duplicate_support", "only pursuits that may choose a latent again can be used");
    }
    if (dOut() != dIn) {
      throw settings.refused("d_out", "an autoencoder writes what it reads, d_in " + dIn);
    }
    if (!settings.flag("apply_b_dec_to_input", true)) {
      throw settings.refused("apply_b_dec_to_input", "a pursuit without b_dec cannot be used");
    }
    Matrix wDec = files.matrix("W_dec", dSae, dIn);
    float[] bDec = files.vector("b_dec", dIn);
    SaeParameters parameters =
        new SaeParameters(wDec.transpose(), new float[dSae], wDec, bDec, null);
    return new MatchingPursuit(k).trained(parameters);
  }
}
