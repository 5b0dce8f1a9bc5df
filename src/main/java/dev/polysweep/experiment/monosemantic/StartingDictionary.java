package dev.polysweep.experiment.monosemantic;

import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.experiment.monosemantic.WeightSettings.Start;
import dev.polysweep.math.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.ml.clustering.CentroidCluster;
import org.apache.commons.math3.ml.clustering.DoublePoint;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.random.JDKRandomGenerator;

/**
 * Dictionaries that need no training: principal directions and centres of clusters of the
 * activations. With frozen weights they are controls for what training adds. b_dec is the mean of
 * the activations. Rows beyond what there is, 2·d_in principal directions, stay random.
 */
final class StartingDictionary {

  private static final int ROUNDS = 20;

  private StartingDictionary() {}

  /**
   * Replaces decoder rows and b_dec, and makes the encoder the decoder's transpose.
   *
   * @param random the parameters with random rows of norm 1
   * @param x activations, {@code [samples, d_in]}; not changed
   * @param scale factor of the activations
   * @param seed seed of the clusters' first centres
   */
  static SaeParameters of(Start start, SaeParameters random, Matrix x, double scale, long seed) {
    if (start == Start.RANDOM) {
      return random;
    }
    double[] mean = new double[x.cols()];
    for (int s = 0; s < x.rows(); s++) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += (double) x.get(s, i) / x.rows();
      }
    }
    double[][] centred = new double[x.rows()][mean.length];
    for (int s = 0; s < x.rows(); s++) {
      for (int i = 0; i < mean.length; i++) {
        centred[s][i] = x.get(s, i) - mean[i];
      }
    }
    double[][] rows =
        start == Start.PCA ? principal(centred) : centres(centred, random.dSae(), seed);
    Matrix wDec = new Matrix(random.dSae(), mean.length, random.wDec().data().clone());
    for (int f = 0; f < Math.min(rows.length, random.dSae()); f++) {
      double norm = norm(rows[f]);
      for (int i = 0; i < mean.length && norm > 0; i++) {
        wDec.set(f, i, (float) (rows[f][i] / norm));
      }
    }
    float[] bDec = new float[mean.length];
    for (int i = 0; i < bDec.length; i++) {
      bDec[i] = (float) (scale * mean[i]);
    }
    return new SaeParameters(wDec.transpose(), random.bEnc(), wDec, bDec, random.threshold());
  }

  private static double norm(double[] row) {
    return Math.sqrt(Arrays.stream(row).map(v -> v * v).sum());
  }

  /** The principal directions, those of the greatest variance first, each with its opposite. */
  private static double[][] principal(double[][] centred) {
    int d = centred[0].length;
    double[][] covariance = new double[d][d];
    for (double[] row : centred) {
      for (int a = 0; a < d; a++) {
        for (int b = 0; b < d; b++) {
          covariance[a][b] += row[a] * row[b];
        }
      }
    }
    EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(covariance, false));
    double[] variance = eigen.getRealEigenvalues();
    int[] order =
        IntStream.range(0, d)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -variance[i]))
            .mapToInt(i -> i)
            .toArray();
    double[][] rows = new double[2 * d][];
    for (int k = 0; k < d; k++) {
      rows[2 * k] = eigen.getEigenvector(order[k]).toArray();
      rows[2 * k + 1] = Arrays.stream(rows[2 * k]).map(v -> -v).toArray();
    }
    return rows;
  }

  /** The centres of clusters of directions (k-means++). */
  private static double[][] centres(double[][] centred, int most, long seed) {
    List<DoublePoint> points = new ArrayList<>();
    for (double[] row : centred) {
      double norm = norm(row);
      if (norm > 0) {
        points.add(new DoublePoint(Arrays.stream(row).map(v -> v / norm).toArray()));
      }
    }
    JDKRandomGenerator random = new JDKRandomGenerator();
    random.setSeed(seed);
    List<CentroidCluster<DoublePoint>> clusters =
        new KMeansPlusPlusClusterer<DoublePoint>(
                Math.min(most, points.size()),
                ROUNDS,
                new EuclideanDistance(),
                random,
                KMeansPlusPlusClusterer.EmptyClusterStrategy.FARTHEST_POINT)
            .cluster(points);
    return clusters.stream()
        .map(cluster -> cluster.getCenter().getPoint())
        .toArray(double[][]::new);
  }
}
