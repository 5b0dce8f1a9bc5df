package dev.polysweep.metric.psi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PsiTest {

  private static final int FEATURES = 8;
  private static final long SEED = 3;

  /** Sparse inputs of three correlated groups, as the experiment's. */
  private static Matrix inputs(int n) {
    int[] group = {0, 0, 0, 1, 1, 2, 2, 2};
    Matrix x = new Matrix(n, FEATURES);
    for (int s = 0; s < n; s++) {
      RandomStream random = new RandomStream(SEED, StreamId.DATA, 0, s);
      double[] shared = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
      boolean[] active = new boolean[3];
      for (int g = 0; g < 3; g++) {
        active[g] = random.nextDouble() < 0.6;
      }
      for (int f = 0; f < FEATURES; f++) {
        double v = Math.sqrt(0.3) * shared[group[f]] + Math.sqrt(0.7) * random.nextGaussian();
        boolean present = active[group[f]] && random.nextDouble() < 0.5;
        x.set(s, f, present ? (float) Math.max(0, v) : 0);
      }
    }
    return x;
  }

  /** Activations x·Wᵀ after ReLU, each feature shown alone at three levels, and nothing. */
  private static PsiProbe probe(Matrix x, Matrix w) {
    Matrix alone = new Matrix(1 + 3 * FEATURES, FEATURES);
    int[] concepts = new int[alone.rows()];
    concepts[0] = PsiProbe.NOTHING;
    for (int f = 0; f < FEATURES; f++) {
      for (int q = 0; q < 3; q++) {
        alone.set(1 + 3 * f + q, f, 0.3f + 0.4f * q);
        concepts[1 + 3 * f + q] = f;
      }
    }
    return new PsiProbe(x, relu(x, w), relu(alone, w), concepts);
  }

  private static Matrix relu(Matrix x, Matrix w) {
    Matrix h = new Matrix(x.rows(), w.rows());
    for (int s = 0; s < x.rows(); s++) {
      for (int u = 0; u < w.rows(); u++) {
        float sum = 0;
        for (int k = 0; k < x.cols(); k++) {
          sum += w.get(u, k) * x.get(s, k);
        }
        h.set(s, u, Math.max(0, sum));
      }
    }
    return h;
  }

  private static Matrix identity() {
    Matrix id = new Matrix(FEATURES, FEATURES);
    for (int f = 0; f < FEATURES; f++) {
      id.set(f, f, 1);
    }
    return id;
  }

  private static PsiScorer squeezed(int samples) {
    Matrix w = Initializers.normal(4, FEATURES, 0.5, new RandomStream(9, StreamId.INIT));
    return new PsiScorer(probe(inputs(samples), w));
  }

  @Test
  void alignedDictionaryIsGood() {
    PsiScorer scorer = new PsiScorer(probe(inputs(1024), identity()));
    PsiNull chance = PsiNull.of(scorer, FEATURES, SEED, 50);
    Psi psi = Psi.of(scorer, identity(), null, SEED, chance);
    assertTrue(psi.defined());
    assertEquals(0, psi.components().mixing(), 1e-9, "each latent answers to one feature");
    assertTrue(psi.value() < Psi.GOOD, "PSI of the aligned dictionary: " + psi);
    assertTrue(psi.clusteringZ() < 0 && psi.interferenceZ() < 0 && psi.mixingZ() < 0);
  }

  /** Kolmogorov and Smirnov's two-sample test at 0.1 %: D < 1.95·√(2/500). */
  @Test
  void randomDictionariesScoreOneAndRankUniformly() {
    int n = 500;
    PsiScorer scorer = squeezed(256);
    PsiNull chance = PsiNull.of(scorer, 16, SEED, n);
    double[] drawn = chance.draws().stream().mapToDouble(chance::psi).sorted().toArray();
    assertEquals(n, drawn.length);
    assertTrue(chance.clustering().sd() > 0 && chance.mixing().sd() > 0);
    double[] ranks = new double[n];
    double mean = 0;
    for (int i = 0; i < n; i++) {
      Matrix random = PsiNull.directions(16, 4, SEED + 1, i);
      double psi = Psi.of(scorer, random, null, SEED + 2 + i, chance).value();
      int below = Arrays.binarySearch(drawn, psi);
      ranks[i] = (below < 0 ? -below - 1 : below) / (double) n;
      mean += psi / n;
    }
    Arrays.sort(ranks);
    double d = 0;
    for (int i = 0; i < n; i++) {
      d =
          Math.max(
              d, Math.max(Math.abs(ranks[i] - i / 500.0), Math.abs(ranks[i] - (i + 1) / 500.0)));
    }
    assertTrue(d < 1.95 * Math.sqrt(2.0 / n), "D = " + d);
    assertEquals(1, mean, 0.03);
  }

  @Test
  void aLatentThatAnswersToTwoConceptsRaisesMixing() {
    PsiScorer scorer = new PsiScorer(probe(inputs(1024), identity()));
    Matrix mixed = identity();
    mixed.set(0, 5, 1);
    PsiComponents aligned = scorer.components(identity(), null, SEED, 0);
    PsiComponents twofold = scorer.components(mixed, null, SEED, 0);
    // One of eight latents answers to two features alike: n_eff = 2 there.
    assertEquals(1.0 / 7 / 8, twofold.mixing() - aligned.mixing(), 1e-6);
    assertTrue(twofold.clustering() > aligned.clustering(), "its inputs fall into two groups");
  }

  @Test
  void scaleOfALatentDoesNotMatter() {
    PsiScorer scorer = squeezed(512);
    Matrix dictionary = PsiNull.directions(16, 4, 7, 0);
    Matrix louder = dictionary.copy();
    for (int i = 0; i < louder.data().length; i++) {
      louder.data()[i] *= 4;
    }
    PsiComponents a = scorer.components(dictionary, null, SEED, 0);
    PsiComponents b = scorer.components(louder, null, SEED, 0);
    assertEquals(a.clustering(), b.clustering(), 1e-12);
    assertEquals(a.interference(), b.interference(), 1e-6);
    assertEquals(a.mixing(), b.mixing(), 1e-6);
  }

  @Test
  void deadAndLonelyDictionariesAreUndefined() {
    PsiScorer scorer = squeezed(256);
    PsiNull chance = PsiNull.of(scorer, 16, SEED, 20);
    Matrix dead = new Matrix(16, 4);
    Psi none = Psi.of(scorer, dead, null, SEED, chance);
    assertEquals(Psi.Undefined.FEW_ALIVE_LATENTS, none.undefined());
    assertEquals(0, none.components().alive());
    assertTrue(Double.isNaN(none.value()));
    dead.set(3, 1, 1);
    Psi one = Psi.of(scorer, dead, null, SEED, chance);
    assertEquals(Psi.Undefined.FEW_ALIVE_LATENTS, one.undefined());
    assertEquals(1, one.components().alive());
    assertFalse(one.defined());
  }

  @Test
  void constantActivationsAreUndefined() {
    Matrix x = inputs(128);
    Matrix constant = new Matrix(128, 4);
    Arrays.fill(constant.data(), 0.7f);
    PsiScorer scorer =
        new PsiScorer(new PsiProbe(x, constant, new Matrix(2, 4), new int[] {-1, 0}));
    PsiNull chance = PsiNull.of(scorer, 16, SEED, 10);
    Psi psi = Psi.of(scorer, PsiNull.directions(16, 4, 1, 0), null, SEED, chance);
    assertEquals(Psi.Undefined.NO_VARIANCE, psi.undefined());
    assertEquals(2, psi.undefined().code());
    assertFalse(Psi.measurable(scorer.probe()));
  }

  @Test
  void silentConceptsAreUndefined() {
    PsiProbe p = squeezed(256).probe();
    PsiScorer scorer =
        new PsiScorer(
            new PsiProbe(
                p.inputs(), p.activations(), new Matrix(p.shown().rows(), 4), p.concepts()));
    PsiNull chance = PsiNull.of(scorer, 16, SEED, 10);
    assertEquals(0, chance.draws().size());
    Psi psi = Psi.of(scorer, PsiNull.directions(16, 4, 1, 0), null, SEED, chance);
    assertEquals(Psi.Undefined.NO_RESPONSE, psi.undefined());
  }

  @Test
  void theSameEveryTime() {
    PsiScorer one = squeezed(256);
    PsiScorer other = squeezed(256);
    Matrix dictionary = PsiNull.directions(16, 4, 7, 0);
    PsiComponents first = one.components(dictionary, null, SEED, 0);
    one.components(PsiNull.directions(16, 4, 8, 0), null, SEED, 1);
    assertEquals(first, one.components(dictionary, null, SEED, 0), "no memory");
    assertEquals(first, other.components(dictionary, null, SEED, 0));
    assertNull(Psi.of(one, dictionary, null, SEED, PsiNull.of(one, 16, SEED, 10)).undefined());
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    Matrix x = inputs(10);
    assertThrows(
        IllegalArgumentException.class,
        () -> new PsiProbe(x, new Matrix(9, 4), new Matrix(1, 4), new int[1]));
    assertThrows(
        IllegalArgumentException.class,
        () -> new PsiProbe(x, new Matrix(10, 4), new Matrix(1, 3), new int[1]));
  }
}
