package dev.polysweep.metric.psi;

import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.Arrays;

/**
 * Computes the components of PSI of dictionaries on one {@link PsiProbe}. The activation of a
 * latent with encoder weights w and bias b is h = max(0, w·a + b) for the network's activations a.
 * A latent is alive if h &gt; 0 on at least {@value #ALIVE} samples.
 *
 * <ul>
 *   <li>clustering: the network's inputs of the {@value TwoMeans#MOST} samples on which a latent is
 *       most active, scaled to unit norm (a zero input stays zero), are split by 2-means, and the
 *       split is scored by its {@link Silhouette}.
 *   <li>interference: see {@link LatentInterference}, over the activations of the alive latents.
 *   <li>mixing: the response of a latent to a concept is its mean activation on the inputs that
 *       show the concept, minus its mean activation on the inputs that show nothing (0 if there are
 *       none). See {@link ConceptMixing}.
 * </ul>
 *
 * An instance holds scratch memory and must be used by one thread only.
 */
public final class PsiScorer {

  /** The smallest number of samples on which an alive latent is active. */
  public static final int ALIVE = 8;

  private final PsiProbe probe;
  private final float[] unitInputs;
  private final TopSamples top;
  private final TwoMeans twoMeans;
  private final Silhouette silhouette;
  private final double[][] points; // [dims][TwoMeans.MOST]
  private final float[][] activations; // [d][samples]
  private final float[][] shown;
  private final int[] samples = new int[TwoMeans.MOST];

  /** A scorer for dictionaries on the given probe. */
  public PsiScorer(PsiProbe probe) {
    this.probe = probe;
    int dims = probe.inputs().cols();
    unitInputs = unitRows(probe.inputs());
    top = new TopSamples(probe.inputs().rows());
    twoMeans = new TwoMeans(dims);
    silhouette = new Silhouette();
    points = new double[dims][TwoMeans.MOST];
    activations = columns(probe.activations());
    shown = columns(probe.shown());
  }

  /** The probe on which dictionaries are scored. */
  public PsiProbe probe() {
    return probe;
  }

  /**
   * Computes the components of one dictionary.
   *
   * @param encoder encoder weights, one latent a row, {@code [d_sae, d]}
   * @param bias encoder biases, {@code [d_sae]}; null for none
   * @param seed key of the starting points of the clustering
   * @param dictionary number of the dictionary; each number has its own starting points
   */
  public PsiComponents components(Matrix encoder, float[] bias, long seed, int dictionary) {
    float[][] latents = latents(encoder, bias, activations);
    int[] alive = new int[latents.length];
    int count = 0;
    double clustering = 0;
    for (int j = 0; j < latents.length; j++) {
      if (top.look(latents[j]) >= ALIVE) {
        alive[count++] = j;
        clustering += clustering(new RandomStream(seed, StreamId.ANALYSIS, dictionary, j));
      }
    }
    if (count < 2) {
      return new PsiComponents(Double.NaN, Double.NaN, Double.NaN, count);
    }
    double[][] responses = responses(encoder, bias);
    float[][] aliveLatents = new float[count][];
    double[][] aliveResponses = new double[count][];
    for (int i = 0; i < count; i++) {
      aliveLatents[i] = latents[alive[i]];
      aliveResponses[i] = responses[alive[i]];
    }
    return new PsiComponents(
        clustering / count,
        LatentInterference.of(aliveLatents),
        ConceptMixing.of(aliveResponses),
        count);
  }

  /**
   * max(0, silhouette) of the latent whose activations were last passed to {@link TopSamples#look}.
   */
  private double clustering(RandomStream random) {
    int n = top.top(TwoMeans.MOST, samples);
    int dims = probe.inputs().cols();
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < dims; k++) {
        points[k][i] = unitInputs[samples[i] * dims + k];
      }
    }
    return Math.max(0, silhouette.mean(points, n, twoMeans.split(points, n, random)));
  }

  /** The responses of all latents to all concepts, {@code [d_sae][concepts]}. */
  private double[][] responses(Matrix encoder, float[] bias) {
    float[][] shown = latents(encoder, bias, this.shown);
    int[] concepts = probe.concepts();
    double[][] responses = new double[shown.length][probe.count()];
    int[] shows = new int[probe.count()];
    int nothings = 0;
    for (int concept : concepts) {
      if (concept == PsiProbe.NOTHING) {
        nothings++;
      } else {
        shows[concept]++;
      }
    }
    for (int j = 0; j < shown.length; j++) {
      double rest = 0;
      for (int s = 0; s < concepts.length; s++) {
        if (concepts[s] == PsiProbe.NOTHING) {
          rest += shown[j][s] / nothings;
        } else {
          responses[j][concepts[s]] += shown[j][s];
        }
      }
      for (int f = 0; f < shows.length; f++) {
        responses[j][f] = shows[f] == 0 ? 0 : responses[j][f] / shows[f] - rest;
      }
    }
    return responses;
  }

  /** The columns of a matrix. */
  private static float[][] columns(Matrix matrix) {
    float[][] columns = new float[matrix.cols()][matrix.rows()];
    for (int k = 0; k < columns.length; k++) {
      for (int s = 0; s < columns[k].length; s++) {
        columns[k][s] = matrix.get(s, k);
      }
    }
    return columns;
  }

  /**
   * The activations h of all latents, {@code [d_sae][rows]}, summed in float in the order of the
   * inputs, {@code [d][rows]}.
   */
  private static float[][] latents(Matrix encoder, float[] bias, float[][] inputs) {
    float[][] latents = new float[encoder.rows()][inputs[0].length];
    for (int j = 0; j < latents.length; j++) {
      float[] latent = latents[j];
      Arrays.fill(latent, bias == null ? 0 : bias[j]);
      for (int k = 0; k < inputs.length; k++) {
        addProducts(inputs[k], encoder.get(j, k), latent);
      }
      rectify(latent);
    }
    return latents;
  }

  private static void addProducts(float[] x, float factor, float[] sum) {
    for (int s = 0; s < sum.length; s++) {
      sum[s] += factor * x[s];
    }
  }

  private static void rectify(float[] x) {
    for (int s = 0; s < x.length; s++) {
      x[s] = Math.max(x[s], 0);
    }
  }

  private static float[] unitRows(Matrix inputs) {
    float[] unit = inputs.data().clone();
    int d = inputs.cols();
    for (int s = 0; s < inputs.rows(); s++) {
      double square = 0;
      for (int k = 0; k < d; k++) {
        square += (double) unit[s * d + k] * unit[s * d + k];
      }
      double norm = Math.sqrt(square);
      for (int k = 0; k < d && norm > 0; k++) {
        unit[s * d + k] = (float) (unit[s * d + k] / norm);
      }
    }
    return unit;
  }
}
