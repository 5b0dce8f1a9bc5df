package dev.polysweep.data.forest;

import java.io.Serializable;

/**
 * The settings that a forest's activations are drawn by.
 *
 * @param shape the trees
 * @param zipf exponent of Zipf's law of base probabilities
 * @param mostProbable base probability of the first feature
 * @param leastProbable base probability of the last feature
 * @param compensated whether probabilities are raised for what the trees' rules take away
 * @param rank number of factors that features have in common; 0 for independent firing
 * @param correlationScale standard deviation of the entries of the factors' matrix
 * @param firstMean mean magnitude of the first feature; between first and last it is linear
 * @param lastMean mean magnitude of the last feature
 * @param deviationMean μ of a feature's standard deviation |μ + σz|, which is drawn once
 * @param deviationSd σ of it
 * @param scaled whether a parent scales the magnitudes of its children
 * @param bias norm of the constant part of a sample
 * @param orthogonalSteps Adam's steps by which directions are turned away from one another
 * @param orthogonalLr learning rate of these steps
 */
public record ForestSpec(
    ForestShape shape,
    double zipf,
    double mostProbable,
    double leastProbable,
    boolean compensated,
    int rank,
    double correlationScale,
    double firstMean,
    double lastMean,
    double deviationMean,
    double deviationSd,
    boolean scaled,
    double bias,
    int orthogonalSteps,
    double orthogonalLr)
    implements Serializable {

  /**
   * @throws IllegalArgumentException if the least probability exceeds the greatest
   */
  public ForestSpec {
    if (leastProbable > mostProbable) {
      throw new IllegalArgumentException(
          "the last feature's probability "
              + leastProbable
              + " is above the first's "
              + mostProbable);
    }
  }
}
