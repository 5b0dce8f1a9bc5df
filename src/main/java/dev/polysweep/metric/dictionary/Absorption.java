package dev.polysweep.metric.dictionary;

import dev.polysweep.math.Matrix;
import java.util.Arrays;

/**
 * How far latents take over what the latent of a known parent should say (Chanin et al. 2024, "A is
 * for Absorption", arXiv 2409.14507; scored as SAEBench does, with the parent's true direction in
 * place of a probe). Features are in trees; a feature with children is a parent. Its main latent is
 * the one with the largest cosine to its direction F_q, and a latent f carries a_f·(W_f·F_q) of the
 * parent's true activation c_q.
 *
 * <ul>
 *   <li>full = share of the samples with an active parent on which its main latent is silent and
 *       the other latent that carries most has a cosine of at least {@value #LEAST_FULL} with F_q
 *       and carries at least {@value #LEAST_CARRIED} of c_q.
 *   <li>share = mean over the same samples of A/(A + M): A is what at most {@value #MOST} other
 *       latents with a cosine of at least {@value #LEAST_SHARE} carry, those that carry most, or 0
 *       if it is less than {@value #LEAST_CARRIED} of c_q; M is what the main latent carries.
 * </ul>
 *
 * Both are averaged over the parents that are active on some sample. Range [0, 1]; NaN without such
 * a parent.
 */
public final class Absorption {

  private static final double LEAST_FULL = 0.025;
  private static final double LEAST_SHARE = 0.1;
  private static final double LEAST_CARRIED = 0.4;
  private static final int MOST = 3;

  private final int[] row; // of the feature in the arrays below, or −1
  private final double[][] cosine;
  private final double[] norm;
  private final int[] main;
  private final long[] samples;
  private final long[] full;
  private final double[] share;

  /**
   * Finds the parents and their main latents.
   *
   * @param features F, unit vectors, {@code [n_features, d_in]}
   * @param parent parent of each feature, below 0 for none, {@code [n_features]}
   * @param dictionary W_dec, {@code [latents, d_in]}
   */
  public Absorption(Matrix features, int[] parent, Matrix dictionary) {
    int[] parents = Arrays.stream(parent).filter(q -> q >= 0).sorted().distinct().toArray();
    row = new int[features.rows()];
    Arrays.fill(row, -1);
    Matrix directions = new Matrix(parents.length, features.cols());
    for (int p = 0; p < parents.length; p++) {
      row[parents[p]] = p;
      for (int i = 0; i < features.cols(); i++) {
        directions.set(p, i, features.get(parents[p], i));
      }
    }
    cosine = DictionaryMatch.cosines(directions, dictionary);
    norm = DictionaryMatch.norms(dictionary);
    main = new int[parents.length];
    for (int p = 0; p < main.length; p++) {
      for (int f = 1; f < norm.length; f++) {
        main[p] = cosine[p][f] > cosine[p][main[p]] ? f : main[p];
      }
    }
    samples = new long[main.length];
    full = new long[main.length];
    share = new double[main.length];
  }

  /**
   * Adds one sample.
   *
   * @param feature active features; the sample's are those from {@code from} to {@code to}
   * @param coefficient their activations c
   * @param latent active latents; the sample's are those from {@code first} to {@code end}
   * @param activation their activations a
   */
  public void add(
      int[] feature,
      float[] coefficient,
      int from,
      int to,
      int[] latent,
      float[] activation,
      int first,
      int end) {
    for (int j = from; j < to; j++) {
      int p = row[feature[j]];
      if (p >= 0) {
        add(p, coefficient[j], latent, activation, first, end);
      }
    }
  }

  private void add(int p, double truth, int[] latent, float[] activation, int first, int end) {
    double byMain = 0;
    double most = 0; // of the other latents, and the cosine of the one that carries it
    double cosineOfMost = 0;
    double[] absorbed = new double[MOST]; // descending
    for (int e = first; e < end; e++) {
      int f = latent[e];
      double carried = activation[e] * norm[f] * cosine[p][f];
      if (f == main[p]) {
        byMain = carried;
        continue;
      }
      if (carried > most) {
        most = carried;
        cosineOfMost = cosine[p][f];
      }
      if (cosine[p][f] >= LEAST_SHARE) {
        insert(absorbed, carried);
      }
    }
    boolean absent = !(byMain > 0);
    boolean carries = most >= LEAST_CARRIED * truth && cosineOfMost >= LEAST_FULL;
    full[p] += absent && carries ? 1 : 0;
    double sum = Arrays.stream(absorbed).sum();
    share[p] += sum < LEAST_CARRIED * truth ? 0 : sum / (sum + Math.max(0, byMain));
    samples[p]++;
  }

  private static void insert(double[] descending, double value) {
    double next = value;
    for (int i = 0; i < descending.length; i++) {
      if (next > descending[i]) {
        double moved = descending[i];
        descending[i] = next;
        next = moved;
      }
    }
  }

  /** The share of samples with full absorption, mean over parents. */
  public double full() {
    double sum = 0;
    int parents = 0;
    for (int p = 0; p < samples.length; p++) {
      sum += samples[p] > 0 ? (double) full[p] / samples[p] : 0;
      parents += samples[p] > 0 ? 1 : 0;
    }
    return parents == 0 ? Double.NaN : sum / parents;
  }

  /** The share of a parent's activation that other latents carry, mean over parents. */
  public double share() {
    double sum = 0;
    int parents = 0;
    for (int p = 0; p < samples.length; p++) {
      sum += samples[p] > 0 ? share[p] / samples[p] : 0;
      parents += samples[p] > 0 ? 1 : 0;
    }
    return parents == 0 ? Double.NaN : sum / parents;
  }
}
