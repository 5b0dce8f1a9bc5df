package dev.polysweep.engine.cuda.net;

/**
 * The number of units of a layer that a thread takes for four samples: 2, 4, 6 or 8. Each two
 * neighbouring threads have a pair of such tiles; {@code src/main/cuda/tiles.cuh} says how.
 */
final class TileWidth {

  private static final int[] WIDTHS = {8, 6, 4, 2};

  /** The parts of a multiprocessor, each of which starts one instruction of a warp at a time. */
  private static final int SCHEDULERS = 4;

  private TileWidth() {}

  /**
   * The width with which a product of a layer takes the shortest time. For each summed index a warp
   * needs 4R multiply-adds and about five instructions more, and 2 + R/2 reads of shared memory, of
   * which a multiprocessor makes one at a time.
   *
   * @param units units of the product
   * @param spans spans of samples that are trained at a time
   */
  static int of(int units, int spans) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int width : WIDTHS) {
      int warps = spans * pairs(units, width);
      int rounds = (warps + SCHEDULERS - 1) / SCHEDULERS;
      double time =
          Math.max(rounds * (4.0 * width + (width == 6 ? 7 : 5)), warps * (2 + width / 2.0));
      if (time < 0.97 * least) {
        least = time;
        best = width;
      }
    }
    return best;
  }

  /** The pairs of tiles that cover the units. */
  static int pairs(int units, int width) {
    return (units + 2 * width - 1) / (2 * width);
  }

  /** The floats of a row of a pack of weights: those of a tile of 6 lie in 8. */
  static int columns(int units, int width) {
    return pairs(units, width) * 2 * (width == 6 ? 8 : width);
  }
}
