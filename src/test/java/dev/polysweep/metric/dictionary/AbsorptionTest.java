package dev.polysweep.metric.dictionary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.math.Matrix;
import org.junit.jupiter.api.Test;

/** Absorption and hedging of small dictionaries that are written down here. */
class AbsorptionTest {

  private static final double CLOSE = 1e-6; // single-precision weights

  /** A parent, its child and a feature of its own, orthogonal in three dimensions. */
  private static final Matrix FEATURES = new Matrix(3, 3, new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1});

  private static final int[] PARENT = {-1, 0, -2};

  private static Absorption absorption(float... dictionary) {
    return new Absorption(FEATURES, PARENT, new Matrix(dictionary.length / 3, 3, dictionary));
  }

  /** Adds the parent alone, then the parent with its child, each with the activation 1. */
  private static Absorption seen(Absorption absorption, float[][] codes) {
    int[] latents = {0, 1, 2};
    absorption.add(new int[] {0}, new float[] {1}, 0, 1, latents, codes[0], 0, codes[0].length);
    absorption.add(
        new int[] {0, 1}, new float[] {1, 1}, 0, 2, latents, codes[1], 0, codes[1].length);
    return absorption;
  }

  @Test
  void theTrueDictionaryAbsorbsNothing() {
    Absorption true3 = seen(absorption(1, 0, 0, 0, 1, 0, 0, 0, 1), new float[][] {{1}, {1, 1}});
    assertEquals(0, true3.full());
    assertEquals(0, true3.share());
  }

  @Test
  void aChildThatSilencesItsParentAbsorbsIt() {
    // The second latent says parent and child together, so the first is silent on the second
    // sample.
    float half = (float) Math.sqrt(0.5);
    Absorption absorbs =
        seen(
            absorption(1, 0, 0, half, half, 0, 0, 0, 1),
            new float[][] {{1}, {0, (float) Math.sqrt(2)}});
    assertEquals(0.5, absorbs.full(), CLOSE);
    assertEquals(0.5, absorbs.share(), CLOSE);
  }

  @Test
  void whatIsSharedCountsByHalves() {
    float half = (float) Math.sqrt(0.5);
    Absorption partly =
        seen(
            absorption(1, 0, 0, half, half, 0, 0, 0, 1),
            new float[][] {{1}, {0.5f, (float) Math.sqrt(0.5)}});
    assertEquals(0, partly.full());
    assertEquals(0.25, partly.share(), CLOSE);
    Absorption little = // the second latent carries 0.3 of the parent, less than 0.4
        seen(
            absorption(1, 0, 0, half, half, 0, 0, 0, 1),
            new float[][] {{1}, {0.7f, 0.3f * (float) Math.sqrt(2)}});
    assertEquals(0, little.share());
  }

  @Test
  void withoutParentsThereIsNothingToAbsorb() {
    Absorption none =
        new Absorption(FEATURES, new int[] {-1, -1, -2}, new Matrix(1, 3, new float[] {1, 0, 0}));
    none.add(new int[] {0}, new float[] {1}, 0, 1, new int[] {0}, new float[] {1}, 0, 1);
    assertTrue(Double.isNaN(none.full()) && Double.isNaN(none.share()));
    Hedging nothing = Hedging.of(FEATURES, new int[] {-1, -1, -2}, FEATURES, FEATURES);
    assertTrue(Double.isNaN(nothing.decoder()) && Double.isNaN(nothing.encoder()));
  }

  @Test
  void hedgingIsInTheDecoderAndAbsorptionInTheEncoder() {
    Hedging none = Hedging.of(FEATURES, PARENT, FEATURES, FEATURES);
    assertEquals(0, none.decoder(), CLOSE);
    assertEquals(0, none.encoder(), CLOSE);
    Matrix mixed = new Matrix(1, 3, new float[] {4, 3, 0});
    assertEquals(0.6, Hedging.of(FEATURES, PARENT, mixed, mixed).decoder(), CLOSE);
    // A single latent that says that the parent is absent takes in its children as well.
    Matrix reversed = new Matrix(1, 3, new float[] {-4, -3, 0});
    assertEquals(0.6, Hedging.of(FEATURES, PARENT, reversed, reversed).decoder(), CLOSE);
    assertEquals(0.6, Hedging.of(FEATURES, PARENT, reversed, reversed).encoder(), CLOSE);
    Matrix silenced = new Matrix(3, 3, new float[] {3, -4, 0, 0, 1, 0, 0, 0, 1});
    Hedging absorbs = Hedging.of(FEATURES, PARENT, silenced, FEATURES);
    assertEquals(0, absorbs.decoder(), CLOSE);
    assertEquals(-0.8, absorbs.encoder(), CLOSE);
    // A child that is not at right angles to its parent counts by its own part only.
    Matrix slanted = new Matrix(2, 3, new float[] {1, 0, 0, 0.6f, 0.8f, 0});
    assertEquals(0, Hedging.of(slanted, new int[] {-1, 0}, slanted, slanted).decoder(), CLOSE);
  }
}
