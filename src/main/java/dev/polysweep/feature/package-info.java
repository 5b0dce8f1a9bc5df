/**
 * What the features of a dictionary (a sparse autoencoder, or the neurons themselves) answer to,
 * over any number of tokens. Everything counted here is exact whatever the order of documents, so
 * that it can be counted in parts.
 */
package dev.polysweep.feature;
