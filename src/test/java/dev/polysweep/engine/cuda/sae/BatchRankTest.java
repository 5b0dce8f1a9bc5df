package dev.polysweep.engine.cuda.sae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polysweep.engine.cuda.CpuBuild;
import dev.polysweep.engine.cuda.gpu.DeviceMemory;
import dev.polysweep.engine.cuda.gpu.Kernel;
import dev.polysweep.engine.cuda.gpu.Queue;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** A batch may have more positive activations than an int can count. */
class BatchRankTest {

  private static final int QUOTA_AT = 16;
  private static final int LEAST_AT = 28;
  private static final int HISTOGRAM_AT = 32;
  private static final long MANY = 4_000_000_000L;

  @Test
  void countsBeyondAnIntAreRight() {
    CpuBuild.require();
    Queue queue = new CpuBuild(CpuBuild.H100).open();
    try (DeviceMemory memory = new DeviceMemory(queue)) {
      long rank = memory.allocate(DeviceMemory.buffer(SaeEncoder.RANK_BYTES));
      int[] digits = {900, 77, 5};
      for (int digit = 0; digit < 3; digit++) {
        ByteBuffer counts = DeviceMemory.buffer(2 * Long.BYTES);
        counts.putLong(MANY).putLong(digit == 0 ? MANY : 0).flip();
        memory.write(counts, rank + HISTOGRAM_AT + (long) digits[digit] * Long.BYTES);
        // the wanted one is beyond the four thousand million of the first digit's next bin
        queue.launch(
            Kernel.SAE_FIND_DIGIT,
            1,
            128,
            128 * Long.BYTES,
            rank,
            MANY + 3_000_000_000L,
            digit,
            0,
            0);
      }
      ByteBuffer found = DeviceMemory.buffer(HISTOGRAM_AT);
      queue.download(rank, found);
      assertEquals(3_000_000_000L, found.getLong(QUOTA_AT));
      assertEquals(900 << 20 | 77 << 9 | 5, Float.floatToIntBits(found.getFloat(LEAST_AT)));

      int[] quotas = {2_000_000_000, 2_000_000_000, 7};
      long quotasAt = memory.allocate((long) quotas.length * Integer.BYTES);
      memory.write(quotas, quotasAt);
      queue.launch(Kernel.SAE_SHARE_QUOTA, 1, 32, 32 * Long.BYTES, rank, quotasAt, quotas.length);
      memory.read(quotasAt, quotas);
      assertArrayEquals(new int[] {2_000_000_000, 1_000_000_000, 0}, quotas);
    } finally {
      queue.close();
    }
  }
}
