/**
 * The description of small networks and of their training: a chain of dense layers, a loss,
 * penalties, an optimiser, and the session in which an engine trains a pack of such networks. These
 * classes describe and compute nothing themselves, except for the single noise draws that every
 * engine must reproduce.
 *
 * <p>The package imports {@code data} and {@code math}, and may be imported wherever {@code engine}
 * may. Read {@link dev.polysweep.engine.net.TrainingPlan} first, then {@link
 * dev.polysweep.engine.net.TrainingSession}.
 */
package dev.polysweep.engine.net;
