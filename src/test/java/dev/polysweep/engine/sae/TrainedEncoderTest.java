package dev.polysweep.engine.sae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polysweep.engine.Engines;
import dev.polysweep.math.Matrix;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Encoders of trained autoencoders. */
class TrainedEncoderTest {

  private static final SaeTrainer TRAINER = Engines.saeTrainer("simd");

  /** z = x: an autoencoder whose pre-activations are its inputs. */
  private static SaeParameters identity(int width) {
    Matrix eye = new Matrix(width, width);
    for (int i = 0; i < width; i++) {
      eye.set(i, i, 1);
    }
    return new SaeParameters(eye, new float[width], eye, new float[width], null);
  }

  private static SaeParameters withThresholds(SaeParameters p, float[] theta) {
    return new SaeParameters(p.wEnc(), p.bEnc(), p.wDec(), p.bDec(), theta);
  }

  /** At θ a latent is silent, and active at the next number. */
  @Test
  void thresholdsAreThemselves() {
    int width = 500;
    Random random = new Random(1);
    float[] theta = new float[width];
    Matrix x = new Matrix(2, width);
    for (int f = 0; f < width; f++) {
      theta[f] = (float) Math.exp(12 * random.nextDouble() - 8);
      x.set(0, f, theta[f]);
      x.set(1, f, Math.nextUp(theta[f]));
    }
    TrainedSae sae = TrainedSae.jumpRelu(withThresholds(identity(width), theta));
    try (TrainedEncoder encoder = sae.encoder(TRAINER, 1)) {
      SaeCodes codes = encoder.encode(x);
      assertArrayEquals(new int[] {0, 0, width}, codes.start());
      for (int f = 0; f < width; f++) {
        assertEquals(Math.nextUp(theta[f]), codes.value()[f]);
      }
    }
  }

  /** a = ReLU(z)·[z &gt; max(θ, 0)], as SAELens has it. */
  @Test
  void thresholdsOfZeroAndBelow() {
    float[] theta = {0, -0f, -1, -1, -1, Float.MIN_VALUE, 0};
    float[] x = {Float.MIN_VALUE, Float.MIN_VALUE, -0.5f, 0, 0.5f, Float.MIN_VALUE, -0f};
    TrainedSae sae = TrainedSae.jumpRelu(withThresholds(identity(x.length), theta));
    try (TrainedEncoder encoder = sae.encoder(TRAINER, 1)) {
      SaeCodes codes = encoder.encode(new Matrix(1, x.length, x));
      assertArrayEquals(new int[] {0, 1, 4}, codes.latent());
      assertArrayEquals(new float[] {Float.MIN_VALUE, Float.MIN_VALUE, 0.5f}, codes.value());
    }
    assertEquals(-1, sae.parameters().threshold()[2], "what was read stays as it is");
  }

  /** The straight loop, in double precision, at sizes with and without a remainder of lanes. */
  @Test
  void gated() {
    for (int dSae : new int[] {1, 64, 77}) {
      Random random = new Random(dSae);
      int dIn = 9;
      SaeParameters p =
          new SaeParameters(
              matrix(random, dIn, dSae),
              matrix(random, 1, dSae).data(),
              matrix(random, dSae, dIn),
              matrix(random, 1, dIn).data(),
              null);
      float[] rMag = matrix(random, 1, dSae).data();
      float[] bMag = matrix(random, 1, dSae).data();
      Matrix x = matrix(random, 130, dIn);
      TrainedSae sae = Gated.trained(p, rMag, bMag);
      try (TrainedEncoder one = sae.encoder(TRAINER, 1);
          TrainedEncoder three = sae.encoder(TRAINER, 3)) {
        SaeCodes codes = one.encode(x);
        Matrix acts = codes.dense();
        for (int s = 0; s < x.rows(); s++) {
          for (int f = 0; f < dSae; f++) {
            double u = 0;
            for (int i = 0; i < dIn; i++) {
              u += ((double) x.get(s, i) - p.bDec()[i]) * p.wEnc().get(i, f);
            }
            double magnitude = Math.max(0, u * Math.exp(rMag[f]) + bMag[f]);
            double a = u + p.bEnc()[f] > 0 ? magnitude : 0;
            // u is some 10 at most, exp(r_mag) some 20; float32 leaves 1e-6 of their product
            assertEquals(a, acts.get(s, f), 1e-4, "sample " + s + ", latent " + f);
          }
        }
        SaeCodes same = three.encode(x);
        assertArrayEquals(codes.latent(), same.latent());
        assertArrayEquals(codes.value(), same.value());
      }
    }
  }

  @Test
  void numbersOfMagnitudesAreChecked() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Gated.trained(identity(2), new float[3], new float[2]));
    assertThrows(
        IllegalArgumentException.class, () -> new TrainedSae(identity(3), new Gated(0, 0)));
    SaeParameters one = identity(3).withThreshold(1);
    assertThrows(IllegalArgumentException.class, () -> new Gated(0, 0).trained(one));
    assertThrows(IllegalArgumentException.class, () -> new Gated(0, 0).start(one));
  }

  @Test
  void widthsAreChecked() {
    TrainedSae sae = TrainedSae.relu(identity(3));
    assertThrows(IllegalArgumentException.class, () -> sae.encoder(TRAINER, 0));
    try (TrainedEncoder encoder = sae.encoder(TRAINER, 1)) {
      assertThrows(IllegalArgumentException.class, () -> encoder.encode(new Matrix(2, 4)));
    }
  }

  private static Matrix matrix(Random random, int rows, int cols) {
    Matrix matrix = new Matrix(rows, cols);
    float[] data = matrix.data();
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    return matrix;
  }
}
