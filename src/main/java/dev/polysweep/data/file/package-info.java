/**
 * Reads and writes files of numbers that are shared with other programs: {@code .safetensors} and
 * {@code .npy}. They have a package of their own because this is the only code of Polysweep that
 * must distrust every byte of its input.
 *
 * <p>A header is checked completely before a number is read, and sizes are first compared with the
 * file's length, so that no memory is allocated for numbers that the file does not hold. Every
 * defect of a file is reported as a {@link dev.polysweep.data.file.TensorFileException} with a
 * sentence for the user.
 *
 * <p>The package imports {@code math} only; whoever may import {@code data} may import it. Read
 * {@link dev.polysweep.data.file.TensorFile} first.
 */
package dev.polysweep.data.file;
