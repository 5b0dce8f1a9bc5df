package dev.polysweep.experiment.monosemantic;

import dev.polysweep.data.CorrelatedFiring;
import dev.polysweep.data.Firing;
import dev.polysweep.data.HierarchicalFiring;
import dev.polysweep.data.SyntheticDictionary;

/** Synthetic activations by the settings of a cell. */
final class MonosemanticData {

  private MonosemanticData() {}

  /** The truth of a seed: the same whatever the autoencoder. */
  static SyntheticDictionary truth(MonosemanticConfig.Data data, long seed) {
    return new SyntheticDictionary(
        firing(data, seed), data.dIn(), data.magnitudeMin(), data.magnitudeMax(), seed);
  }

  /**
   * @throws IllegalArgumentException if so many features cannot be active
   */
  static Firing firing(MonosemanticConfig.Data data, long seed) {
    return switch (data.source()) {
      case SYNTHETIC ->
          new CorrelatedFiring(
              data.nFeatures(), data.activeMean(), data.decay(), data.correlation(), seed);
      case HIERARCHY ->
          new HierarchicalFiring(
              data.nFeatures(),
              data.roots(),
              data.branching(),
              data.childProbability(),
              data.zipf(),
              data.activeMean());
      case ACTIVATIONS -> throw new IllegalArgumentException("their features are not known");
    };
  }
}
