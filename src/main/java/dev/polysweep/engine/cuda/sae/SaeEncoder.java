package dev.polysweep.engine.cuda.sae;

import dev.polysweep.engine.cuda.gpu.DeviceMemory;
import dev.polysweep.engine.cuda.gpu.Kernel;
import dev.polysweep.engine.cuda.gpu.Queue;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeIteration;
import dev.polysweep.engine.sae.SaeSelection;
import java.util.function.IntFunction;

/**
 * The launches of the encoder: the centred batch, and in each round the product and its entries.
 */
final class SaeEncoder {

  /** Steps whose smallest kept activations are remembered. */
  static final int REMEMBERED = 4096;

  /** Bytes of what is known of a batch's largest activations, with a histogram at their end. */
  static final int RANK_BYTES = 32 + 2048 * Long.BYTES;

  private static final int CANDIDATES = 1024;
  private static final int SQUARE = 32;
  private static final int SQUARE_BYTES = SQUARE * (SQUARE + 1) * Float.BYTES;
  private static final int COUNTING_BLOCKS = 528;

  private final Queue queue;
  private final DeviceMemory memory;
  private final SaeArrays arrays;
  private final SaeShape shape;
  private final SaeTerms terms;
  private final SaeTuning tuning;
  private final SaeIteration iteration;
  private final DeviceMemory.Growing quotas;
  private final long ranks;
  private final long remembered;
  private boolean fresh;

  SaeEncoder(
      Queue queue,
      DeviceMemory memory,
      SaeArrays arrays,
      SaeTerms terms,
      SaeIteration iteration,
      SaeTuning tuning) {
    this.queue = queue;
    this.memory = memory;
    this.arrays = arrays;
    this.terms = terms;
    this.tuning = tuning;
    this.iteration = iteration;
    shape = arrays.shape;
    quotas = memory.new Growing();
    ranks = memory.allocate((long) terms.rounds() * RANK_BYTES);
    memory.clear(ranks, (long) terms.rounds() * RANK_BYTES);
    remembered = memory.allocate((long) REMEMBERED * terms.rounds() * Float.BYTES);
  }

  /** Tells that the weights have changed. */
  void changed() {
    fresh = false;
  }

  /** Makes the weights ready for the forward pass. */
  void refresh() {
    if (fresh) {
      return;
    }
    if (arrays.norm != 0 || arrays.threshold != 0) {
      queue.launch(Kernel.SAE_VIEW, shape.dSae(), 64, 16 * Float.BYTES, arrays.record);
    }
    int squares = shape.width() / SQUARE * (shape.stride() / SQUARE);
    queue.launch(Kernel.SAE_TURN, squares, 256, SQUARE_BYTES, arrays.record);
    fresh = true;
  }

  /** The most entries that a selection makes of a sample. */
  int capacity(SaeSelection selection) {
    return selection instanceof SaeSelection.Largest largest
        ? Math.min(shape.dSae(), largest.k())
        : shape.dSae();
  }

  /**
   * Encodes samples, for whom there is room.
   *
   * @param batch {@code [rows][dIn]}
   * @param selection rule of each round
   * @param training whether a backward pass follows
   * @param step number of the step, whose smallest kept activations are remembered in training
   */
  void encode(
      long batch,
      int rows,
      SaeArchitecture now,
      IntFunction<SaeSelection> selection,
      boolean training,
      int step) {
    refresh();
    int padded = SaeShape.padded(rows);
    int squares = padded / SQUARE * (shape.stride() / SQUARE);
    queue.launch(
        Kernel.SAE_CENTRE,
        squares,
        256,
        SQUARE_BYTES,
        arrays.record,
        batch,
        terms.input(0),
        terms.across(),
        rows,
        padded);
    for (int round = 0; round < terms.rounds(); round++) {
      if (round > 0) {
        queue.launch(
            Kernel.SAE_ACROSS,
            squares,
            256,
            SQUARE_BYTES,
            arrays.record,
            terms.input(round),
            terms.across(),
            rows,
            padded);
      }
      tuning
          .tiling()
          .launch(
              queue,
              terms.across(),
              padded,
              arrays.across,
              shape.width(),
              arrays.viewBias,
              terms.z(round),
              terms.peaks(round),
              shape.dIn());
      select(round, rows, now, selection.apply(round), training, step);
      if (round < terms.rounds() - 1 || iteration.summed()) {
        queue.launch(
            Kernel.SAE_ADVANCE,
            rows,
            tuning.reconstructing(),
            0,
            arrays.record,
            terms.record(round, training),
            terms.input(0),
            terms.input(round + 1),
            SaeRule.bits((float) iteration.input()),
            SaeRule.bits((float) -iteration.residual()));
      }
    }
  }

  private void select(
      int round, int rows, SaeArchitecture now, SaeSelection rule, boolean training, int step) {
    SaeRule.Selection how = SaeRule.select(now, rule);
    long rank = ranks + (long) round * RANK_BYTES;
    long quotasAt = quotas.atLeast((long) terms.rows() * Integer.BYTES);
    if (how.rule() == SaeRule.OF_BATCH) {
      long place = (long) (step % REMEMBERED) * terms.rounds() + round;
      long least = training ? remembered + place * Float.BYTES : 0;
      rank(round, rows, rule.keptOfBatch(rows), rank, least, quotasAt);
    }
    int threads = tuning.selecting(how);
    queue.launch(
        Kernel.SAE_SELECT,
        rows,
        threads,
        (threads + 4 + 3 * CANDIDATES) * Float.BYTES,
        arrays.record,
        terms.record(round, training),
        terms.peaks(round),
        how.rule(),
        how.setting(),
        rank,
        quotasAt);
  }

  /** Finds the smallest activation that is kept of a batch. */
  private void rank(int round, int rows, long wanted, long rank, long least, long quotasAt) {
    int blocks = Math.min(rows, COUNTING_BLOCKS);
    int bytes = 2048 * Integer.BYTES;
    for (int digit = 0; digit < 3; digit++) {
      for (int repeat = 0; repeat <= (digit == 0 ? 1 : 0); repeat++) {
        queue.launch(
            Kernel.SAE_COUNT_DIGITS,
            blocks,
            512,
            bytes,
            arrays.record,
            terms.z(round),
            terms.peaks(round),
            rank,
            rows,
            digit,
            repeat);
        queue.launch(
            Kernel.SAE_FIND_DIGIT, 1, 128, 128 * Long.BYTES, rank, wanted, digit, repeat, least);
      }
    }
    queue.launch(
        Kernel.SAE_COUNT_EQUAL,
        rows,
        128,
        Integer.BYTES,
        arrays.record,
        terms.z(round),
        terms.peaks(round),
        rank,
        quotasAt);
    queue.launch(Kernel.SAE_SHARE_QUOTA, 1, 512, 512 * Long.BYTES, rank, quotasAt, rows);
  }

  /** The smallest activations that the last steps kept, {@code [REMEMBERED][rounds]}. */
  float[] remembered() {
    float[] all = new float[REMEMBERED * terms.rounds()];
    memory.read(remembered, all);
    return all;
  }
}
