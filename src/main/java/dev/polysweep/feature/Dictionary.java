package dev.polysweep.feature;

import dev.polysweep.engine.Engines;
import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.engine.sae.TrainedEncoder;
import dev.polysweep.engine.sae.TrainedSae;
import dev.polysweep.math.Matrix;
import java.io.Serializable;
import java.util.Arrays;

/**
 * A dictionary of features in which activations are expressed: the features of a sparse
 * autoencoder, or the neurons themselves, where a neuron is active if it is above 0.
 *
 * @param name name in the column {@code dictionary}
 * @param width width of an activation
 * @param sae the autoencoder; null for neurons
 */
public record Dictionary(String name, int width, TrainedSae sae) implements Serializable {

  /** The dictionary of an autoencoder's features. */
  public static Dictionary of(String name, TrainedSae sae) {
    return new Dictionary(name, sae.parameters().dIn(), sae);
  }

  /** The dictionary whose features are the neurons of an activation of the given width. */
  public static Dictionary neurons(String name, int width) {
    return new Dictionary(name, width, null);
  }

  /** Whether the features are the neurons. */
  public boolean isNeurons() {
    return sae == null;
  }

  /** The number of features. */
  public int features() {
    return sae == null ? width : sae.parameters().dSae();
  }

  /** Opens the dictionary for use by one thread. */
  public Reader open() {
    return new Reader(this);
  }

  /** An open dictionary, which encodes and decodes activations. Not thread-safe. */
  public static final class Reader implements AutoCloseable {
    private final Dictionary dictionary;
    private final TrainedEncoder encoder;

    private Reader(Dictionary dictionary) {
      this.dictionary = dictionary;
      encoder =
          dictionary.sae == null ? null : dictionary.sae.encoder(Engines.saeTrainer("simd"), 1);
    }

    /**
     * Encodes activations {@code [n, width]}, row-major, and returns the active features of each
     * row.
     */
    public SaeCodes encode(float[] rows) {
      int n = rows.length / dictionary.width;
      Matrix x = new Matrix(n, dictionary.width, rows);
      return encoder == null ? above0(x) : encoder.encode(x);
    }

    /**
     * Decodes active features into reconstructions x̂, {@code [n, width]}, row-major. The
     * reconstruction from neurons is max(x, 0).
     */
    public float[] decode(SaeCodes codes) {
      return encoder == null ? codes.dense().data() : dictionary.sae.decode(codes).data();
    }

    /** The squared error ‖x − x̂‖² of each activation, {@code [n]}. */
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
