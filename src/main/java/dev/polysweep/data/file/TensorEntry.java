package dev.polysweep.data.file;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A tensor of a file: what its header says.
 *
 * @param name name; empty in files that hold one tensor without a name
 * @param type type of its elements
 * @param shape sizes, none negative, their product at most 2⁶³ − 1
 * @param order order of an element's bytes
 * @param columnMajor whether the first index runs fastest
 * @param from first byte, from the file's beginning
 */
record TensorEntry(
    String name, ElementType type, long[] shape, ByteOrder order, boolean columnMajor, long from) {

  /** Number of elements. */
  long count() {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  boolean isMatrix() {
    return shape.length == 2 && type.readable();
  }

  /** A vector, or a single number, as a matrix of one row. */
  TensorEntry asRow() {
    return new TensorEntry(name, type, new long[] {1, count()}, order, columnMajor, from);
  }

  /** The name, type and shape, for a message. */
  String describe() {
    String sizes = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
    String what = type + " [" + sizes + "]";
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
