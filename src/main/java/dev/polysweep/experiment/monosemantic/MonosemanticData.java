package dev.polysweep.experiment.monosemantic;

import dev.polysweep.data.CorrelatedFiring;
import dev.polysweep.data.Magnitudes;
import dev.polysweep.data.SyntheticDictionary;
import dev.polysweep.data.TrueFeatures;
import dev.polysweep.data.forest.ForestFeatures;
import dev.polysweep.data.forest.ForestModel;

/** Makes the generators of synthetic activations from the settings of a cell. */
final class MonosemanticData {

  private MonosemanticData() {}

  /**
   * The true features of a seed. They do not depend on the settings of the autoencoder.
   *
   * @throws IllegalArgumentException if settings do not fit together
   */
  static TrueFeatures truth(DataSettings data, long seed) {
    long truth = data.truthSeed() == null ? seed : data.truthSeed();
    return switch (data.source()) {
      case SYNTHETIC ->
          new SyntheticDictionary(
              firing(data, truth),
              data.dIn(),
              data.magnitudeSd() == null
                  ? Magnitudes.uniform(data.magnitudeMin(), data.magnitudeMax())
                  : Magnitudes.logNormal(data.magnitudeSd()),
              truth,
              seed);
      case FOREST ->
          new ForestFeatures(
              ForestModel.draw(data.forest().spec(data.nFeatures()), data.dIn(), truth), seed);
      case ACTIVATIONS -> throw new IllegalArgumentException("their features are not known");
    };
  }

  /**
   * Checks that settings fit together.
   *
   * @throws IllegalArgumentException if they do not
   */
  static void check(DataSettings data) {
    switch (data.source()) {
      case SYNTHETIC -> firing(data, 0);
      case FOREST -> data.forest().spec(data.nFeatures());
      case ACTIVATIONS -> {
        // the store is looked at where it is opened
      }
    }
  }

  private static CorrelatedFiring firing(DataSettings data, long seed) {
    return new CorrelatedFiring(
        data.nFeatures(), data.activeMean(), data.decay(), data.correlation(), seed);
  }
}
