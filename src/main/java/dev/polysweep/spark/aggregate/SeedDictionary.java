package dev.polysweep.spark.aggregate;

import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import dev.polysweep.metric.dictionary.SeedAgreement;
import dev.polysweep.metric.geometry.RandomRotation;
import dev.polysweep.table.row.ArrayRow;
import dev.polysweep.table.row.SeedPairRow;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * The dictionary of one trained cell.
 *
 * @param label label of its configuration
 * @param seed seed of the cell
 * @param encoder encoder columns as rows, {@code [d_sae, d_in]}
 * @param decoder decoder rows, {@code [d_sae, d_in]}
 * @param truth |cosine| of each latent to its nearest true feature, {@code [d_sae]}, or null
 */
record SeedDictionary(String label, long seed, Matrix encoder, Matrix decoder, float[] truth)
    implements Serializable {

  static final String ENCODER = "W_enc";
  static final String DECODER = "W_dec";
  static final String TRUTH = "truth_cosine";

  /** The dictionary of a cell's matrices, by name; null if they hold none. */
  static SeedDictionary of(Map<String, ArrayRow> matrices) {
    ArrayRow encoder = matrices.get(ENCODER);
    ArrayRow decoder = matrices.get(DECODER);
    ArrayRow truth = matrices.get(TRUTH);
    return encoder == null || decoder == null
        ? null
        : new SeedDictionary(
            decoder.label(),
            decoder.seed(),
            matrix(encoder).transpose(),
            matrix(decoder),
            truth == null ? null : truth.data());
  }

  private static Matrix matrix(ArrayRow row) {
    return new Matrix(row.rows(), row.cols(), row.data());
  }

  /** Compares this dictionary with that of a greater seed of the same label. */
  SeedAgreement with(SeedDictionary other) {
    return SeedAgreement.of(
        encoder, decoder, other.encoder, other.decoder, SeedAgreement.THRESHOLDS);
  }

  /** The same with the other dictionary rotated at random, by the two seeds. */
  SeedAgreement byChance(SeedDictionary other) {
    RandomRotation rotation =
        new RandomRotation(
            decoder.cols(), new RandomStream(seed, StreamId.NULL, 0, Long.hashCode(other.seed)));
    return SeedAgreement.of(
        encoder,
        decoder,
        rotation.of(other.encoder),
        rotation.of(other.decoder),
        SeedAgreement.THRESHOLDS);
  }

  static SeedPairRow row(String label, long a, long b, SeedAgreement seen, SeedAgreement chance) {
    return new SeedPairRow(
        label,
        a,
        b,
        seen.mcc(),
        floats(seen.shared()),
        chance == null ? null : chance.mcc(),
        chance == null ? null : floats(chance.shared()));
  }

  static float[] floats(List<Double> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return floats;
  }
}
