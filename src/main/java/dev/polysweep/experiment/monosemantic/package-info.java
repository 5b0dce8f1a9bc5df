/**
 * The monosemantic experiment: sparse autoencoders of several architectures, trained on synthetic
 * activations with known features or on stored activations of a transformer.
 *
 * <p>Only {@code cli} imports the package, for its benchmark and for the autoencoders of trained
 * cells; everything else finds the experiment by {@link java.util.ServiceLoader}. Read {@link
 * dev.polysweep.experiment.monosemantic.MonosemanticExperiment} first, then {@link
 * dev.polysweep.experiment.monosemantic.MonosemanticConfig}.
 */
package dev.polysweep.experiment.monosemantic;
