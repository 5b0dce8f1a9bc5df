/**
 * Stores of transformer activations on disk: a folder of NumPy files whose rows lie in the order in
 * which autoencoders are trained on them, and a manifest that says how they were made. A Spark job
 * writes a store; this package names its parts, decides the order of its rows and reads them.
 *
 * <p>It imports {@code math} only; whoever may import {@code data} may import it. Read {@link
 * dev.polysweep.data.store.ActivationStore} first.
 */
package dev.polysweep.data.store;
