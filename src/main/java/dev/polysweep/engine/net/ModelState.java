package dev.polysweep.engine.net;

/**
 * A snapshot of a model in training: its parameters and the state of its optimiser. Later training
 * does not change a snapshot. It can be restored in any session of the engine that made it; see
 * {@link TrainingSession#state}.
 */
public interface ModelState {}
