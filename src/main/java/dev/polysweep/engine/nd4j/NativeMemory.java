package dev.polysweep.engine.nd4j;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.Pointer;

/**
 * Counts the memory outside the heap that this process's ND4J arrays hold, and enforces JavaCPP's
 * limits {@code maxbytes} and {@code maxphysicalbytes}, which ND4J's own allocations do not
 * observe.
 */
final class NativeMemory {

  private static final AtomicLong HELD = new AtomicLong();

  private NativeMemory() {}

  /**
   * Counts bytes that are about to be allocated.
   *
   * @throws OutOfMemoryError if they would exceed a limit; they are then not counted
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

  /** The number of bytes held now. */
  static long held() {
    return HELD.get();
  }

  private static OutOfMemoryError refusal(String limit, long allowed, long wanted, long held) {
    return new OutOfMemoryError(
        String.format(
            Locale.ROOT,
            "ND4J's arrays: %,d bytes on top of the %,d held exceed the limit %s of %,d",
            wanted,
            held,
            limit,
            allowed));
  }
}
