package dev.polysweep.data.file;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A tensor of a file: what its header says.
 *
 * @param name name; empty in files that hold one tensor without a name
 * @param dtype name of the type of its elements, as the file has it
 * @param type that type, or null where it is not known here
 * @param shape sizes, none negative, their product at most 2⁶³ − 1
 * @param order order of an element's bytes
 * @param columnMajor whether the first index runs fastest
 * @param from first byte, from the file's beginning
 */
record TensorEntry(
    String name,
    String dtype,
    ElementType type,
    long[] shape,
    ByteOrder order,
    boolean columnMajor,
    long from) {

  /** Number of elements. */
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

  /** The name, type and shape, for a message. */
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
   * Number of elements of a shape.
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
