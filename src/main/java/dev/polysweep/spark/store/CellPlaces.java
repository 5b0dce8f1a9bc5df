package dev.polysweep.spark.store;

import dev.polysweep.sweep.Sweep;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The index of each cell's configuration in a sweep, by the id of the cell. A cell takes 12 bytes:
 * a million cells take 12 MB.
 */
public final class CellPlaces implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] ids; // ascending
  private final int[] places;

  private CellPlaces(long[] ids, int[] places) {
    this.ids = ids;
    this.places = places;
  }

  /** Computes the indexes for all cells of a sweep. */
  public static CellPlaces of(Sweep sweep) {
    int configurations = sweep.configurations().size();
    long[] inOrder = new long[Math.toIntExact(sweep.size())];
    Arrays.parallelSetAll(inOrder, i -> CellIdSet.pack(sweep.cell(i).id()));
    long[] ids = inOrder.clone();
    Arrays.sort(ids);
    int[] places = new int[ids.length];
    for (int i = 0; i < inOrder.length; i++) {
      places[Arrays.binarySearch(ids, inOrder[i])] = i % configurations; // the order of Sweep.cell
    }
    return new CellPlaces(ids, places);
  }

  /**
   * The index of the cell's configuration in the sweep, from 0; −1 if the sweep has no such cell.
   */
  public int of(String cellId) {
    int at = Arrays.binarySearch(ids, CellIdSet.pack(cellId));
    return at < 0 ? -1 : places[at];
  }
}
