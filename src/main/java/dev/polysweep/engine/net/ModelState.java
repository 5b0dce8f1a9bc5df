package dev.polysweep.engine.net;

/**
 * What a model has become in training: its parameters and its optimiser's state. A snapshot, which
 * later training leaves as it is; sessions of the engine that made it understand it. See {@link
 * TrainingSession#state}.
 */
public interface ModelState {}
