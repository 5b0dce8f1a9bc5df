/**
 * What networks are trained on: batches of synthetic data with known ground-truth features, all of
 * them functions of a seed. The sub-packages hold data on disk: {@code file} reads and writes
 * tensor files of other programs, {@code store} reads activations that a transformer was run for,
 * {@code text} writes a corpus whose every byte is labelled.
 *
 * <p>These packages import {@code math} only. They may be imported by the engines, the experiments,
 * {@code transformer}, {@code spark}, {@code job} and {@code cli}. Read {@link
 * dev.polysweep.data.TrainingData} first, the form in which an engine takes its batches.
 */
package dev.polysweep.data;
