/**
 * The activations of SynthSAEBench (Chanin and Garriga-Alonso 2026, arXiv 2602.14687): features in
 * a forest whose firing is correlated, whose frequencies follow Zipf's law, and whose magnitudes
 * pass from parents to children. Every step can also be taken from given arrays, so that a model of
 * another program can be sampled.
 *
 * <p>It imports {@code data} and {@code math} only; whoever may import {@code data} may import it.
 * Read {@link dev.polysweep.data.forest.ForestFeatures} first.
 */
package dev.polysweep.data.forest;
