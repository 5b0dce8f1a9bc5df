package dev.polysweep.engine.cuda.sae;

import dev.polysweep.engine.cuda.gpu.DeviceMemory;
import dev.polysweep.engine.cuda.gpu.Queue;
import dev.polysweep.math.Matrix;
import java.nio.ByteBuffer;

/**
 * The way of batches to the device. Two are on it in turn, so that the host fills one while the
 * device still trains on the other.
 */
final class SaeBatchFeed implements AutoCloseable {

  private final Queue queue;
  private final DeviceMemory memory;
  private final Slot[] slots;
  private int next;

  SaeBatchFeed(Queue queue, DeviceMemory memory) {
    this.queue = queue;
    this.memory = memory;
    slots = new Slot[] {new Slot(), new Slot()};
  }

  /** Room for a batch here and there. */
  private final class Slot {
    private final DeviceMemory.Growing there = memory.new Growing();
    private Queue.Staging here;
    private int room;

    long put(Matrix x) {
      int bytes = Math.multiplyExact(x.data().length, Float.BYTES);
      if (room < bytes) {
        close();
        here = queue.staging(bytes);
        room = bytes;
      }
      ByteBuffer buffer = here.buffer();
      buffer.limit(bytes).asFloatBuffer().put(x.data());
      long at = there.atLeast(bytes);
      here.send(at);
      return at;
    }

    void close() {
      if (here != null) {
        here.close();
        here = null;
        room = 0;
      }
    }
  }

  /** Sends a batch, and returns its address, which holds it until two more were sent. */
  long put(Matrix x) {
    next = 1 - next;
    return slots[next].put(x);
  }

  @Override
  public void close() {
    for (Slot slot : slots) {
      slot.close();
    }
  }
}
