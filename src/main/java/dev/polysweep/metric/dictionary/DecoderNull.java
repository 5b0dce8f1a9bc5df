package dev.polysweep.metric.dictionary;

import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import dev.polysweep.metric.statistic.NullDistribution;

/**
 * A null model of a decoder: a distribution of random decoders of the same shape, with whose {@link
 * Macs} that of a trained decoder is compared. (The original of the taming experiment permutes the
 * decoder's columns, which does not change MACS, so its null distribution has no width.)
 *
 * <p>The key of the draws is the cell's seed. The null distributions of different seeds are
 * therefore independent, so that their p-values can be combined ({@link
 * dev.polysweep.metric.statistic.Stouffer}), and the configurations of one seed are compared with
 * common random numbers. Draw i is a function of the seed, of i and of what the constants below use
 * of the decoder, so a larger number of draws extends the same sequence. The ordinal of the
 * constant is part of the key, so the order of the constants must not change.
 */
public enum DecoderNull {

  /**
   * Every column is a direction uniform on the sphere (a normalised Gaussian vector; Muller 1959).
   * Only the shape of the decoder is used, so the cells of one seed and shape share one set of
   * draws, which is computed once in a process.
   */
  ISOTROPIC {
    @Override
    public Matrix draw(Matrix decoder, long seed, int index) {
      int rows = decoder.rows();
      int cols = decoder.cols();
      float[] gaussians = new float[rows * cols]; // one direction after another
      new RandomStream(seed, StreamId.NULL, ordinal(), index).nextGaussians(gaussians);
      Matrix directions = new Matrix(rows, cols);
      for (int c = 0; c < cols; c++) {
        double square = 0;
        for (int r = 0; r < rows; r++) {
          double entry = gaussians[c * rows + r];
          square += entry * entry;
        }
        double norm = Math.sqrt(square);
        for (int r = 0; r < rows; r++) {
          directions.set(r, c, (float) (gaussians[c * rows + r] / norm));
        }
      }
      return directions;
    }

    @Override
    public NullDistribution macs(Matrix decoder, long seed, int draws) {
      return NullCache.get(
          seed, decoder.rows(), decoder.cols(), draws, () -> super.macs(decoder, seed, draws));
    }

    @Override
    public void prepare(int dHidden, int dSae, long seed, int draws) {
      macs(new Matrix(dHidden, dSae), seed, draws);
    }

    @Override
    double[] macsOfDraws(Matrix decoder, long seed, int draws) {
      return decoder.data().length <= IsotropicMacs.LARGEST
          ? new IsotropicMacs(decoder.rows(), decoder.cols()).of(seed, draws)
          : super.macsOfDraws(decoder, seed, draws);
    }
  },

  /**
   * Every row of the trained decoder is shuffled across features, independently of the other rows
   * (Fisher and Yates), which keeps the distribution of each hidden unit's weights.
   */
  ENTRIES {
    @Override
    public Matrix draw(Matrix decoder, long seed, int index) {
      RandomStream random = new RandomStream(seed, StreamId.NULL, ordinal(), index);
      Matrix shuffled = decoder.copy();
      float[] data = shuffled.data();
      int cols = decoder.cols();
      for (int row = 0; row < data.length; row += cols) {
        for (int c = cols - 1; c > 0; c--) {
          int other = random.nextInt(c + 1);
          float kept = data[row + c];
          data[row + c] = data[row + other];
          data[row + other] = kept;
        }
      }
      return shuffled;
    }
  };

  /** The smallest number of draws that a null distribution is estimated from. */
  public static final int MIN_DRAWS = 1000;

  /**
   * Draws one random decoder.
   *
   * @param decoder the trained decoder, not normalised, {@code [d_hidden, d_sae]}; not changed
   * @param seed the cell's seed
   * @param index number of the draw, from 0
   * @return a new matrix {@code [d_hidden, d_sae]} with columns of any norm
   */
  public abstract Matrix draw(Matrix decoder, long seed, int index);

  /**
   * The distribution of MACS over the draws 0 … draws − 1. Costs about draws · d_hidden · d_sae²/2
   * multiplications.
   *
   * @param decoder the trained decoder, not normalised, {@code [d_hidden, d_sae]}; not changed
   * @param seed the cell's seed
   * @param draws number of draws, at least {@link #MIN_DRAWS}
   * @throws IllegalArgumentException if draws is smaller
   */
  public NullDistribution macs(Matrix decoder, long seed, int draws) {
    if (draws < MIN_DRAWS) {
      throw new IllegalArgumentException(
          "a null distribution needs at least " + MIN_DRAWS + " draws, not " + draws);
    }
    return NullDistribution.of(macsOfDraws(decoder, seed, draws));
  }

  /**
   * Computes and keeps what the distribution of {@link #macs} does not need the trained decoder
   * for, so that it takes less time later. Thread-safe.
   *
   * @param dHidden number of rows of the decoder
   * @param dSae number of columns of the decoder
   * @param seed the cell's seed
   * @param draws number of draws, at least {@link #MIN_DRAWS}
   */
  public void prepare(int dHidden, int dSae, long seed, int draws) {}

  /** MACS of the draws 0 … draws − 1. */
  double[] macsOfDraws(Matrix decoder, long seed, int draws) {
    double[] values = new double[draws];
    for (int i = 0; i < draws; i++) {
      values[i] = Macs.of(draw(decoder, seed, i));
    }
    return values;
  }
}
