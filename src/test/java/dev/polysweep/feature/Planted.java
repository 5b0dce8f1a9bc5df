package dev.polysweep.feature;

import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.engine.sae.TrainedSae;
import dev.polysweep.feature.LabelSet.Truth;
import dev.polysweep.math.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Documents whose activations are known. A token is of language {@code x} or {@code y} by its
 * position. Unit 0 is active on x alone, between 1 and 2; unit 1 on every third token, whatever it
 * is; unit 2 on x above 1 and weakly, at 0.25, on y; unit 3 never.
 */
public final class Planted {

  public static final int WIDTH = 4;
  public static final int DOCUMENTS = 24;
  public static final int LENGTH = 30;

  private Planted() {}

  /** Whether a token is of language x. */
  public static boolean isX(long document, int position) {
    return (position + document) % 10 < 4;
  }

  public static String language(long document, int position) {
    return isX(document, position) ? "x" : "y";
  }

  public static String text(long document, int position) {
    return isX(document, position) ? "x" : String.valueOf((char) ('a' + position % 26));
  }

  public static float[] activation(long document, int position) {
    float strength = 1 + (document * 31 + position * 7) % 64 / 64f;
    boolean x = isX(document, position);
    return new float[] {x ? strength : 0, position % 3 == 0 ? 0.5f : 0, x ? strength : 0.25f, 0};
  }

  /**
   * A ReLU autoencoder that does nothing to activations above 0, with two latents that are dead.
   */
  public static TrainedSae identity() {
    int dSae = WIDTH + 2;
    Matrix wEnc = new Matrix(WIDTH, dSae);
    for (int i = 0; i < WIDTH; i++) {
      wEnc.set(i, i, 1);
    }
    float[] bEnc = new float[dSae];
    bEnc[WIDTH] = -1;
    bEnc[WIDTH + 1] = -1;
    Matrix wDec = wEnc.transpose();
    wDec.set(WIDTH, 0, 1);
    wDec.set(WIDTH + 1, 1, 1);
    return TrainedSae.relu(new SaeParameters(wEnc, bEnc, wDec, new float[WIDTH], null));
  }

  /** One none of whose latents is ever active; it makes zeros of everything. */
  public static TrainedSae dead(int width) {
    Matrix wEnc = new Matrix(width, 8);
    Matrix wDec = new Matrix(8, width);
    for (int f = 0; f < 8; f++) {
      wDec.set(f, f % width, 1);
    }
    float[] bEnc = new float[8];
    java.util.Arrays.fill(bEnc, -1);
    return TrainedSae.relu(new SaeParameters(wEnc, bEnc, wDec, new float[width], null));
  }

  static LabelSet labels() {
    return new LabelSet(List.of(new Truth("x", null), new Truth("y", null)));
  }

  /** The documents as neurons have them. */
  static List<DocumentCodes> documents() {
    List<DocumentCodes> all = new ArrayList<>();
    for (int d = 0; d < DOCUMENTS; d++) {
      all.add(document(d));
    }
    return all;
  }

  private static DocumentCodes document(int d) {
    DocumentCodes codes =
        new DocumentCodes(
            d,
            new int[LENGTH],
            new String[LENGTH],
            new int[LENGTH],
            new int[LENGTH + 1],
            new int[LENGTH * WIDTH],
            new float[LENGTH * WIDTH],
            new float[LENGTH]);
    int entries = 0;
    for (int p = 0; p < LENGTH; p++) {
      codes.position()[p] = p;
      codes.text()[p] = text(d, p);
      codes.label()[p] = labels().index(new Truth(language(d, p), null));
      float[] activation = activation(d, p);
      for (int f = 0; f < WIDTH; f++) {
        if (activation[f] > 0) {
          codes.feature()[entries] = f;
          codes.value()[entries++] = activation[f];
        }
      }
      codes.start()[p + 1] = entries;
    }
    return new DocumentCodes(
        d,
        codes.position(),
        codes.text(),
        codes.label(),
        codes.start(),
        java.util.Arrays.copyOf(codes.feature(), entries),
        java.util.Arrays.copyOf(codes.value(), entries),
        codes.error());
  }
}
