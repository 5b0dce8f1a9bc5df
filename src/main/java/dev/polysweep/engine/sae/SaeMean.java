package dev.polysweep.engine.sae;

import dev.polysweep.math.Matrix;
import java.util.List;
import java.util.function.Function;

/** Means of parameters, entry by entry, in double precision and in the order given. */
final class SaeMean {

  private SaeMean() {}

  static SaeParameters of(List<SaeParameters> all) {
    SaeParameters first = all.get(0);
    return new SaeParameters(
        new Matrix(first.dIn(), first.dSae(), mean(all, p -> p.wEnc().data())),
        mean(all, SaeParameters::bEnc),
        new Matrix(first.dSae(), first.dIn(), mean(all, p -> p.wDec().data())),
        mean(all, SaeParameters::bDec),
        first.threshold() == null ? null : mean(all, SaeParameters::threshold));
  }

  private static float[] mean(List<SaeParameters> all, Function<SaeParameters, float[]> part) {
    double[] sum = new double[part.apply(all.get(0)).length];
    for (SaeParameters parameters : all) {
      float[] values = part.apply(parameters);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += values[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      mean[i] = (float) (sum[i] / all.size());
    }
    return mean;
  }
}
