package dev.polysweep.engine.cuda.sae;

import dev.polysweep.engine.cuda.gpu.DeviceMemory;
import dev.polysweep.engine.cuda.gpu.Kernel;
import dev.polysweep.engine.cuda.gpu.Queue;
import dev.polysweep.engine.sae.ResampledInputs;
import dev.polysweep.engine.sae.SaeConstraints.Decoder;
import dev.polysweep.engine.sae.SaePlan;
import dev.polysweep.math.KernelMath;
import dev.polysweep.math.PartialSums;
import java.util.OptionalDouble;

/**
 * Gives weights to latents: normalises the decoder at the start, and resamples dead latents by the
 * rule of {@link dev.polysweep.engine.sae.SaeResampling}. Both are rare, so the host does them.
 */
final class SaeResampler {

  private final Queue queue;
  private final DeviceMemory memory;
  private final SaePlan plan;
  private final SaeArrays arrays;
  private final SaeShape shape;
  private final long squares;

  SaeResampler(Queue queue, DeviceMemory memory, SaePlan plan, SaeArrays arrays) {
    this.queue = queue;
    this.memory = memory;
    this.plan = plan;
    this.arrays = arrays;
    shape = arrays.shape;
    squares = memory.allocate((long) shape.dSae() * Float.BYTES);
  }

  /** Brings the initial weights into the form that the constraints ask for. */
  void start() {
    float[] dec = arrays.weights.rows(plan.initial().wDec());
    if (plan.constraints().decoder() == Decoder.UNIT) {
      for (int f = 0; f < shape.dSae(); f++) {
        normalize(dec, f * shape.stride());
      }
      memory.write(dec, arrays.weights.dec);
    }
    if (plan.constraints().tied()) {
      memory.write(dec, arrays.weights.enc);
    }
    arrays.start(dec);
  }

  /**
   * Gives dead latents new weights, and forgets the optimiser's state of those that got some.
   *
   * @param dead the dead latents, ascending
   * @param centred address of the inputs as the encoder sees them, {@code [rows, stride]}
   * @param losses loss of each input
   * @param step number of the step, which is part of the key of the random numbers
   * @return how many of the dead latents were given an input
   */
  int run(int[] dead, long centred, double[] losses, int step) {
    boolean unit = plan.constraints().decoder() == Decoder.UNIT;
    float norm =
        (float) (plan.resampling().encoderScale() * meanLiveNorm(arrays.weights.enc, dead));
    float decoderNorm = unit ? 1 : (float) meanLiveNorm(arrays.weights.dec, dead);
    ResampledInputs inputs = new ResampledInputs(losses, plan.seed(), step);
    OptionalDouble theta = plan.architecture().resampledThreshold();
    int done = 0;
    for (int f : dead) {
      int sample = inputs.next();
      if (sample < 0) {
        return done; // every input is reconstructed exactly, or a loss is not finite
      }
      float[] row = new float[shape.stride()];
      memory.read(centred + shape.row(sample), row);
      normalize(row, 0);
      float[] enc = scaled(row, norm);
      float[] dec = unit ? row : scaled(row, decoderNorm);
      memory.write(dec, arrays.weights.dec + shape.row(f));
      memory.write(plan.constraints().tied() ? dec : enc, arrays.weights.enc + shape.row(f));
      memory.write(new float[1], arrays.weights.bEnc + (long) f * Float.BYTES);
      if (theta.isPresent()) {
        float value = (float) theta.getAsDouble();
        boolean logarithmic = plan.architecture().logarithmicThresholds();
        setThetas(arrays.weights, f, logarithmic ? KernelMath.log(value) : value);
      }
      forget(arrays.first, f);
      forget(arrays.second, f);
      memory.write(new int[1], arrays.taken + (long) f * Integer.BYTES);
      memory.write(new int[1], arrays.silent + (long) f * Integer.BYTES);
      done++;
    }
    return done;
  }

  private void forget(SaeWeights moments, int f) {
    memory.clear(moments.enc + shape.row(f), shape.row(1));
    memory.clear(moments.dec + shape.row(f), shape.row(1));
    memory.write(new float[1], moments.bEnc + (long) f * Float.BYTES);
    setThetas(moments, f, 0);
  }

  private void setThetas(SaeWeights weights, int f, float value) {
    for (int row = 0; row < weights.thetas; row++) {
      long at = (long) row * shape.dSae() + f;
      memory.write(new float[] {value}, weights.theta + at * Float.BYTES);
    }
  }

  private double meanLiveNorm(long rows, int[] dead) {
    queue.launch(
        Kernel.SAE_SQUARES, shape.dSae(), 32, 16 * Float.BYTES, arrays.record, rows, squares, 0);
    float[] square = new float[shape.dSae()];
    memory.read(squares, square);
    double sum = 0;
    int live = 0;
    int next = 0;
    for (int f = 0; f < square.length; f++) {
      if (next < dead.length && dead[next] == f) {
        next++;
        continue;
      }
      sum += Math.sqrt(square[f]);
      live++;
    }
    return live == 0 ? 1 : sum / live;
  }

  /** Scales a row to Euclidean norm 1. A row of zeros is left unchanged. */
  private void normalize(float[] rows, int from) {
    float[] lanes = new float[PartialSums.COUNT];
    for (int i = 0; i < shape.stride(); i++) {
      int lane = i % PartialSums.COUNT;
      lanes[lane] = Math.fma(rows[from + i], rows[from + i], lanes[lane]);
    }
    float norm = (float) Math.sqrt(PartialSums.fold(lanes, 0));
    if (norm > 0) {
      float factor = 1 / norm;
      for (int i = from; i < from + shape.stride(); i++) {
        rows[i] *= factor;
      }
    }
  }

  private static float[] scaled(float[] row, float factor) {
    float[] scaled = row.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    return scaled;
  }
}
