/**
 * Files of numbers that other programs write and read: {@code .safetensors} and {@code .npy}, and
 * the folder in which SAELens keeps an autoencoder. A room of its own under {@code data}, since
 * weights, activations and labels from elsewhere are data to Polysweep as much as what it draws
 * itself, and the only code that must distrust every byte.
 *
 * <p>Headers are checked whole before a number is read: sizes against the file's length first, so
 * that nothing is allocated that the file does not hold. Whatever is wrong is a {@link
 * dev.polysweep.data.file.TensorFileException} with a sentence for the user.
 */
package dev.polysweep.data.file;
