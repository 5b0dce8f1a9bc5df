/**
 * Analysis of the features of dictionaries over all extracted tokens: statistics and contexts of
 * each feature, scores against ground truth, and the losses of a model with reconstructions spliced
 * in.
 *
 * <p>{@code cli} and {@code dev.polysweep.spark} use this package; it imports {@code session},
 * {@code store} and {@code activation}. The computations themselves are in {@code
 * dev.polysweep.feature}; this package spreads them over executors. Read {@link
 * dev.polysweep.spark.feature.FeatureAnalysis} first.
 */
package dev.polysweep.spark.feature;
