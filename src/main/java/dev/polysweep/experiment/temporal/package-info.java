/**
 * The temporal experiment: how the polysemanticity of a small network, measured by the index PSI,
 * develops during training, and what interventions in the weights change about it.
 *
 * <p>Nothing imports the package; the experiment is found by {@link java.util.ServiceLoader}. Read
 * {@link dev.polysweep.experiment.temporal.TemporalExperiment} first, then {@code TemporalRun},
 * which trains a pack epoch by epoch.
 */
package dev.polysweep.experiment.temporal;
