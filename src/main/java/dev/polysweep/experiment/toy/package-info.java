/**
 * The toy experiment: toy models of superposition (Elhage et al. 2022) and the geometry that their
 * weights take on.
 *
 * <p>Nothing imports the package; the experiment is found by {@link java.util.ServiceLoader}. Read
 * {@link dev.polysweep.experiment.toy.ToyExperiment} first, then {@link
 * dev.polysweep.experiment.toy.ToyConfig}.
 */
package dev.polysweep.experiment.toy;
