package dev.polysweep.engine.cuda;

import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.Noise;
import dev.polysweep.engine.net.ParameterLayout;
import dev.polysweep.engine.net.Tie;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.math.PartialSums;
import java.util.List;

/**
 * The places of all arrays that a block works in, in floats from the beginning of its work, and the
 * kernel, threads and shared memory that a cell needs. {@code src/main/cuda/cell.cuh} says what
 * each array holds.
 *
 * <p>A batch is trained in chunks of samples that are as large as the memory allows and as equal as
 * possible. Everything lies in shared memory where at least {@value #GOOD_CHUNK} samples fit; else
 * the partial sums of gradients, sixteen for each parameter, are moved to the GPU's memory; and
 * where no {@value #LEAST_CHUNK} samples fit even so, all of it.
 */
final class WorkLayout {

  private static final int CONTROL = 16;
  private static final int GOOD_CHUNK = 128;
  private static final int LEAST_CHUNK = 32;
  private static final int GLOBAL_CHUNK = 256;
  private static final int MOST_THREADS = 512;
  private static final int WARP = 32;

  final Kernel kernel;
  final int threads;

  /** Bytes of shared memory. */
  final int sharedBytes;

  /** Floats of work in the GPU's memory; 0 where the work is in shared memory. */
  final int globalWork;

  /** Floats of partial sums in the GPU's memory; 0 where they are in the work. */
  final int globalSums;

  /** Samples of a chunk. */
  final int chunk;

  final int sumCount;
  final int errors;
  final int norm;
  final int clipped;
  final int[] activity;
  final int[] size;

  final int packs;
  final int packsLength;
  final int folded;
  final int partial;
  final int batch;
  final int residual;
  final int[] forward;
  final int[] backward;
  final int[] shift;
  final int[] h;
  final int[] noisy;
  final int[] d;

  private int end;

  /**
   * The layout for a plan.
   *
   * @param parameters the places of its parameters
   * @param sharedMemory bytes of shared memory that a block may have
   */
  WorkLayout(TrainingPlan plan, ParameterLayout parameters, int sharedMemory) {
    List<DenseLayer> layers = plan.network().layers();
    int depth = layers.size();
    activity = new int[depth];
    size = new int[depth];
    forward = new int[depth];
    backward = new int[depth];
    shift = new int[depth];
    h = new int[depth];
    noisy = new int[depth];
    d = new int[depth];

    end = parameters.gradients();
    errors = take(plan.network().outputs());
    for (int l = 0; l < depth; l++) {
      DenseLayer layer = layers.get(l);
      activity[l] = layer.l1Activation() != 0 ? take(layer.outputs()) : -1;
      boolean penalised = plan.penalty().l1Weights() != 0 && layer.tie() == Tie.NONE;
      size[l] = penalised ? take(1) : -1;
    }
    norm = plan.penalty().l2Parameters() != 0 ? take(1) : -1;
    clipped = plan.optimizer().clipNorm() > 0 ? take(1 + sharing(layers)) : -1;
    sumCount = fours(end);

    end = CONTROL;
    packs = end;
    placePacks(layers);
    packsLength = end - packs;
    folded = take(sumCount);
    int withoutSums = end;
    int sums = sumCount * PartialSums.COUNT;
    int rows = rows(layers);
    int stride = PartialSums.stride(plan.data().samples());
    int floats = sharedMemory / Float.BYTES;
    int together = fitting(floats - withoutSums - sums, rows);
    int apart = fitting(floats - withoutSums, rows);
    if (together >= Math.min(stride, GOOD_CHUNK)) {
      kernel = Kernel.TRAIN_IN_SHARED;
      chunk = equalChunks(stride, together);
    } else if (apart >= Math.min(stride, LEAST_CHUNK)) {
      kernel = Kernel.TRAIN_SUMS_APART;
      chunk = equalChunks(stride, apart);
    } else {
      kernel = Kernel.TRAIN_IN_GLOBAL;
      chunk = equalChunks(stride, GLOBAL_CHUNK);
    }
    partial = kernel == Kernel.TRAIN_IN_SHARED ? take(sums) : 0;
    globalSums = kernel == Kernel.TRAIN_IN_SHARED ? 0 : sums;
    batch = takeRows(plan.network().inputs());
    for (int l = 0; l < depth; l++) {
      DenseLayer layer = layers.get(l);
      h[l] = takeRows(layer.outputs());
      noisy[l] = keepsBoth(layer) ? takeRows(layer.outputs()) : h[l];
      d[l] = takeRows(layer.outputs());
    }
    DenseLayer last = layers.get(depth - 1);
    residual = needsResidual(last) ? takeRows(last.outputs()) : noisy[depth - 1];
    sharedBytes = kernel == Kernel.TRAIN_IN_GLOBAL ? 0 : end * Float.BYTES;
    globalWork = kernel == Kernel.TRAIN_IN_GLOBAL ? end : 0;
    threads = threads(layers);
  }

  /** Distance of two features in an array of rows. */
  private int row() {
    return chunk + 4;
  }

  private int take(int floats) {
    int at = end;
    end += floats;
    return at;
  }

  private int takeRows(int features) {
    return take(Math.multiplyExact(fours(features), row()));
  }

  private void placePacks(List<DenseLayer> layers) {
    for (int l = 0; l < layers.size(); l++) {
      DenseLayer layer = layers.get(l);
      if (layer.tie() == Tie.NONE) {
        forward[l] = take(layer.inputs() * fours(layer.outputs()));
        backward[l] = take(layer.outputs() * fours(layer.inputs()));
      } else {
        forward[l] = backward[layer.tiedTo()];
        backward[l] = forward[layer.tiedTo()];
      }
      shift[l] = layer.bias() ? take(fours(layer.outputs())) : -1;
    }
  }

  /** The number of floats that the arrays of rows have for each sample. */
  private static int rows(List<DenseLayer> layers) {
    int rows = fours(layers.get(0).inputs());
    for (DenseLayer layer : layers) {
      rows += (keepsBoth(layer) ? 3 : 2) * fours(layer.outputs());
    }
    DenseLayer last = layers.get(layers.size() - 1);
    return rows + (needsResidual(last) ? fours(last.outputs()) : 0);
  }

  /** Whether a layer's output is needed as it was before its noise: for its penalty. */
  private static boolean keepsBoth(DenseLayer layer) {
    return layer.noise().kind() != Noise.Kind.NONE && layer.l1Activation() != 0;
  }

  /** Whether ŷ − y cannot take the place of the last layer's output, which its penalty needs. */
  private static boolean needsResidual(DenseLayer last) {
    return last.l1Activation() != 0 && !keepsBoth(last);
  }

  private static int sharing(List<DenseLayer> layers) {
    return (int) layers.stream().filter(layer -> layer.tie() == Tie.SHARED_STORAGE).count();
  }

  /** The most samples, a multiple of 16, whose rows fit into so many floats. */
  private static int fitting(int floats, int rows) {
    return Math.max(0, floats / rows - 4) / PartialSums.COUNT * PartialSums.COUNT;
  }

  /** The size of chunks, multiples of 16 and at most {@code most}, that cut a batch most evenly. */
  private static int equalChunks(int stride, int most) {
    int chunks = (stride + most - 1) / most;
    return PartialSums.padded((stride + chunks - 1) / chunks);
  }

  /** As many threads as the largest product and the sums of a chunk can use, in whole warps. */
  private int threads(List<DenseLayer> layers) {
    long most = 0;
    long tiles = 0;
    for (DenseLayer layer : layers) {
      int widest = Math.max(fours(layer.inputs()), fours(layer.outputs()));
      most = Math.max(most, widest / 4L * (chunk / 4));
      tiles += fours(layer.inputs()) / 4L * (fours(layer.outputs()) / 4) * 4;
    }
    long items = Math.min(MOST_THREADS, Math.max(most, tiles));
    return (int) (items + WARP - 1) / WARP * WARP;
  }

  static int fours(int n) {
    return (n + 3) / 4 * 4;
  }
}
