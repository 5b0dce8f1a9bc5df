package dev.polysweep.experiment.taming;

import dev.polysweep.data.CorrelatedGroups;
import dev.polysweep.data.FeatureTargets;
import dev.polysweep.math.Matrix;

/**
 * The data of one seed, the same for all configurations: the last rows are kept for validation.
 *
 * @param x training inputs {@code [training, 8]}
 * @param y training targets {@code [training, 8]}
 * @param valX validation inputs {@code [validation, 8]}
 * @param valY validation targets {@code [validation, 8]}
 * @param importance importance of each feature {@code [8]}
 */
record TamingData(Matrix x, Matrix y, Matrix valX, Matrix valY, float[] importance) {

  static TamingData draw(TamingConfig.Data settings, long seed) {
    Matrix x =
        new CorrelatedGroups(settings.activeProbability(), settings.keepProbability())
            .draw(seed, settings.samples());
    float[] importance =
        FeatureTargets.importance(settings.importanceDecay(), CorrelatedGroups.FEATURES);
    Matrix y = FeatureTargets.of(x, importance);
    int split = settings.training();
    int end = settings.samples();
    return new TamingData(
        x.rows(0, split), y.rows(0, split), x.rows(split, end), y.rows(split, end), importance);
  }
}
