package dev.polysweep.engine.sae;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A gate decides which latents are active and a magnitude what their activations are, both from one
 * product (Rajamanoharan et al. 2024, "Improving Dictionary Learning with Gated Sparse
 * Autoencoders"): with u = (x − b_dec)·W_enc, a = ReLU(exp(r_mag)·u + b_mag) where u + b_gate &gt;
 * 0, else 0. The parameters' {@code b_enc} is b_gate, so that z = u + b_gate, and a = ReLU(s·z + t)
 * with s = exp(r_mag) and t = b_mag − s·b_gate.
 *
 * <p>Polysweep only evaluates gated autoencoders that another program has trained; it does not
 * train them.
 */
public final class Gated implements SaeArchitecture {

  private static final long serialVersionUID = 1L;

  private final float[] rMag;
  private final float[] bGate;
  private final float[] bMag;
  private final Gate gate;

  private Gated(float[] rMag, float[] bGate, float[] bMag) {
    this.rMag = rMag;
    this.bGate = bGate;
    this.bMag = bMag;
    gate = new Gate(new float[rMag.length], new float[rMag.length]);
    for (int f = 0; f < rMag.length; f++) {
      double scale = StrictMath.exp(rMag[f]);
      gate.scale[f] = (float) scale;
      gate.shift[f] = (float) (bMag[f] - scale * bGate[f]);
    }
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
    if (rMag.length != parameters.dSae() || bMag.length != parameters.dSae()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "r_mag and b_mag must have %d entries, not %d and %d",
              parameters.dSae(),
              rMag.length,
              bMag.length));
    }
    return new TrainedSae(
        parameters, new Gated(rMag.clone(), parameters.bEnc().clone(), bMag.clone()));
  }

  /**
   * Selects the latents whose gate is open (z &gt; 0) and whose activation s·z + t is above 0.
   *
   * @param scale s {@code [d_sae]}
   * @param shift t {@code [d_sae]}
   */
  private record Gate(float[] scale, float[] shift) implements SaeSelection {
    @Override
    public int select(float[] z, int from, int dSae, float[] theta, ActiveLatents out, int size) {
      out.reserve(size + dSae + 1);
      int n = size;
      for (int f = 0; f < dSae; f++) {
        float value = z[from + f];
        float magnitude = Math.fma(value, scale[f], shift[f]);
        out.latent[n] = f;
        out.act[n] = magnitude;
        n += value > 0 && magnitude > 0 ? 1 : 0;
      }
      return n;
    }
  }

  @Override
  public SaeParameters start(SaeParameters initial) {
    throw new IllegalArgumentException("gated autoencoders are used, not trained");
  }

  @Override
  public void requireFits(int dSae) {
    if (dSae != rMag.length) {
      throw new IllegalArgumentException(
          "r_mag has " + rMag.length + " entries, but d_sae is " + dSae);
    }
  }

  @Override
  public SaeSelection training() {
    return gate;
  }

  @Override
  public TrainedSae trained(SaeParameters parameters) {
    return trained(parameters, rMag, bMag);
  }

  @Override
  public String saeLensName() {
    return "gated";
  }

  @Override
  public Map<String, float[]> saeLensVectors(SaeParameters parameters) {
    Map<String, float[]> vectors = new LinkedHashMap<>();
    vectors.put("b_gate", parameters.bEnc());
    vectors.put("r_mag", rMag);
    vectors.put("b_mag", bMag);
    return vectors;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Gated that
        && Arrays.equals(rMag, that.rMag)
        && Arrays.equals(bGate, that.bGate)
        && Arrays.equals(bMag, that.bMag);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(rMag) + Arrays.hashCode(bGate)) + Arrays.hashCode(bMag);
  }

  @Override
  public String toString() {
    return "Gated[" + rMag.length + " latents]";
  }
}
