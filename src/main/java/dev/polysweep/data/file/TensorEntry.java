package dev.polysweep.data.file;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The description of one tensor in a file's header.
 *
 * @param name name of the tensor; empty for a .npy file, whose tensor has none
 * @param dtype the type as the file names it, for messages
 * @param type type of the elements; null if it is not one that is read
 * @param shape sizes of the dimensions, none negative, with a product of at most 2⁶³ − 1
 * @param order byte order of an element
 * @param columnMajor whether the elements lie in column-major order (the first index runs fastest)
 * @param from position of the first byte in the file
 */
record TensorEntry(
    String name,
    String dtype,
    ElementType type,
    long[] shape,
    ByteOrder order,
    boolean columnMajor,
    long from) {

  /** The number of elements. */
  long count() {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  /** Whether it is a matrix whose numbers can be read. */
  boolean isMatrix() {
    return shape.length == 2 && readable();
  }

  /** Whether it is a matrix that could be weights, of a type that can be read or not. */
  boolean mayBeWeights() {
    return shape.length == 2 && (type == null || !type.integer());
  }

  boolean readable() {
    return type != null && type.readable();
  }

  /** A vector, or a single number, as a matrix of one row. */
  TensorEntry asRow() {
    return new TensorEntry(name, dtype, type, new long[] {1, count()}, order, columnMajor, from);
  }

  /** The name, type and shape for a message, such as {@code 'W' F32 [3, 7]}. */
  String describe() {
    String sizes = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
    String what =
        (type == null ? "of unknown dtype " + TensorFileException.quoted(dtype) : dtype)
            + " ["
            + sizes
            + "]";
    return name.isEmpty() ? what : TensorFileException.quoted(name) + " " + what;
  }

  /**
   * The number of elements of a shape.
   *
   * @throws ArithmeticException if it does not fit a long
   */
  static long count(long[] shape) {
    long count = 1;
    for (long size : shape) {
      count = Math.multiplyExact(count, size);
    }
    return count;
  }
}
