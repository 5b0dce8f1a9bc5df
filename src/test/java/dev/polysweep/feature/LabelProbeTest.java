package dev.polysweep.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.feature.LabelProbe.Kind;
import dev.polysweep.feature.LabelSet.Truth;
import dev.polysweep.math.Matrix;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelProbeTest {

  private static final LabelSet LABELS =
      new LabelSet(List.of(new Truth("a", null), new Truth("b", null), new Truth("c", null)));

  /** Two tokens of a, of which the second stands for three; one of b; one without a label. */
  private static final ProbeSample SAMPLE =
      new ProbeSample(
          new Matrix(4, 2, new float[] {1, 0, 3, 1, 0, 2, 1, -1}),
          new int[] {0, 0, 1, LabelSet.UNLABELLED},
          new double[] {1, 3, 1, 1});

  @Test
  void theDifferenceOfMeansIsWeighted() {
    LabelProbe probe = LabelProbe.of(Kind.DIFFERENCE_OF_MEANS, SAMPLE, LABELS, 0).orElseThrow();
    // With the label (1·(1, 0) + 3·(3, 1))/4 = (2.5, 0.75), without it (0.5, 0.5).
    assertArrayEquals(new float[] {2, 0.25f}, probe.direction(), 1e-6f);
    // Projections: 2, 6.25; 0.5; 1.75. All of a lie above 2, the next below is 1.75: F1 is 1
    // halfway.
    assertEquals(-1.875f, probe.offset(), 1e-6f);
  }

  @Test
  void aLabelThatNoTokenBearsHasNoProbe() {
    for (Kind kind : Kind.values()) {
      assertTrue(LabelProbe.of(kind, SAMPLE, LABELS, 2).isEmpty());
    }
  }

  @Test
  void asADictionaryTheyAreActiveWhereTheyPredictTheirLabel() {
    List<LabelProbe> probes =
        List.of(
            LabelProbe.of(Kind.DIFFERENCE_OF_MEANS, SAMPLE, LABELS, 0).orElseThrow(),
            LabelProbe.of(Kind.LOGISTIC, SAMPLE, LABELS, 1).orElseThrow());
    try (Dictionary.Reader reader = LabelProbe.dictionary(probes).open()) {
      SaeCodes codes = reader.encode(SAMPLE.activations().data());
      assertArrayEquals(new int[] {0, 1, 2, 3, 3}, codes.start());
      assertArrayEquals(new int[] {0, 0, 1}, codes.latent());
    }
  }
}
