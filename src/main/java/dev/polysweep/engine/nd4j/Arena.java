package dev.polysweep.engine.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Allocates float arrays outside the heap, within the limits of {@link NativeMemory}, and releases
 * all of them together.
 */
final class Arena implements AutoCloseable {

  private final List<INDArray> arrays = new ArrayList<>();
  private long bytes;

  /**
   * A new row-major array of zeros.
   *
   * @throws OutOfMemoryError if the array would exceed a limit
   */
  INDArray zeros(long... shape) {
    long size = Float.BYTES;
    for (long length : shape) {
      size *= length;
    }
    NativeMemory.reserve(size);
    bytes += size;
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    arrays.add(array);
    return array;
  }

  /** A new row-major array of ones. */
  INDArray ones(long... shape) {
    return zeros(shape).assign(1);
  }

  /** A new row-major array with the given values. */
  INDArray of(float[] values, long... shape) {
    INDArray array = zeros(shape);
    Host.write(values, 0, values.length, array, 0);
    return array;
  }

  /**
   * A row-major view of an array's memory from the entry {@code offset} on; it shares the memory.
   */
  static INDArray view(INDArray array, long offset, long... shape) {
    return Nd4j.create(array.data(), shape, Nd4j.getStrides(shape, 'c'), offset, 'c');
  }

  @Override
  public void close() {
    arrays.forEach(INDArray::close);
    arrays.clear();
    NativeMemory.release(bytes);
    bytes = 0;
  }
}
