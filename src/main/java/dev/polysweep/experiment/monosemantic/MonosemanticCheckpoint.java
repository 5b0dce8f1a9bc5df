package dev.polysweep.experiment.monosemantic;

import dev.polysweep.engine.sae.SaeState;
import dev.polysweep.experiment.CellRun;
import java.io.Serializable;
import java.util.List;

/**
 * What is known of a cell after a step, from which it can go on.
 *
 * @param step number of steps taken
 * @param state the autoencoder
 * @param logged number of steps that were logged
 * @param resampled number of latents that were resampled
 * @param epochs the logged steps
 * @param nanos time that the cell took so far
 */
record MonosemanticCheckpoint(
    int step, SaeState state, int logged, int resampled, List<CellRun.Epoch> epochs, long nanos)
    implements Serializable {}
