package dev.polysweep.experiment.monosemantic;

import dev.polysweep.data.CorrelatedFiring;
import dev.polysweep.data.Firing;
import dev.polysweep.data.HierarchicalFiring;
import dev.polysweep.data.SyntheticDictionary;

/** Makes the generators of synthetic activations from the settings of a cell. */
final class MonosemanticData {

  private MonosemanticData() {}

  /** The true features of a seed. They do not depend on the settings of the autoencoder. */
  static SyntheticDictionary truth(MonosemanticConfig.Data data, long seed) {
    return new SyntheticDictionary(
        firing(data, seed), data.dIn(), data.magnitudeMin(), data.magnitudeMax(), seed);
  }

  /**
   * The rule by which features are active.
   *
   * @throws IllegalArgumentException if the wanted number of features cannot be active
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
