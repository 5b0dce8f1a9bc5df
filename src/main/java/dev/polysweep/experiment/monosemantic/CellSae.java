package dev.polysweep.experiment.monosemantic;

import dev.polysweep.engine.sae.Gated;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.engine.sae.TrainedSae;
import dev.polysweep.math.Matrix;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Converts between a trained autoencoder and the matrices, under SAELens's names, that its cell
 * stores.
 */
public final class CellSae {

  private static final String W_ENC = "W_enc";
  private static final String B_ENC = "b_enc";
  private static final String W_DEC = "W_dec";
  private static final String B_DEC = "b_dec";
  private static final String THRESHOLD = "threshold";
  private static final String B_GATE = "b_gate";
  private static final String R_MAG = "r_mag";
  private static final String B_MAG = "b_mag";

  private CellSae() {}

  static Map<String, Matrix> arrays(SaeArchitecture architecture, SaeParameters parameters) {
    boolean gated = architecture.separatesMagnitudes();
    Map<String, Matrix> arrays = new LinkedHashMap<>();
    arrays.put(W_ENC, parameters.wEnc());
    arrays.put(gated ? B_GATE : B_ENC, row(parameters.bEnc()));
    arrays.put(W_DEC, parameters.wDec());
    arrays.put(B_DEC, row(parameters.bDec()));
    if (gated) {
      arrays.put(R_MAG, row(Gated.rMag(parameters)));
      arrays.put(B_MAG, row(Gated.bMag(parameters)));
    } else if (parameters.threshold() != null) {
      arrays.put(THRESHOLD, row(parameters.threshold()));
    }
    return arrays;
  }

  private static Matrix row(float[] values) {
    return new Matrix(1, values.length, values);
  }

  /**
   * Makes the autoencoder, which applies to unscaled inputs.
   *
   * @param config the settings of the cell
   * @param arrays the matrices that the cell stored, by name
   * @throws IllegalArgumentException if a matrix is missing or they do not fit together
   */
  public static TrainedSae of(MonosemanticConfig config, Map<String, Matrix> arrays) {
    SaeArchitecture architecture = config.sae().architecture().of(config.sae());
    boolean gated = architecture.separatesMagnitudes();
    Matrix threshold = arrays.get(THRESHOLD);
    SaeParameters parameters =
        new SaeParameters(
            matrix(arrays, W_ENC),
            matrix(arrays, gated ? B_GATE : B_ENC).data(),
            matrix(arrays, W_DEC),
            matrix(arrays, B_DEC).data(),
            threshold == null ? null : threshold.data());
    return gated
        ? Gated.trained(parameters, matrix(arrays, R_MAG).data(), matrix(arrays, B_MAG).data())
        : architecture.trained(parameters);
  }

  private static Matrix matrix(Map<String, Matrix> arrays, String name) {
    Matrix matrix = arrays.get(name);
    if (matrix == null) {
      throw new IllegalArgumentException("there is no " + name);
    }
    return matrix;
  }
}
