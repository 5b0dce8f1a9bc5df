/**
 * The experiment {@code network}: any small network of dense layers, on synthetic data or on a
 * user's own, described by a sweep file alone. The sweep file also says what is measured, of which
 * layer, so the columns of its results depend on its settings.
 *
 * <p>The package imports {@code engine}, {@code data}, {@code metric}, {@code table} and {@code
 * math}, and may be imported by {@code job} and {@code cli}. Read {@link
 * dev.polysweep.experiment.network.NetworkConfig} first, then {@link
 * dev.polysweep.experiment.network.NetworkExperiment}.
 */
package dev.polysweep.experiment.network;
