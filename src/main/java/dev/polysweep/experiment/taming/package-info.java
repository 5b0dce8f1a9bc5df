/**
 * The taming experiment: how initialisation, noise, regulariser and activation function affect the
 * polysemanticity of a small over-capacity network, measured by the overlap of a sparse
 * autoencoder's feature directions.
 *
 * <p>Only {@code cli} imports the package, for its benchmark; everything else finds the experiment
 * by {@link java.util.ServiceLoader}. Read {@link dev.polysweep.experiment.taming.TamingExperiment}
 * first, then {@link dev.polysweep.experiment.taming.TamingConfig}.
 */
package dev.polysweep.experiment.taming;
