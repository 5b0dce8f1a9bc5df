package dev.polysweep.engine.cuda.gpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The memory of the device that belongs to one session, which is freed all together, and the buffer
 * through which floats go there and back.
 */
public final class DeviceMemory implements AutoCloseable {

  private static final long[] NONE = new long[2];

  private static final double GIB = 1 << 30;

  /** Most numbers that are copied at a time. */
  private static final int CHUNK = 1 << 22;

  private final Queue queue;
  private final Map<Long, Long> allocations = new LinkedHashMap<>();
  private ByteBuffer staging = buffer(1 << 16);

  /** An array on the device that grows when more is asked for, and then loses its content. */
  public final class Growing {
    private long[] place = NONE;

    /** The address of at least so many bytes. */
    public long atLeast(long bytes) {
      if (place[1] < bytes) {
        if (place != NONE) {
          free(place[0]);
        }
        place = NONE;
        long size = Math.max(bytes, 256);
        place = new long[] {allocate(size), size};
      }
      return place[0];
    }
  }

  /** Memory that is taken and filled in the order of a queue. */
  public DeviceMemory(Queue queue) {
    this.queue = queue;
  }

  /** A buffer outside the heap in the byte order of the machine. */
  public static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /** Memory with any content; 0 for no bytes. */
  public long allocate(long bytes) {
    if (bytes == 0) {
      return 0;
    }
    long address;
    try {
      address = queue.allocate(bytes);
    } catch (OutOfMemoryError e) {
      throw new OutOfMemoryError(refusal(bytes) + e.getMessage());
    }
    allocations.put(address, bytes);
    return address;
  }

  /** Memory with the content of a buffer. */
  public long allocate(ByteBuffer content) {
    long address = allocate(content.remaining());
    queue.upload(content, address);
    return address;
  }

  private String refusal(long bytes) {
    double held = allocations.values().stream().mapToLong(Long::longValue).sum();
    return String.format(
        Locale.ROOT, "%.2f GiB beside %.2f GiB do not fit: ", bytes / GIB, held / GIB);
  }

  private void free(long address) {
    allocations.remove(address);
    queue.free(address);
  }

  /** Copies all of an array to the device. */
  public void write(float[] from, long to) {
    for (int at = 0; at < from.length; at += CHUNK) {
      int length = Math.min(CHUNK, from.length - at);
      ByteBuffer bytes = staging(length * Float.BYTES);
      bytes.asFloatBuffer().put(from, at, length);
      queue.upload(bytes, to + (long) at * Float.BYTES);
    }
  }

  /** Copies all of an array to the device. */
  public void write(int[] from, long to) {
    for (int at = 0; at < from.length; at += CHUNK) {
      int length = Math.min(CHUNK, from.length - at);
      ByteBuffer bytes = staging(length * Integer.BYTES);
      bytes.asIntBuffer().put(from, at, length);
      queue.upload(bytes, to + (long) at * Integer.BYTES);
    }
  }

  /** Copies all of an array to the device. */
  public void write(double[] from, long to) {
    ByteBuffer bytes = staging(Math.multiplyExact(from.length, Double.BYTES));
    bytes.asDoubleBuffer().put(from);
    queue.upload(bytes, to);
  }

  /** Copies a buffer to the device. */
  public void write(ByteBuffer from, long to) {
    queue.upload(from, to);
  }

  /** Fills an array from the device. */
  public void read(long from, float[] to) {
    for (int at = 0; at < to.length; at += CHUNK) {
      int length = Math.min(CHUNK, to.length - at);
      ByteBuffer bytes = staging(length * Float.BYTES);
      queue.download(from + (long) at * Float.BYTES, bytes);
      bytes.asFloatBuffer().get(to, at, length);
    }
  }

  /** Fills an array from the device. */
  public void read(long from, int[] to) {
    for (int at = 0; at < to.length; at += CHUNK) {
      int length = Math.min(CHUNK, to.length - at);
      ByteBuffer bytes = staging(length * Integer.BYTES);
      queue.download(from + (long) at * Integer.BYTES, bytes);
      bytes.asIntBuffer().get(to, at, length);
    }
  }

  /** Fills an array from the device. */
  public void read(long from, double[] to) {
    ByteBuffer bytes = staging(Math.multiplyExact(to.length, Double.BYTES));
    queue.download(from, bytes);
    bytes.asDoubleBuffer().get(to);
  }

  /** Sets so many bytes, a multiple of four, to 0. */
  public void clear(long at, long bytes) {
    float[] zeros = new float[(int) Math.min(CHUNK, bytes / Float.BYTES)];
    for (long done = 0; done < bytes; done += (long) zeros.length * Float.BYTES) {
      long left = (bytes - done) / Float.BYTES;
      write(left < zeros.length ? new float[(int) left] : zeros, at + done);
    }
  }

  /** The session's buffer with so many bytes, of any content. */
  public ByteBuffer staging(int bytes) {
    if (staging.capacity() < bytes) {
      staging = buffer(Math.max(bytes, 2 * staging.capacity()));
    }
    return staging.clear().limit(bytes);
  }

  @Override
  public void close() {
    allocations.keySet().forEach(queue::free);
    allocations.clear();
  }
}
