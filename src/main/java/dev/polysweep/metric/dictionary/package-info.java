/**
 * Dictionaries of sparse autoencoders: how well they match known features, how alike they are over
 * seeds, what their latents answer to, and what a random dictionary would give. Every class is a
 * pure function with its formula and its source.
 *
 * <p>The package imports {@code math}, {@code metric}, {@code metric.geometry} and {@code
 * metric.statistic} only; whoever may import {@code metric} may import it. Read {@link
 * dev.polysweep.metric.dictionary.Macs} first, a metric of one method, and {@link
 * dev.polysweep.metric.dictionary.DictionaryMatch} next.
 */
package dev.polysweep.metric.dictionary;
