package dev.polysweep.experiment.monosemantic;

import dev.polysweep.experiment.ConfigurationBuilder;
import dev.polysweep.experiment.Setting;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Source;
import java.io.Serializable;

/** Settings of the activations. */
public record DataSettings(
    @Setting(
            value =
                "synthetic: correlated firing with decay; forest: features in trees, with Zipf"
                    + " firing (SynthSAEBench); activations: a store of extracted ones",
            byDefault = "synthetic")
        Source source,
    @Setting(
            value = "activations: folder of the store, as polysweep shuffle makes it",
            optional = true,
            affectsResults = false)
        String path,
    @Setting(
            value = "activations: hash of the store; filled in, and compared where it is given",
            optional = true)
        String sha256,
    @Setting(value = "width of the activations", byDefault = "256", min = 1, max = 65536) int dIn,
    @Setting(value = "ground-truth features", byDefault = "512", min = 1, max = 65536)
        int nFeatures,
    @Setting(
            value = "synthetic: mean number of active features",
            byDefault = "5",
            min = 0,
            max = 65536,
            minExclusive = true)
        double activeMean,
    @Setting(
            value = "synthetic: feature i is active in proportion to this to the power i",
            byDefault = "0.99",
            min = 0,
            max = 1,
            minExclusive = true)
        double decay,
    @Setting(
            value = "synthetic: how strongly features fire together; 0 independently",
            byDefault = "0.5",
            min = 0,
            max = 0.999)
        double correlation,
    @Setting(
            value = "synthetic: smallest coefficient of an active feature",
            byDefault = "0",
            min = 0,
            max = 1e6)
        double magnitudeMin,
    @Setting(
            value = "synthetic: largest coefficient of an active feature",
            byDefault = "1",
            min = 0,
            max = 1e6)
        double magnitudeMax,
    @Setting(
            value =
                "synthetic: coefficients are log-normal, exp(this·z), instead of uniform from"
                    + " magnitude_min to magnitude_max",
            min = 0,
            max = 10,
            optional = true)
        Double magnitudeSd,
    @Setting("forest: the trees, frequencies and magnitudes of features") ForestSettings forest,
    @Setting(value = "seed of the true features; by default each seed has its own", optional = true)
        Long truthSeed,
    @Setting(value = "samples that metrics are measured on", byDefault = "8192", min = 2, max = 1e6)
        int evalSamples)
    implements Serializable {

  /** These settings with the hash of the store. */
  DataSettings withSha256(String hash) {
    return ConfigurationBuilder.from(this).set("sha256", hash).build();
  }
}
