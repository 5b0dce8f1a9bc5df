package dev.polysweep.engine.cuda.sae;

import dev.polysweep.engine.cuda.gpu.DeviceMemory;
import dev.polysweep.engine.cuda.gpu.Kernel;
import dev.polysweep.engine.cuda.gpu.Queue;
import dev.polysweep.engine.sae.SaeCodes;
import java.util.Arrays;

/** Brings the entries of a forward pass to the host, and decodes codes on the device. */
final class SaeCodesReader {

  private static final int THREADS = 128;

  private final Queue queue;
  private final DeviceMemory memory;
  private final SaeArrays arrays;
  private final DeviceMemory.Growing starts;
  private final DeviceMemory.Growing entries;
  private final DeviceMemory.Growing decoded;

  SaeCodesReader(Queue queue, DeviceMemory memory, SaeArrays arrays) {
    this.queue = queue;
    this.memory = memory;
    this.arrays = arrays;
    starts = memory.new Growing();
    entries = memory.new Growing();
    decoded = memory.new Growing();
  }

  /**
   * The latents' activations of the last forward pass, outside training.
   *
   * @param summed whether they are the sum of all rounds' entries; otherwise they are those of the
   *     last round
   */
  SaeCodes read(SaeTerms terms, boolean summed, int rows) {
    if (!summed) {
      return read(terms.main(), terms.records(false), rows);
    }
    SaeCodes[] rounds = new SaeCodes[terms.rounds()];
    for (int round = 0; round < rounds.length; round++) {
      rounds[round] = read(terms.round(round), terms.record(round, false), rows);
    }
    int[] start = new int[rows + 1];
    int[] latent = new int[Arrays.stream(rounds).mapToInt(SaeCodes::entries).sum()];
    float[] value = new float[latent.length];
    int size = 0;
    for (int s = 0; s < rows; s++) {
      for (SaeCodes round : rounds) {
        for (int j = round.start()[s]; j < round.start()[s + 1]; j++) {
          size = insert(latent, value, start[s], size, round.latent()[j], round.value()[j]);
        }
      }
      start[s + 1] = size;
    }
    return new SaeCodes(
        rows, arrays.shape.dSae(), start, Arrays.copyOf(latent, size), Arrays.copyOf(value, size));
  }

  /** Adds an entry to those from {@code from} on, which are ascending and different latents. */
  private static int insert(int[] latent, float[] value, int from, int size, int f, float a) {
    int at = size;
    while (at > from && latent[at - 1] > f) {
      at--;
    }
    if (at > from && latent[at - 1] == f) {
      value[at - 1] += a;
      return size;
    }
    System.arraycopy(latent, at, latent, at + 1, size - at);
    System.arraycopy(value, at, value, at + 1, size - at);
    latent[at] = f;
    value[at] = a;
    return size + 1;
  }

  /**
   * The entries of some samples.
   *
   * @param term the address of the record that holds them
   */
  SaeCodes read(SaeTerm of, long term, int rows) {
    int[] start = new int[rows + 1];
    int[] count = new int[rows];
    memory.read(of.counts(), count);
    for (int s = 0; s < rows; s++) {
      start[s + 1] = Math.addExact(start[s], count[s]);
    }
    int total = start[rows];
    int[] latent = new int[total];
    float[] value = new float[total];
    if (total > 0) {
      long startsAt = starts.atLeast((long) start.length * Integer.BYTES);
      memory.write(start, startsAt);
      long latentAt = entries.atLeast(2L * total * Integer.BYTES);
      long valueAt = latentAt + (long) total * Integer.BYTES;
      queue.launch(Kernel.SAE_PACK, rows, THREADS, 0, term, startsAt, latentAt, valueAt);
      memory.read(latentAt, latent);
      memory.read(valueAt, value);
    }
    return new SaeCodes(rows, arrays.shape.dSae(), start, latent, value);
  }

  /**
   * Decodes codes.
   *
   * @param from first sample
   * @param rows number of samples
   * @param out receives {@code [rows][dIn]} from the sample's place on
   */
  void decode(SaeCodes codes, int from, int rows, float[] out) {
    int first = codes.start()[from];
    int total = codes.start()[from + rows] - first;
    int[] start = new int[rows + 1];
    for (int s = 0; s <= rows; s++) {
      start[s] = codes.start()[from + s] - first;
    }
    long startsAt = starts.atLeast((long) start.length * Integer.BYTES);
    memory.write(start, startsAt);
    long latentAt = entries.atLeast(2L * total * Integer.BYTES);
    long valueAt = latentAt + (long) total * Integer.BYTES;
    memory.write(Arrays.copyOfRange(codes.latent(), first, first + total), latentAt);
    memory.write(Arrays.copyOfRange(codes.value(), first, first + total), valueAt);
    int dIn = arrays.shape.dIn();
    long outAt = decoded.atLeast((long) rows * dIn * Float.BYTES);
    queue.launch(
        Kernel.SAE_DECODE, rows, THREADS, 0, arrays.record, startsAt, latentAt, valueAt, outAt);
    float[] part = new float[rows * dIn];
    memory.read(outAt, part);
    System.arraycopy(part, 0, out, from * dIn, part.length);
  }
}
