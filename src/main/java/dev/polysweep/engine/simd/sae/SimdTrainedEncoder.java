package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.sae.AuxK;
import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.engine.sae.SaeIteration;
import dev.polysweep.engine.sae.TrainedEncoder;
import dev.polysweep.engine.sae.TrainedSae;
import dev.polysweep.math.Matrix;

/**
 * The encoder of a trained sparse autoencoder, with the decoder only where the encoder needs it.
 * Its thresholds are the values themselves rather than their logarithms.
 */
final class SimdTrainedEncoder implements TrainedEncoder {

  private static final int[][] NONE_DEAD = {};

  private final TrainedSae sae;
  private final SaeWorkers workers;
  private final SaeEncoder encoder;
  private final SaeRounds rounds;
  private final float[] theta;

  SimdTrainedEncoder(TrainedSae sae, int threads) {
    this.sae = sae;
    SaeIteration iteration = sae.iteration();
    SaeWeights weights =
        SaeWeights.trained(sae.parameters(), iteration.rounds() > 1 || iteration.summed());
    SaeView view = new SaeView(weights, false);
    workers = new SaeWorkers(threads);
    theta = sae.thresholds();
    encoder = new SaeEncoder(weights, view, theta, workers);
    rounds = new SaeRounds(iteration, weights, view, workers, encoder);
  }

  @Override
  public SaeCodes encode(Matrix x) {
    encoder.check(x);
    encoder.center(x, 1);
    rounds.run(x.rows(), round -> sae.selection(), theta, NONE_DEAD, AuxK.NONE);
    return rounds.codes(x.rows());
  }

  @Override
  public void close() {
    workers.close();
  }
}
