package dev.polysweep.engine.cuda;

import dev.polysweep.engine.net.Activation;
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
 * <p>A batch is trained in chunks of samples that are as large as the shared memory allows and as
 * equal as possible. From one chunk to the next registers hold the partial sums over samples where
 * a block has threads enough for all of them; else these lie in the GPU's memory. Where not even
 * {@value #SPAN} samples fit into shared memory, all of the work lies in the GPU's memory.
 */
final class WorkLayout {

  /** Samples that a warp takes through a layer at a time. */
  private static final int SPAN = 64;

  private static final int CONTROL = 16;
  private static final int GLOBAL_CHUNK = 256;
  private static final int WARP = 32;

  /** Most warps of a block: each thread may need 168 registers. */
  private static final int MOST_WARPS = 12;

  /** Threads that hold the sums of four by four weights, and of one unit. */
  private static final int TILE_THREADS = 8;

  private static final int ROW_THREADS = 4;

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

    int rows = rows(layers);
    int stride = PartialSums.stride(plan.data().samples());
    int floats = sharedMemory / Float.BYTES;
    chooseTiles(layers, Math.max(1, Math.min(stride, floats / rows) / SPAN));
    end = CONTROL;
    packs = end;
    placePacks(layers);
    packsLength = end - packs;
    folded = take(fours(sumCount));
    own = take((sumCount - sampleSums) * PartialSums.COUNT);
    int most = Math.max(0, (floats - end) / rows - 4) / SPAN * SPAN;
    boolean shared = most >= SPAN;
    chunk = equalChunks(stride, shared ? most : GLOBAL_CHUNK);
    batch = takeRows(plan.network().inputs());
    partial = end;
    for (int l = 0; l < depth; l++) {
      DenseLayer layer = layers.get(l);
      h[l] = takeRows(layer.outputs());
      noisy[l] = keepsBoth(layer) ? takeRows(layer.outputs()) : h[l];
      d[l] = takeRows(layer.outputs());
      slopes[l] = keepsSlopes(layer);
    }
    DenseLayer last = layers.get(depth - 1);
    residual = needsResidual(last) ? takeRows(last.outputs()) : noisy[depth - 1];

    int sums = Math.multiplyExact(sampleSums, PartialSums.COUNT);
    int holders = Math.max(tiles(layers) * TILE_THREADS, units(layers) * ROW_THREADS);
    boolean held = shared && holders <= MOST_WARPS * WARP && partial + sums <= floats;
    if (held) {
      kernel = Kernel.TRAIN_HELD;
      end = Math.max(end, partial + sums);
    } else {
      kernel = shared ? Kernel.TRAIN_SUMS_APART : Kernel.TRAIN_IN_GLOBAL;
    }
    globalSums = held ? 0 : sums;
    sharedBytes = shared ? end * Float.BYTES : 0;
    globalWork = shared ? 0 : end;
    threads = warps(layers, held ? holders : 0) * WARP;
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
    int chunks = (stride + most - 1) / most;
    int spans = stride / SPAN;
    return (spans + chunks - 1) / chunks * SPAN;
  }

  /** The number of four by four tiles of all gradients of weights. */
  private static int tiles(List<DenseLayer> layers) {
    return layers.stream().mapToInt(l -> fours(l.inputs()) / 4 * (fours(l.outputs()) / 4)).sum();
  }

  /** The number of sums of one unit over the samples. */
  private static int units(List<DenseLayer> layers) {
    int units = layers.get(layers.size() - 1).outputs();
    for (DenseLayer layer : layers) {
      units +=
          (layer.bias() ? layer.outputs() : 0) + (layer.l1Activation() != 0 ? layer.outputs() : 0);
    }
    return units;
  }

  /** As many warps as can share the products of a chunk, and as hold its sums. */
  private int warps(List<DenseLayer> layers, int holders) {
    int pairs = 1;
    for (int l = 0; l < layers.size(); l++) {
      pairs = Math.max(pairs, TileWidth.pairs(layers.get(l).outputs(), forwardTile[l]));
      pairs = Math.max(pairs, TileWidth.pairs(layers.get(l).inputs(), backwardTile[l]));
    }
    int sharing = chunk / SPAN * pairs;
    int rounds = (sharing + MOST_WARPS - 1) / MOST_WARPS;
    return Math.max((sharing + rounds - 1) / rounds, (holders + WARP - 1) / WARP);
  }

  static int fours(int n) {
    return (n + 3) / 4 * 4;
  }
}
