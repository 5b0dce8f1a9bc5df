package dev.polysweep.feature;

import dev.polysweep.math.Matrix;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Finds the features of a dictionary whose decoder rows point the most alike. */
public final class DecoderNeighbours {

  private DecoderNeighbours() {}

  /**
   * The neighbours of a feature.
   *
   * @param feature number of the feature
   * @param cosines cosine of its decoder row with that of each neighbour
   */
  public record Of(int[] feature, float[] cosines) {}

  /**
   * Finds the neighbours of every row, the most alike first, and of equally alike ones the one with
   * the smaller number. Rows of zeros have no neighbours and are none.
   *
   * @param wDec decoder {@code [d_sae, d_in]}
   * @param most greatest number of neighbours of a row
   */
  public static List<Of> of(Matrix wDec, int most) {
    double[] norms =
        IntStream.range(0, wDec.rows()).mapToDouble(r -> Math.sqrt(dot(wDec, r, r))).toArray();
    return IntStream.range(0, wDec.rows())
        .parallel()
        .mapToObj(row -> of(wDec, norms, row, most))
        .toList();
  }

  private static Of of(Matrix wDec, double[] norms, int row, int most) {
    if (norms[row] == 0) {
      return new Of(new int[0], new float[0]);
    }
    double[] cosines = new double[norms.length];
    for (int other = 0; other < norms.length; other++) {
      cosines[other] = dot(wDec, row, other) / (norms[row] * norms[other]);
    }
    int[] best =
        IntStream.range(0, norms.length)
            .filter(other -> other != row && norms[other] > 0)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer other) -> -cosines[other]))
            .limit(most)
            .mapToInt(Integer::intValue)
            .toArray();
    float[] of = new float[best.length];
    for (int i = 0; i < best.length; i++) {
      of[i] = (float) cosines[best[i]];
    }
    return new Of(best, of);
  }

  private static double dot(Matrix rows, int a, int b) {
    float[] data = rows.data();
    int width = rows.cols();
    double sum = 0;
    for (int i = 0; i < width; i++) {
      sum += (double) data[a * width + i] * data[b * width + i];
    }
    return sum;
  }
}
