/** Activations on disk, in the order in which autoencoders are trained on them. */
package dev.polysweep.data.store;
