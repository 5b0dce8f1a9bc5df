/**
 * The description of sparse autoencoders and of their training, independent of any engine:
 * parameters, the plan of a training, the session in which an engine trains, and one file for each
 * architecture, which holds everything that is particular to it. Trained autoencoders are read and
 * written in the format of SAELens.
 *
 * <p>The package imports {@code engine.net}, {@code data} and {@code math}, and may be imported
 * wherever {@code engine} may. Read {@link dev.polysweep.engine.sae.SaeArchitecture} first, then
 * {@link dev.polysweep.engine.sae.SaePlan} and {@link dev.polysweep.engine.sae.SaeSession}.
 */
package dev.polysweep.engine.sae;
