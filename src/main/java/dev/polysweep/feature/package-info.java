/**
 * Analysis of the features of a dictionary, which is a sparse autoencoder or the neurons
 * themselves, over the tokens of a corpus: how often a feature is active, on which texts, which
 * label it detects and what the dictionary's reconstruction costs the model. All counts and sums
 * are exact whatever the order of the documents, so that parts of a corpus can be counted on
 * different executors.
 *
 * <p>The package imports {@code engine}, {@code transformer}, {@code metric}, {@code table} and
 * {@code math}, and may be imported by {@code spark}, which runs it over a cluster, and {@code
 * cli}. Read {@link dev.polysweep.feature.Dictionary} first, then {@link
 * dev.polysweep.feature.FeatureStatistics} and {@link dev.polysweep.feature.LabelScorer}.
 */
package dev.polysweep.feature;
