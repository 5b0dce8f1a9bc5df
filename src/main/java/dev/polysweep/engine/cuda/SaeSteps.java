package dev.polysweep.engine.cuda;

import dev.polysweep.engine.sae.AuxK;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaePlan;
import dev.polysweep.engine.sae.SaeSelection;
import java.nio.ByteBuffer;

/**
 * The launches of an autoencoder's training step, in their order. None of them waits for the host.
 * The kernels' own comments say what each does.
 */
final class SaeSteps {

  /** Selections of a step whose smallest activation is remembered. */
  static final int REMEMBERED = 4096;

  private static final int RANK_BYTES = 32 + 2048 * Integer.BYTES;
  private static final int CANDIDATES = 1024;
  private static final int HELD = 512;
  private static final int SELECTING = 256;
  private static final int SUMMING = 64;
  private static final int WIDEST = 512;
  private static final int SQUARE = 32;
  private static final int SQUARE_BYTES = SQUARE * (SQUARE + 1) * Float.BYTES;
  private static final int ROWS_BYTES = (16 * 64 + 4) * Float.BYTES;
  private static final int COUNTING_BLOCKS = 528;

  private static final int WHOLE = 0;
  private static final int GRADIENTS = 1;
  private static final int STEPS = 2;

  private final Queue queue;
  private final DeviceMemory memory;
  private final SaePlan plan;
  private final SaeArrays arrays;
  private final SaeShape shape;
  private final SaeTiling tiling;
  private final SaeTerm main;
  private final SaeTerm aux; // or null
  private final DeviceMemory.Growing inputs;
  private final DeviceMemory.Growing products;
  private final DeviceMemory.Growing quotas;
  private final long terms;
  private final long evaluation;
  private final long rank;
  private final long remembered;
  private final int lane;
  private int placed;
  private int placedCapacity;
  private boolean fresh;

  SaeSteps(Queue queue, DeviceMemory memory, SaePlan plan, SaeArrays arrays, SaeTiling tiling) {
    this.queue = queue;
    this.memory = memory;
    this.plan = plan;
    this.arrays = arrays;
    this.tiling = tiling;
    shape = arrays.shape;
    AuxK auxK = plan.architecture().aux();
    main = new SaeTerm(memory, shape, plan.architecture().learnsThresholds(), false);
    aux = auxK.k() > 0 ? new SaeTerm(memory, shape, false, auxK.signed()) : null;
    inputs = memory.new Growing();
    products = memory.new Growing();
    quotas = memory.new Growing();
    terms = memory.allocate(2 * SaeTerm.BYTES);
    evaluation = memory.allocate(SaeTerm.BYTES);
    rank = memory.allocate(RANK_BYTES);
    memory.clear(rank, RANK_BYTES);
    remembered = memory.allocate((long) REMEMBERED * Float.BYTES);
    lane = Math.max(32, Math.min(256, (shape.stride() / 4 + 31) / 32 * 32));
  }

  /** The entries of the last forward pass. */
  SaeTerm main() {
    return main;
  }

  /** The entries of dead latents, or null. */
  SaeTerm aux() {
    return aux;
  }

  /** The address of the record of {@link #main} outside training. */
  long evaluation() {
    return evaluation;
  }

  /** The centred inputs of the last forward pass, {@code [rows][stride]}. */
  long centred() {
    return inputs.atLeast(0);
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
      queue.launch(Kernel.SAE_VIEW, shape.dSae(), SUMMING, 16 * Float.BYTES, arrays.record);
    }
    int squares = shape.width() / SQUARE * (shape.stride() / SQUARE);
    queue.launch(Kernel.SAE_TURN, squares, 256, SQUARE_BYTES, arrays.record);
    fresh = true;
  }

  /** The most entries that a selection makes of a sample. */
  private int capacity(SaeRule.Selection how) {
    return how.rule() == SaeRule.LARGEST
        ? (int) Math.min(shape.dSae(), how.setting())
        : shape.dSae();
  }

  private void place(int rows, int capacity) {
    int padded = SaeShape.padded(rows);
    if (padded <= placed && capacity <= placedCapacity) {
      return;
    }
    placed = Math.max(placed, padded);
    placedCapacity = Math.max(placedCapacity, capacity);
    long x = inputs.atLeast(2 * shape.row(placed));
    long z = products.atLeast(shape.latents(placed));
    quotas.atLeast((long) placed * Integer.BYTES);
    boolean cut = cuts();
    ByteBuffer to = DeviceMemory.buffer(2 * SaeTerm.BYTES);
    main.place(placed, placedCapacity, x, z, true, cut, to);
    if (aux != null) {
      int k = Math.min(plan.architecture().aux().k(), shape.dSae());
      aux.place(placed, k, x, z, true, false, to);
    }
    memory.write(to.flip(), terms);
    to.clear();
    main.place(placed, placedCapacity, x, z, false, cut, to);
    memory.write(to.flip(), evaluation);
  }

  private boolean cuts() {
    return plan.architecture().training() instanceof SaeSelection.AboveThreshold;
  }

  /**
   * Encodes samples.
   *
   * @param batch {@code [rows][dIn]}
   * @param training whether a backward pass follows
   * @param step number of the step, whose smallest kept activation is remembered
   */
  void encode(
      long batch, int rows, SaeArchitecture now, SaeSelection rule, boolean training, int step) {
    SaeRule.Selection how = SaeRule.select(now, rule);
    place(rows, capacity(how));
    refresh();
    int padded = SaeShape.padded(rows);
    long x = inputs.atLeast(0);
    long xAcross = x + shape.row(placed);
    queue.launch(
        Kernel.SAE_CENTRE,
        padded / SQUARE * (shape.stride() / SQUARE),
        256,
        SQUARE_BYTES,
        arrays.record,
        batch,
        x,
        xAcross,
        rows,
        padded);
    long z = products.atLeast(0);
    tiling.launch(
        queue, xAcross, padded, arrays.across, shape.width(), arrays.viewBias, z, shape.dIn());
    if (how.rule() == SaeRule.OF_BATCH) {
      rank(z, rows, rule.keptOfBatch(rows), training ? step : -1);
    }
    queue.launch(
        Kernel.SAE_SELECT,
        rows,
        SELECTING,
        Math.max(SELECTING + 4 + 3 * CANDIDATES, 2 * SELECTING) * Float.BYTES,
        arrays.record,
        training ? terms : evaluation,
        how.rule(),
        how.setting(),
        rank,
        quotas.atLeast(0));
  }

  /** Finds the smallest activation that is kept of a batch. */
  private void rank(long z, int rows, long wanted, int step) {
    int blocks = Math.min(rows, COUNTING_BLOCKS);
    int bytes = 2048 * Integer.BYTES;
    long least = step < 0 ? 0 : remembered + (long) (step % REMEMBERED) * Float.BYTES;
    for (int digit = 0; digit < 3; digit++) {
      for (int repeat = 0; repeat <= (digit == 0 ? 1 : 0); repeat++) {
        queue.launch(
            Kernel.SAE_COUNT_DIGITS,
            blocks,
            512,
            bytes,
            arrays.record,
            z,
            rank,
            rows,
            digit,
            repeat);
        queue.launch(
            Kernel.SAE_FIND_DIGIT, 1, 128, 128 * Integer.BYTES, rank, wanted, digit, repeat, least);
      }
    }
    queue.launch(
        Kernel.SAE_SHARE_QUOTA, 1, WIDEST, 0, arrays.record, z, rank, quotas.atLeast(0), rows);
  }

  /** The smallest activations that the last steps kept, by the number of the step. */
  float[] remembered() {
    float[] all = new float[REMEMBERED];
    memory.read(remembered, all);
    return all;
  }

  /**
   * Reconstructs the samples and computes the gradients of entries.
   *
   * @param step number of the step, from 0
   */
  void reconstruct(int rows, SaeRule rule, double coefficient, boolean training, int step) {
    queue.launch(
        Kernel.SAE_RECONSTRUCT,
        rows,
        lane,
        2 * (int) shape.row(1) + ROWS_BYTES,
        arrays.record,
        training ? terms : evaluation,
        rule.gate(),
        SaeRule.bits(rule.bandwidth()),
        SaeRule.bits((float) (coefficient / rows)),
        SaeRule.bits(2f / rows),
        step + 1);
  }

  /** Lets dead latents reconstruct the error. */
  void wake(int rows, AuxK how) {
    queue.launch(Kernel.SAE_LIST_DEAD, 1, WIDEST, WIDEST * Integer.BYTES, arrays.record);
    queue.launch(
        Kernel.SAE_WAKE,
        rows,
        lane,
        Math.max(2 * (int) shape.row(1) + ROWS_BYTES, (36 + 2 * lane) * Integer.BYTES),
        arrays.record,
        terms + SaeTerm.BYTES,
        main.outputs(),
        how.k(),
        SaeRule.bits(-0.5f * rows),
        SaeRule.bits(how.coefficient()),
        rows);
  }

  /**
   * Computes the gradients and takes the optimiser's step.
   *
   * @param step number of the step, from 0
   * @param started whether frequencies are known from earlier batches
   */
  void learn(int rows, int step, boolean started) {
    int count = aux == null ? 1 : 2;
    arrays.correct(step + 1);
    long rate = SaeRule.bits(plan.optimizer().rate(step));
    boolean clips = plan.constraints().clip() > 0;
    queue.launch(
        Kernel.SAE_SUM_GRADIENTS,
        shape.dSae(),
        SUMMING,
        (SUMMING + 3 * HELD) * Float.BYTES,
        arrays.record,
        terms,
        count,
        1,
        rows);
    queue.launch(
        Kernel.SAE_DECODER_BIAS,
        shape.stride() / SQUARE,
        WIDEST,
        16 * SQUARE * Float.BYTES,
        arrays.record,
        terms,
        rows);
    if (clips) {
      learn(rows, count, GRADIENTS, started, rate);
      int blocks = (shape.dSae() + 35) / 36;
      queue.launch(
          Kernel.SAE_CLIP_FACTOR,
          1,
          WIDEST,
          16 * Float.BYTES + blocks * Double.BYTES,
          arrays.record,
          SaeRule.bits(plan.constraints().clip()),
          arrays.gradientNorm);
    }
    learn(rows, count, clips ? STEPS : WHOLE, started, rate);
    queue.launch(Kernel.SAE_UPDATE_DECODER_BIAS, 1, WIDEST, 0, arrays.record, rate, clips ? 1 : 0);
    fresh = false;
  }

  private void learn(int rows, int count, int part, boolean started, long rate) {
    queue.launch(
        Kernel.SAE_LEARN,
        shape.dSae(),
        lane,
        2 * (int) shape.row(1) + (16 + lane + 3 * HELD) * Float.BYTES,
        arrays.record,
        terms,
        count,
        1,
        rows,
        part,
        started ? 1 : 0,
        rate);
  }
}
