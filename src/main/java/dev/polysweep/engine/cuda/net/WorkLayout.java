package dev.polysweep.engine.cuda.net;

import dev.polysweep.engine.cuda.gpu.Kernel;
import dev.polysweep.engine.net.Activation;
import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.Noise;
import dev.polysweep.engine.net.OptimizerSpec;
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
 * <p>A batch is trained in chunks of samples that are as large as the shared memory allows and as
 * equal as possible. From one chunk to the next registers hold the partial sums over samples where
 * a block has threads enough for all of them; else these lie in the GPU's memory. Where not even
 * {@value #SPAN} samples fit into shared memory, all of the work lies in the GPU's memory.
 */
final class WorkLayout {

  /** Samples that a warp takes through a layer at a time. */
  private static final int SPAN = 64;

  /** Floats before the copies of layers. */
  private static final int CONTROL = 88;

  /** Floats more than a chunk has samples from one feature to the next. */
  private static final int GAP = 8;

  private static final int GLOBAL_CHUNK = 256;
  private static final int WARP = 32;

  /** Most warps of a block: each thread may need 255 registers. */
  private static final int MOST_WARPS = 8;

  /** The products whose sums a warp holds. */
  private static final int BLOCK_A = 8;

  private static final int BLOCK_B = 12;

  /** Threads that hold the sums of one unit. */
  private static final int ROW_THREADS = 4;

  /** Parameters that a thread updates, at most, where registers hold the sums. */
  private static final int SLOTS = 3;

  /** Places and numbers are packed into 16 bits where registers hold the sums. */
  private static final int PACKED = 65535;

  final Kernel kernel;
  final int threads;

  /** Bytes of shared memory. */
  final int sharedBytes;

  /** Floats of work in the GPU's memory; 0 where the work is in shared memory. */
  final int globalWork;

  /** Floats of partial sums in the GPU's memory; 0 where registers hold them. */
  final int globalSums;

  /** Samples of a chunk. */
  final int chunk;

  final int sumCount;
  final int sampleSums;
  final int errors;
  final int norm;
  final int clipped;
  final int[] activity;
  final int[] size;

  final int packs;
  final int packsLength;
  final int folded;
  final int partial;
  final int own;

  /** Where both moments lie, which is in shared memory if they fit there; −1 if not. */
  final int moments;

  final int batch;
  final int residual;
  final int[] forward;
  final int[] backward;
  final int[] forwardTile;
  final int[] backwardTile;
  final int[] shift;
  final int[] h;
  final int[] noisy;
  final int[] d;
  final boolean[] slopes;

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
    forwardTile = new int[depth];
    backwardTile = new int[depth];
    shift = new int[depth];
    h = new int[depth];
    noisy = new int[depth];
    d = new int[depth];
    slopes = new boolean[depth];

    end = parameters.gradients();
    errors = take(plan.network().outputs());
    for (int l = 0; l < depth; l++) {
      activity[l] = layers.get(l).l1Activation() != 0 ? take(layers.get(l).outputs()) : -1;
    }
    sampleSums = end;
    for (int l = 0; l < depth; l++) {
      boolean penalised = plan.penalty().l1Weights() != 0 && layers.get(l).tie() == Tie.NONE;
      size[l] = penalised ? take(1) : -1;
    }
    norm = plan.penalty().l2Parameters() != 0 ? take(1) : -1;
    clipped = plan.optimizer().clipNorm() > 0 ? take(1 + sharing(layers)) : -1;
    sumCount = end;

    int stride = PartialSums.stride(plan.data().samples());
    int floats = sharedMemory / Float.BYTES;
    chooseTiles(layers, Math.max(1, Math.min(stride, floats / rows(layers)) / SPAN));
    int rows = rows(layers);
    int sums = Math.multiplyExact(sampleSums, PartialSums.COUNT);
    int holders = holders(layers);
    end = CONTROL + depth * (CellRecords.LAYER / Float.BYTES);
    packs = end;
    placePacks(layers);
    packsLength = end - packs;
    own = take((sumCount - sampleSums) * PartialSums.COUNT);
    int most = fitting(floats - end, rows);
    boolean sgd = plan.optimizer().kind() == OptimizerSpec.Kind.SGD;
    int both = sgd ? 0 : 2 * parameters.gradients();
    boolean held =
        most >= SPAN
            && holders <= MOST_WARPS
            && Math.max(sampleSums, floats) < PACKED
            && batchEnd(plan, end + both, equalChunks(stride, most)) + sums + fours(sumCount)
                <= floats;
    boolean fit =
        held
            && both > 0
            && chunks(stride, fitting(floats - end - both, rows)) == chunks(stride, most);
    moments = fit ? take(both) : -1;
    most = fitting(floats - end, rows);
    chunk = equalChunks(stride, most >= SPAN ? most : GLOBAL_CHUNK);
    batch = takeRows(fours(plan.network().inputs()));
    // The products read one row more than there is; h of the last layer, which none reads, is last.
    partial = end;
    folded = held ? partial + sums : partial;
    for (int l = 0; l < depth; l++) {
      DenseLayer layer = layers.get(l);
      d[l] = takeRows(padded(layers, l));
      h[l] = takeRows(padded(layers, l));
      noisy[l] = keepsBoth(layer) ? takeRows(layer.outputs()) : h[l];
      slopes[l] = keepsSlopes(layer);
    }
    DenseLayer last = layers.get(depth - 1);
    residual = needsResidual(last) ? takeRows(last.outputs()) : noisy[depth - 1];
    end = Math.max(end, folded + fours(sumCount));
    boolean shared = most >= SPAN && end <= floats;
    kernel = held ? Kernel.TRAIN_HELD : shared ? Kernel.TRAIN_SUMS_APART : Kernel.TRAIN_IN_GLOBAL;
    globalSums = held ? 0 : sums;
    sharedBytes = shared ? end * Float.BYTES : 0;
    globalWork = shared ? 0 : end;
    threads = Math.max(warps(layers), held ? holders : 1) * WARP;
  }

  /** Where the batch ends if it begins at a place. */
  private static int batchEnd(TrainingPlan plan, int begin, int chunk) {
    return begin + fours(plan.network().inputs()) * (chunk + GAP);
  }

  /** The most samples, a multiple of a span, whose rows fit into so many floats. */
  private static int fitting(int floats, int rows) {
    return Math.max(0, floats / rows - GAP) / SPAN * SPAN;
  }

  private static int chunks(int stride, int most) {
    return most == 0 ? Integer.MAX_VALUE : (stride + most - 1) / most;
  }

  private void chooseTiles(List<DenseLayer> layers, int spans) {
    for (int l = 0; l < layers.size(); l++) {
      DenseLayer layer = layers.get(l);
      if (layer.tie() == Tie.NONE) {
        forwardTile[l] = TileWidth.of(layer.outputs(), spans);
        backwardTile[l] = TileWidth.of(layer.inputs(), spans);
      } else {
        forwardTile[l] = backwardTile[layer.tiedTo()];
        backwardTile[l] = forwardTile[layer.tiedTo()];
      }
    }
  }

  /** Distance of two features in an array of rows. */
  private int row() {
    return chunk + GAP;
  }

  private int take(int floats) {
    int at = end;
    end += floats;
    return at;
  }

  private int takeRows(int features) {
    return take(Math.multiplyExact(features, row()));
  }

  private void placePacks(List<DenseLayer> layers) {
    for (int l = 0; l < layers.size(); l++) {
      DenseLayer layer = layers.get(l);
      if (layer.tie() == Tie.NONE) {
        forward[l] = take(layer.inputs() * TileWidth.columns(layer.outputs(), forwardTile[l]));
        backward[l] =
            l > 0 || tied(layers, l)
                ? take(layer.outputs() * TileWidth.columns(layer.inputs(), backwardTile[l]))
                : -1;
      } else {
        forward[l] = backward[layer.tiedTo()];
        backward[l] = forward[layer.tiedTo()];
      }
      shift[l] = take(TileWidth.columns(layer.outputs(), forwardTile[l]));
    }
  }

  private static boolean tied(List<DenseLayer> layers, int to) {
    return layers.stream().anyMatch(layer -> layer.tie() != Tie.NONE && layer.tiedTo() == to);
  }

  /** The number of floats that the arrays of rows have for each sample. */
  private int rows(List<DenseLayer> layers) {
    int rows = fours(layers.get(0).inputs());
    for (int l = 0; l < layers.size(); l++) {
      rows += 2 * padded(layers, l) + (keepsBoth(layers.get(l)) ? layers.get(l).outputs() : 0);
    }
    DenseLayer last = layers.get(layers.size() - 1);
    return rows + (needsResidual(last) ? last.outputs() : 0);
  }

  /** The units of a layer, rounded up to what the passes write. */
  private int padded(List<DenseLayer> layers, int l) {
    int units = layers.get(l).outputs();
    int forth = Math.max(2, 2 * forwardTile[l]);
    int back = l + 1 < layers.size() ? Math.max(2, 2 * backwardTile[l + 1]) : forth;
    return Math.max((units + forth - 1) / forth * forth, (units + back - 1) / back * back);
  }

  /** Whether a layer's output is needed as it was before its noise: for its penalty. */
  private static boolean keepsBoth(DenseLayer layer) {
    return layer.noise().kind() != Noise.Kind.NONE && layer.l1Activation() != 0;
  }

  /** Whether the slopes of a layer do not follow from the signs of its outputs. */
  private static boolean keepsSlopes(DenseLayer layer) {
    Activation f = layer.activation();
    boolean curved = f == Activation.GELU || f == Activation.TANH;
    boolean replaced = layer.noise().kind() != Noise.Kind.NONE && !keepsBoth(layer);
    return curved || replaced && f != Activation.LINEAR;
  }

  /** Whether ŷ − y cannot take the place of the last layer's output, which its penalty needs. */
  private static boolean needsResidual(DenseLayer last) {
    return last.l1Activation() != 0 && !keepsBoth(last);
  }

  private static int sharing(List<DenseLayer> layers) {
    return (int) layers.stream().filter(layer -> layer.tie() == Tie.SHARED_STORAGE).count();
  }

  /** The size of chunks, multiples of a span and at most {@code most}, that cut a batch evenly. */
  private static int equalChunks(int stride, int most) {
    int chunks = chunks(stride, most);
    return (stride / SPAN + chunks - 1) / chunks * SPAN;
  }

  /** The warps whose registers can hold all sums over samples and the places of all parameters. */
  private static int holders(List<DenseLayer> layers) {
    int blocks = 0;
    int units = layers.get(layers.size() - 1).outputs();
    int parameters = 0;
    for (DenseLayer layer : layers) {
      blocks += blocks(layer.inputs(), layer.outputs());
      units += layer.bias() ? layer.outputs() : 0;
      units += layer.l1Activation() != 0 ? layer.outputs() : 0;
      parameters += layer.tie() == Tie.NONE ? layer.inputs() * layer.outputs() : 0;
      parameters += layer.bias() ? layer.outputs() : 0;
    }
    return Math.max(
        Math.max(blocks, ceil(units * ROW_THREADS, WARP)), ceil(parameters, SLOTS * WARP));
  }

  private static int blocks(int m, int n) {
    return Math.min(ceil(m, BLOCK_A) * ceil(n, BLOCK_B), ceil(n, BLOCK_A) * ceil(m, BLOCK_B));
  }

  private static int ceil(int n, int by) {
    return (n + by - 1) / by;
  }

  /** As many warps as can share the products of a chunk, in rounds of equal length. */
  private int warps(List<DenseLayer> layers) {
    int pairs = 1;
    for (int l = 0; l < layers.size(); l++) {
      pairs = Math.max(pairs, TileWidth.pairs(layers.get(l).outputs(), forwardTile[l]));
      pairs = Math.max(pairs, TileWidth.pairs(layers.get(l).inputs(), backwardTile[l]));
    }
    int sharing = chunk / SPAN * pairs;
    return ceil(sharing, ceil(sharing, MOST_WARPS));
  }

  static int fours(int n) {
    return (n + 3) / 4 * 4;
  }
}
