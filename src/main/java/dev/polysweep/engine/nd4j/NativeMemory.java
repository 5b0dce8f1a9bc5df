package dev.polysweep.engine.nd4j;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.Pointer;

/**
 * What this process's arrays hold outside the heap, kept within JavaCPP's limits {@code maxbytes}
 * and {@code maxphysicalbytes}, which ND4J's own allocations pass by.
 */
final class NativeMemory {

  private static final AtomicLong HELD = new AtomicLong();

  private NativeMemory() {}

  /**
   * Counts bytes that are about to be allocated.
   *
   * @throws OutOfMemoryError if they would pass a limit; nothing is counted then
   */
  static void reserve(long bytes) {
    long held = HELD.addAndGet(bytes);
    long limit = Pointer.maxBytes();
    long most = Pointer.maxPhysicalBytes();
    if (limit > 0 && held > limit) {
      HELD.addAndGet(-bytes);
      throw refusal("org.bytedeco.javacpp.maxbytes", limit, bytes, held - bytes);
    }
    if (most > 0 && Pointer.physicalBytes() + bytes > most) {
      HELD.addAndGet(-bytes);
      throw refusal("org.bytedeco.javacpp.maxphysicalbytes", most, bytes, Pointer.physicalBytes());
    }
  }

  /** Counts bytes that have been released. */
  static void release(long bytes) {
    HELD.addAndGet(-bytes);
  }

  /** Bytes held now. */
  static long held() {
    return HELD.get();
  }

  private static OutOfMemoryError refusal(String limit, long allowed, long wanted, long held) {
    return new OutOfMemoryError(
        String.format(
            Locale.ROOT,
            "ND4J's arrays: %,d bytes more than the %,d held pass %s, %,d",
            wanted,
            held,
            limit,
            allowed));
  }
}
