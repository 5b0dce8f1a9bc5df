package dev.polysweep.feature;

import dev.polysweep.engine.Engines;
import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.engine.sae.TrainedEncoder;
import dev.polysweep.engine.sae.TrainedSae;
import dev.polysweep.math.Matrix;
import java.io.Serializable;
import java.util.Arrays;

/**
 * What activations are read in: the features of a sparse autoencoder, or the neurons themselves,
 * each of which counts as active where it is above 0.
 *
 * @param name in the column {@code dictionary}
 * @param width numbers an activation
 * @param sae the autoencoder, or null for neurons
 */
public record Dictionary(String name, int width, TrainedSae sae) implements Serializable {

  /** The features of an autoencoder. */
  public static Dictionary of(String name, TrainedSae sae) {
    return new Dictionary(name, sae.parameters().dIn(), sae);
  }

  /** Neurons as features. */
  public static Dictionary neurons(String name, int width) {
    return new Dictionary(name, width, null);
  }

  /** Whether its features are the neurons. */
  public boolean isNeurons() {
    return sae == null;
  }

  /** Number of features. */
  public int features() {
    return sae == null ? width : sae.parameters().dSae();
  }

  /** Opens it for use by one thread. */
  public Reader open() {
    return new Reader(this);
  }

  /** A dictionary in use. Not thread-safe. */
  public static final class Reader implements AutoCloseable {
    private final Dictionary dictionary;
    private final TrainedEncoder encoder;

    private Reader(Dictionary dictionary) {
      this.dictionary = dictionary;
      encoder =
          dictionary.sae == null ? null : dictionary.sae.encoder(Engines.saeTrainer("simd"), 1);
    }

    /** Features that are active on each of some activations {@code [n, width]}, row by row. */
    public SaeCodes encode(float[] rows) {
      int n = rows.length / dictionary.width;
      Matrix x = new Matrix(n, dictionary.width, rows);
      return encoder == null ? above0(x) : encoder.encode(x);
    }

    /** What the features make of them: x̂, {@code [n, width]}; of neurons what is above 0. */
    public float[] decode(SaeCodes codes) {
      return encoder == null ? codes.dense().data() : dictionary.sae.decode(codes).data();
    }

    /** ‖x − x̂‖² of each row. */
    public float[] squaredErrors(float[] rows, SaeCodes codes) {
      float[] decoded = decode(codes);
      float[] errors = new float[codes.rows()];
      for (int r = 0; r < errors.length; r++) {
        double sum = 0;
        for (int i = r * dictionary.width; i < (r + 1) * dictionary.width; i++) {
          double difference = (double) rows[i] - decoded[i];
          sum += difference * difference;
        }
        errors[r] = (float) sum;
      }
      return errors;
    }

    private static SaeCodes above0(Matrix x) {
      int[] start = new int[x.rows() + 1];
      int[] feature = new int[x.data().length];
      float[] value = new float[x.data().length];
      int at = 0;
      for (int r = 0; r < x.rows(); r++) {
        for (int c = 0; c < x.cols(); c++) {
          if (x.get(r, c) > 0) {
            feature[at] = c;
            value[at++] = x.get(r, c);
          }
        }
        start[r + 1] = at;
      }
      return new SaeCodes(
          x.rows(), x.cols(), start, Arrays.copyOf(feature, at), Arrays.copyOf(value, at));
    }

    @Override
    public void close() {
      if (encoder != null) {
        encoder.close();
      }
    }
  }
}
