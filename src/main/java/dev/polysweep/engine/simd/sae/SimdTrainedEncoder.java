package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.engine.sae.SaeSelection;
import dev.polysweep.engine.sae.TrainedEncoder;
import dev.polysweep.engine.sae.TrainedSae;
import dev.polysweep.math.Matrix;

/**
 * The encoder of a trained sparse autoencoder, without the decoder. Its thresholds are the values
 * themselves rather than their logarithms.
 */
final class SimdTrainedEncoder implements TrainedEncoder {

  private final SaeWorkers workers;
  private final SaeEncoder encoder;
  private final SaeSelection selection;

  SimdTrainedEncoder(TrainedSae sae, int threads) {
    SaeWeights weights = SaeWeights.ofEncoder(sae.parameters());
    workers = new SaeWorkers(threads);
    encoder = new SaeEncoder(weights, sae.thresholds(), workers);
    selection = sae.selection();
  }

  @Override
  public SaeCodes encode(Matrix x) {
    return encoder.codes(x, 1, selection);
  }

  @Override
  public void close() {
    workers.close();
  }
}
