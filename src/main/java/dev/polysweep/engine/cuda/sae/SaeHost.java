package dev.polysweep.engine.cuda.sae;

import dev.polysweep.engine.cuda.gpu.DeviceMemory;
import dev.polysweep.engine.cuda.gpu.Kernel;
import dev.polysweep.engine.cuda.gpu.Queue;
import dev.polysweep.engine.sae.ActiveLatents;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.engine.sae.SaeStep;

/**
 * What the host does of a step of an architecture whose gradients and penalties no kernel knows: it
 * runs the architecture's own loops on the entries of the batch.
 */
final class SaeHost {

  private final Queue queue;
  private final DeviceMemory memory;
  private final SaeArrays arrays;
  private final SaeTerms terms;
  private final SaeCodesReader reader;
  private final DeviceMemory.Growing place;
  private final boolean gates;
  private ActiveLatents entries;
  private int rows;

  SaeHost(
      Queue queue,
      DeviceMemory memory,
      SaeArrays arrays,
      SaeTerms terms,
      SaeCodesReader reader,
      boolean gates) {
    this.queue = queue;
    this.memory = memory;
    this.arrays = arrays;
    this.terms = terms;
    this.reader = reader;
    this.gates = gates;
    place = memory.new Growing();
  }

  /**
   * Turns the gradients of activations into those of pre-activations, and computes the penalties.
   *
   * @param slope the penalty's coefficient divided by the number of samples
   */
  void gate(SaeArchitecture now, int samples, float slope, boolean training) {
    rows = samples;
    long term = terms.records(training);
    SaeCodes codes = reader.read(terms.main(), term, rows);
    int n = codes.entries();
    entries = new ActiveLatents(rows);
    entries.reserve(Math.max(1, n));
    System.arraycopy(codes.start(), 0, entries.start, 0, rows + 1);
    System.arraycopy(codes.latent(), 0, entries.latent, 0, n);
    System.arraycopy(codes.value(), 0, entries.act, 0, n);
    long startsAt = place.atLeast((rows + 1L + 2L * n) * Float.BYTES);
    long gradAt = startsAt + (rows + 1L) * Integer.BYTES;
    long gateAt = gates ? gradAt + (long) n * Float.BYTES : 0;
    memory.write(codes.start(), startsAt);
    queue.launch(
        Kernel.SAE_PACK_GRADIENTS, rows, 128, 0, arrays.record, term, startsAt, gradAt, gateAt);
    copy(gradAt, entries.grad, n, false);
    if (gates) {
      copy(gateAt, entries.gate, n, false);
    }
    float[] penalty = new float[rows];
    int[] active = new int[rows];
    for (int s = 0; s < rows; s++) {
      penalty[s] = now.penalty(entries, entries.start[s], entries.start[s + 1]);
      for (int j = entries.start[s]; j < entries.start[s + 1]; j++) {
        active[s] += entries.act[j] > 0 ? 1 : 0;
      }
    }
    memory.write(penalty, terms.main().penalties());
    memory.write(active, terms.main().actives());
    float[] threshold = null;
    if (gates) {
      threshold = new float[arrays.shape.dSae()];
      memory.read(arrays.threshold, threshold);
    }
    now.gate(entries, n, slope, threshold);
    copy(gradAt, entries.grad, n, true);
    if (gates) {
      copy(gateAt, entries.gate, n, true);
    }
    queue.launch(
        Kernel.SAE_TAKE_GRADIENTS, rows, 128, 0, arrays.record, term, startsAt, gradAt, gateAt);
  }

  private void copy(long at, float[] values, int n, boolean there) {
    float[] part = java.util.Arrays.copyOf(values, n);
    if (there) {
      memory.write(part, at);
    } else {
      memory.read(at, part);
      System.arraycopy(part, 0, values, 0, n);
    }
  }

  /** What the architecture may learn of the step whose entries are there. */
  SaeStep facts(int step) {
    return new SaeStep() {
      @Override
      public int number() {
        return step;
      }

      @Override
      public float least(int round) {
        return 0;
      }

      @Override
      public double mean(SampleSum sum) {
        double total = 0;
        for (int s = 0; s < rows; s++) {
          total += sum.of(entries, entries.start[s], entries.start[s + 1]);
        }
        return total / rows;
      }
    };
  }
}
