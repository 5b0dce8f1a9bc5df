package dev.polysweep.engine.cuda.gpu;

import java.nio.ByteBuffer;

/**
 * Work for a device, which is done in the order in which it is given. Work of several queues may be
 * done at the same time. A queue is used by one thread at a time. Addresses are those of the
 * device; buffers are direct and in the byte order of the machine, and their content from position
 * to limit is what is copied.
 *
 * <p>Every method may throw {@link dev.polysweep.engine.DeviceFailedException}, also for a failure
 * of work that was given earlier.
 */
public interface Queue extends AutoCloseable {

  /**
   * Allocates memory of the device.
   *
   * @throws OutOfMemoryError if the device has not as much left
   */
  long allocate(long bytes);

  /** Frees memory that {@link #allocate} has returned. */
  void free(long address);

  /** Copies a buffer to the device. The buffer may be changed when the call returns. */
  void upload(ByteBuffer from, long to);

  /** A buffer whose content goes to the device ahead of its use, which nobody waits for. */
  interface Staging extends AutoCloseable {

    /** The buffer, of any content, once what was last sent from it has arrived. */
    ByteBuffer buffer();

    /** Starts to copy the buffer from its begin to its limit to the device. */
    void send(long to);

    @Override
    void close();
  }

  /** A buffer for so many bytes, from which copies are started in the order of the other work. */
  default Staging staging(int bytes) {
    ByteBuffer buffer = DeviceMemory.buffer(bytes);
    return new Staging() {
      @Override
      public ByteBuffer buffer() {
        return buffer.clear();
      }

      @Override
      public void send(long to) {
        upload(buffer.rewind(), to);
      }

      @Override
      public void close() {}
    };
  }

  /** Copies from the device into a buffer, and waits until that is done. */
  void download(long from, ByteBuffer to);

  /**
   * Starts a kernel.
   *
   * @param sharedBytes shared memory of each block
   * @param arguments the kernel's arguments, each an address or a whole number
   */
  void launch(Kernel kernel, int blocks, int threads, int sharedBytes, long... arguments);

  /** Gives the queue back. Memory that was not freed stays allocated. */
  @Override
  void close();
}
