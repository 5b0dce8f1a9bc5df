package dev.polysweep.engine.cuda.sae;

import dev.polysweep.engine.cuda.gpu.DeviceMemory;
import dev.polysweep.engine.cuda.gpu.Kernel;
import dev.polysweep.engine.cuda.gpu.Queue;
import dev.polysweep.engine.sae.AuxK;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeIteration;
import dev.polysweep.engine.sae.SaeNesting;
import dev.polysweep.engine.sae.SaePlan;

/**
 * The launches of an autoencoder's training step after the encoder: reconstruction, gradients, and
 * the update. The kernels' own comments say what each does.
 */
final class SaeSteps {

  private static final int HELD = 256;
  private static final int SUMMING = 64;
  private static final int WIDEST = 512;
  private static final int BIASES = 8;
  private static final int DOTS_BYTES = (16 * 64 + 4) * Float.BYTES;

  private static final int WHOLE = 0;
  private static final int GRADIENTS = 1;
  private static final int STEPS = 2;

  private final Queue queue;
  private final SaePlan plan;
  private final SaeArrays arrays;
  private final SaeShape shape;
  private final SaeTerms terms;
  private final SaeIteration iteration;
  private final DeviceMemory.Growing byInput;
  private final DeviceMemory.Growing lossGrad;
  private final long inverse;
  private final int threads;
  private final int learning;
  private final int row;

  SaeSteps(
      Queue queue,
      DeviceMemory memory,
      SaePlan plan,
      SaeArrays arrays,
      SaeTerms terms,
      SaeTuning tuning) {
    this.queue = queue;
    this.plan = plan;
    this.arrays = arrays;
    this.terms = terms;
    shape = arrays.shape;
    iteration = plan.architecture().iteration();
    byInput = memory.new Growing();
    lossGrad = memory.new Growing();
    inverse = arrays.gram == 0 ? 0 : memory.allocate((long) shape.dSae() * Float.BYTES);
    threads = tuning.reconstructing();
    learning = tuning.learning();
    row = Math.toIntExact(shape.row(1));
  }

  /** The most bytes of shared memory that a kernel needs for a plan. */
  static long sharedMemory(SaePlan plan) {
    SaeShape shape = new SaeShape(plan.dIn(), plan.dSae());
    long rows = 3 * shape.row(1) + Math.max(DOTS_BYTES, (16 + WIDEST + 3 * HELD) * Float.BYTES);
    long clip = 16 * Float.BYTES + ((long) plan.dSae() + 35) / 36 * Double.BYTES;
    return Math.max(rows, clip);
  }

  /** Whether the gradient passes through several rounds. */
  private boolean unrolls() {
    return iteration.rounds() > 1 || iteration.summed();
  }

  /**
   * Reconstructs the samples and computes the gradients of entries, of an architecture with one
   * level whose samples count alike.
   *
   * @param training whether a backward pass follows
   * @param step number of the step, from 0
   */
  void reconstruct(int rows, SaeRule rule, double coefficient, boolean training, int step) {
    queue.launch(
        Kernel.SAE_RECONSTRUCT,
        rows,
        threads,
        2 * row + DOTS_BYTES,
        arrays.record,
        terms.records(training),
        terms.input(0),
        rule.gate(),
        SaeRule.bits(rule.bandwidth()),
        SaeRule.bits((float) (coefficient / rows)),
        SaeRule.bits(2f / rows),
        step + 1);
  }

  /** Computes the loss of a pursuit and its gradient. */
  void pursue(int rows, boolean training, int step) {
    queue.launch(
        Kernel.SAE_PURSUE,
        rows,
        threads,
        16 * Float.BYTES,
        arrays.record,
        terms.records(training),
        terms.rounds(),
        terms.input(terms.rounds()),
        lossGrad.atLeast(shape.row(terms.rows())),
        SaeRule.bits(-2f / rows),
        step + 1);
  }

  /** Computes the errors of all levels. */
  void nest(int rows, SaeLevels levels, boolean training, int step) {
    queue.launch(
        Kernel.SAE_NEST,
        rows,
        threads,
        16 * Float.BYTES,
        arrays.record,
        terms.records(training),
        terms.input(0),
        levels.count(),
        levels.squared(),
        terms.rows(),
        step + 1);
  }

  /**
   * Computes the gradients of all levels.
   *
   * @param shares address of the samples' weights, or 0
   */
  void nestGradients(
      int rows, SaeLevels levels, long shares, SaeRule rule, double coefficient, boolean training) {
    queue.launch(
        Kernel.SAE_NEST_GRADIENTS,
        rows,
        threads,
        row + DOTS_BYTES,
        arrays.record,
        terms.records(training),
        levels.count(),
        levels.weight(),
        shares,
        terms.rows(),
        rows,
        levels.detached() ? 1 : 0,
        rule.gate(),
        SaeRule.bits(rule.bandwidth()),
        SaeRule.bits((float) (coefficient / rows)));
  }

  /**
   * Lets a group of dead latents reconstruct the error.
   *
   * @param level address of the levels of latents, if the group is the dead ones of one level
   * @param error address of the row of each sample that is times factor the error
   */
  void wake(int rows, AuxK how, int group, long level, long error, float factor) {
    queue.launch(
        Kernel.SAE_LIST_DEAD, 1, WIDEST, WIDEST * Integer.BYTES, arrays.record, level, group);
    queue.launch(
        Kernel.SAE_WAKE,
        rows,
        threads,
        Math.max(2 * row + DOTS_BYTES, (36 + 2 * threads) * Integer.BYTES),
        arrays.record,
        terms.groupRecord(group),
        error,
        how.k(),
        SaeRule.bits(factor),
        SaeRule.bits(how.coefficient()),
        rows);
  }

  /** The number of groups of dead latents in a step. */
  static int groups(SaeArchitecture now, SaeNesting nesting) {
    return now.aux().k() == 0 ? 0 : nesting != null && nesting.auxByLevel() ? nesting.levels() : 1;
  }

  /** Passes the gradients through the rounds. */
  void unroll(int rows, int groups) {
    if (!unrolls()) {
      return;
    }
    queue.launch(
        Kernel.SAE_UNROLL,
        rows,
        threads,
        3 * row + DOTS_BYTES,
        arrays.record,
        terms.records(true),
        terms.rounds(),
        groups,
        iteration.summed() ? lossGrad.atLeast(0) : 0,
        byInput.atLeast(shape.row(terms.rows())),
        SaeRule.bits((float) iteration.input()),
        SaeRule.bits((float) -iteration.residual()));
  }

  /**
   * Computes the gradients and takes the optimiser's step.
   *
   * @param step number of the step, from 0
   * @param groups number of groups of dead latents
   * @param started whether frequencies are known from earlier batches
   */
  void learn(int rows, int step, int groups, boolean started) {
    int count = terms.rounds() + groups;
    arrays.correct(step + 1);
    long rate = SaeRule.bits(plan.optimizer().rate(step));
    boolean clips = plan.constraints().clip() > 0;
    queue.launch(
        Kernel.SAE_SUM_GRADIENTS,
        shape.dSae(),
        SUMMING,
        (SUMMING + 4 * HELD) * Float.BYTES,
        arrays.record,
        terms.records(true),
        count,
        unrolls() ? terms.rounds() : 1,
        rows);
    queue.launch(
        Kernel.SAE_DECODER_BIAS,
        shape.stride() / BIASES,
        16 * BIASES,
        16 * BIASES * Float.BYTES,
        arrays.record,
        iteration.summed() ? 0 : terms.main().outputs(),
        unrolls() ? byInput.atLeast(0) : 0,
        rows);
    if (arrays.gram != 0) {
      queue.launch(
          Kernel.SAE_SQUARES,
          shape.dSae(),
          32,
          16 * Float.BYTES,
          arrays.record,
          arrays.weights.dec,
          inverse,
          1);
      queue.launch(Kernel.SAE_GRAM, shape.dIn(), 128, 0, arrays.record, inverse);
    }
    if (clips) {
      learn(rows, count, GRADIENTS, started, rate);
      int blocks = (shape.dSae() + 35) / 36;
      queue.launch(
          Kernel.SAE_CLIP_FACTOR,
          1,
          WIDEST,
          16 * Float.BYTES + blocks * Double.BYTES,
          arrays.record,
          SaeRule.bits(plan.constraints().clip()));
    }
    learn(rows, count, clips ? STEPS : WHOLE, started, rate);
    queue.launch(Kernel.SAE_UPDATE_DECODER_BIAS, 1, WIDEST, 0, arrays.record, rate, clips ? 1 : 0);
  }

  private void learn(int rows, int count, int part, boolean started, long rate) {
    queue.launch(
        Kernel.SAE_LEARN,
        shape.dSae(),
        learning,
        2 * row + (16 + learning + 3 * HELD) * Float.BYTES,
        arrays.record,
        terms.records(true),
        count,
        iteration.summed() ? terms.rounds() : 1,
        rows,
        part,
        started ? 1 : 0,
        rate);
  }
}
