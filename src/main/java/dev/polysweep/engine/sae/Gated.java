package dev.polysweep.engine.sae;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A gate decides which latents are active and a magnitude what their activations are, both from one
 * product (Rajamanoharan et al. 2024, "Improving Dictionary Learning with Gated Sparse
 * Autoencoders"): with u = (x − b_dec)·W_enc, a = ReLU(exp(r_mag)·u + b_mag) where u + b_gate &gt;
 * 0, else 0. The parameters' {@code b_enc} is b_gate, so that z = u + b_gate, and {@code threshold}
 * holds r_mag and then b_mag. So a = ReLU(s·z + t) with s = exp(r_mag) and t = b_mag − s·b_gate.
 *
 * <p>A penalty on activations would shrink them, so it is on the open gates: coefficient·Σ_f
 * ReLU(z_f) is added to the loss. What opens them learns from a loss of its own, ‖x − ReLU(z)·W_dec
 * − b_dec‖², in which the decoder's directions and its bias are constants, as in the paper; SAELens
 * trains them by it too. No gradient passes through the decision itself. Where latents are measured
 * in the norms of their decoder rows, so are z and b_mag.
 *
 * @param coefficient {@code l1_coefficient}, at least 0
 * @param warmUpSteps steps over which the coefficient rises linearly from 0, at least 0
 */
public record Gated(double coefficient, int warmUpSteps) implements SaeArchitecture {

  /**
   * Selects the latents whose gate is open, z &gt; 0, with the activation max(s·z + t, 0); {@code
   * gate} holds z. The numbers that it takes are s and then t.
   *
   * @param silent whether latents with an open gate and the activation 0 are entries too
   */
  private record Open(boolean silent) implements SaeSelection {
    @Override
    public int select(float[] z, int from, int dSae, float[] theta, ActiveLatents out, int size) {
      out.reserve(size + dSae + 1);
      int n = size;
      for (int f = 0; f < dSae; f++) {
        float value = z[from + f];
        float magnitude = Math.fma(value, theta[f], theta[dSae + f]);
        out.latent[n] = f;
        out.act[n] = magnitude > 0 ? magnitude : 0;
        out.gate[n] = value;
        n += value > 0 && (silent || magnitude > 0) ? 1 : 0;
      }
      return n;
    }
  }

  /**
   * @throws IllegalArgumentException if a setting is out of its range
   */
  public Gated {
    SaeArchitecture.requireNonNegative("coefficient", coefficient);
    SaeArchitecture.requireNonNegative("warmUpSteps", warmUpSteps);
  }

  /**
   * Makes a trained gated autoencoder.
   *
   * @param parameters the parameters, with b_gate as {@code b_enc}
   * @param rMag {@code r_mag [d_sae]}
   * @param bMag {@code b_mag [d_sae]}
   * @throws IllegalArgumentException if the length of a vector is not {@code d_sae}
   */
  public static TrainedSae trained(SaeParameters parameters, float[] rMag, float[] bMag) {
    int dSae = parameters.dSae();
    if (rMag.length != dSae || bMag.length != dSae) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "r_mag and b_mag must have %d entries, not %d and %d",
              dSae,
              rMag.length,
              bMag.length));
    }
    float[] both = Arrays.copyOf(rMag, 2 * dSae);
    System.arraycopy(bMag, 0, both, dSae, dSae);
    return new Gated(0, 0).trained(parameters.withThresholds(both));
  }

  private static SaeParameters checked(SaeParameters parameters) {
    int wanted = 2 * parameters.dSae();
    if (parameters.threshold() == null || parameters.threshold().length != wanted) {
      throw new IllegalArgumentException(
          "r_mag and b_mag must have " + wanted + " entries together");
    }
    return parameters;
  }

  /** {@code r_mag [d_sae]} of the parameters of a gated autoencoder. */
  public static float[] rMag(SaeParameters parameters) {
    return Arrays.copyOf(parameters.threshold(), parameters.dSae());
  }

  /** {@code b_mag [d_sae]} of the parameters of a gated autoencoder. */
  public static float[] bMag(SaeParameters parameters) {
    return Arrays.copyOfRange(parameters.threshold(), parameters.dSae(), 2 * parameters.dSae());
  }

  /** With r_mag and b_mag 0 at the start, unless the parameters have them. */
  @Override
  public SaeParameters start(SaeParameters initial) {
    return checked(initial.threshold() == null ? initial.withThreshold(0, 0) : initial);
  }

  @Override
  public boolean learnsThresholds() {
    return true;
  }

  @Override
  public boolean logarithmicThresholds() {
    return false;
  }

  @Override
  public boolean separatesMagnitudes() {
    return true;
  }

  @Override
  public SaeSelection training() {
    return new Open(true);
  }

  @Override
  public SaeSelection evaluation(double[] memory, int round) {
    return new Open(false);
  }

  @Override
  public double coefficient(int step) {
    return coefficient * SaeOptimizer.warmUp(step, warmUpSteps);
  }

  @Override
  public float penalty(ActiveLatents latents, int from, int to) {
    float sum = 0;
    for (int j = from; j < to; j++) {
      sum += latents.gate[j];
    }
    return sum;
  }

  @Override
  public void gate(ActiveLatents latents, int end, float slope, float[] theta) {
    for (int j = 0; j < end; j++) {
      float g = latents.act[j] > 0 ? latents.grad[j] : 0;
      latents.grad[j] = Math.fma(theta[latents.latent[j]], g, slope + latents.byGate[j]);
      latents.gate[j] = g;
    }
  }

  /** 0, for r_mag and for b_mag. */
  @Override
  public OptionalDouble resampledThreshold() {
    return OptionalDouble.of(0);
  }

  @Override
  public TrainedSae trained(SaeParameters parameters) {
    return new TrainedSae(checked(parameters), new Gated(0, 0));
  }

  /** s and then t, {@code [2, d_sae]}. */
  @Override
  public float[] thresholds(SaeParameters parameters) {
    int dSae = parameters.dSae();
    float[] numbers = parameters.threshold().clone();
    for (int f = 0; f < dSae; f++) {
      double scale = StrictMath.exp(numbers[f]);
      numbers[f] = (float) scale;
      numbers[dSae + f] = (float) (numbers[dSae + f] - scale * parameters.bEnc()[f]);
    }
    return numbers;
  }

  @Override
  public String saeLensName() {
    return "gated";
  }

  @Override
  public Map<String, float[]> saeLensVectors(SaeParameters parameters) {
    Map<String, float[]> vectors = new LinkedHashMap<>();
    vectors.put("b_gate", parameters.bEnc());
    vectors.put("r_mag", rMag(parameters));
    vectors.put("b_mag", bMag(parameters));
    return vectors;
  }
}
