package dev.polysweep.engine.sae;

import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.List;

/** Autoencoders and batches for tests. */
public final class SaePlans {

  private SaePlans() {}

  /** One of each architecture, with warm-ups and auxiliary terms that a short run sees. */
  public static List<SaeArchitecture> architectures() {
    return List.of(
        new L1(0.05, 3),
        new TopK(4, new AuxK(3, 1.0 / 32)),
        new BatchTopK(4, new AuxK(3, 1.0 / 32), 0.2),
        new JumpRelu(0.02, 3, 0.5, 0.4));
  }

  /** A plan whose latents partly die at once: every fifth has a bias far below 0. */
  public static SaePlan plan(SaeArchitecture architecture, int dIn, int dSae) {
    boolean magnitudes = architecture.separatesMagnitudes();
    SaeParameters start =
        SaeParameters.random(dIn, dSae, 7)
            .withThreshold(magnitudes ? new double[] {0.1, -0.05} : new double[] {0.4});
    RandomStream random = new RandomStream(8, StreamId.INIT);
    for (int f = 0; f < dSae; f++) {
      start.bEnc()[f] = f % 5 == 4 ? -1.5f : (float) (0.05 * random.nextGaussian());
    }
    for (int i = 0; i < dIn; i++) {
      start.bDec()[i] = (float) (0.1 * random.nextGaussian());
    }
    for (int i = 0; i < start.wEnc().data().length; i++) {
      start.wEnc().data()[i] *= 1 + 0.1f * (float) random.nextGaussian();
    }
    return new SaePlan(
        start,
        architecture,
        SaeOptimizer.adam(1e-3).over(12, 4, 3),
        SaeResampling.NONE,
        2,
        1.25,
        3);
  }

  /** Standard normal, {@code [rows, dIn]}. */
  public static Matrix batch(int rows, int dIn, int number) {
    return Initializers.normal(rows, dIn, 0.8, new RandomStream(11, StreamId.DATA, number, 0));
  }
}
