/**
 * A corpus with known ground truth: documents mixed of several planted languages, with the
 * language, the role and the surprisal of every byte.
 */
package dev.polysweep.data.text;
