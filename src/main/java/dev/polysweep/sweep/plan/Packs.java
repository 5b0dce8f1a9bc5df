package dev.polysweep.sweep.plan;

import dev.polysweep.experiment.Experiment;
import dev.polysweep.sweep.Cell;
import dev.polysweep.sweep.Configuration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts the cells of a wave into packs. The cells of a pack have the same shape and train together.
 * Cells with the same seed stand side by side, so that they share random draws.
 */
public final class Packs {

  /** Largest number of cells in a pack, unless the user gives another. */
  private static final int LARGEST = 64;

  /**
   * Smallest number of packs per core, if there are enough cells: with several packs per core, no
   * core waits long for the last pack.
   */
  private static final int A_CORE = 4;

  /** Number of packs per core at the end of the list that are cut into {@value #PARTS} parts. */
  private static final int LAST = 2;

  private static final int PARTS = 4;

  /** Largest number of long cells in a pack: with more, the draws that they share are little. */
  private static final int SHARING = 8;

  /**
   * Number of floating-point operations (about a second's work for a core) beyond which a pack
   * takes no further seed. Starting a task costs only a few milliseconds, whereas long packs leave
   * cores idle at the end.
   */
  private static final double ENOUGH = 2e10;

  /** Number of cells that fill a GPU: a few for each of its multiprocessors. */
  public static final int GPU_FULL = 512;

  /** Largest number of cells in a pack for a GPU, unless the user gives another. */
  private static final int GPU_LARGEST = 1024;

  /** Smallest number of packs per task on GPUs, if there are enough cells to fill these. */
  private static final int GPU_TASK = 2;

  private Packs() {}

  /**
   * Cuts cells into packs of a size that suits the machine: at most {@value #LARGEST} cells per
   * pack, and at least {@value #A_CORE} packs per core if there are enough cells. The last {@value
   * #LAST} packs per core are cut into {@value #PARTS} parts each, so that no core waits long for
   * the last pack of another. Where a cell alone takes more than a second, packs are {@linkplain
   * #shares shares} instead.
   *
   * @param cells cells of one sweep
   * @param cores number of tasks that run at a time
   */
  public static List<List<Cell>> of(List<Cell> cells, Experiment<?> experiment, int cores) {
    if (experiment.together() && work(experiment, cells) > ENOUGH * cells.size()) {
      return shares(cells, experiment, cores);
    }
    int largest = Math.max(1, Math.min(LARGEST, cells.size() / (A_CORE * cores)));
    List<List<Cell>> packs = of(experiment, cells, largest);
    int whole = Math.max(0, packs.size() - LAST * cores);
    List<List<Cell>> ended = new ArrayList<>(packs.subList(0, whole));
    packs.subList(whole, packs.size()).forEach(pack -> addParts(pack, PARTS, ended));
    return ended;
  }

  /**
   * Cuts cells into the largest packs with which the last core ends no later, counted in cells,
   * than if each cell were a pack. Cells of one seed and shape share their random draws, which are
   * a third of the time of a wide toy model.
   */
  private static List<List<Cell>> shares(List<Cell> cells, Experiment<?> experiment, int cores) {
    int share = (cells.size() + cores - 1) / cores;
    for (int largest = Math.min(share, SHARING); largest > 1; largest--) {
      List<List<Cell>> packs = of(experiment, cells, largest);
      if (longest(packs, cores) <= share) {
        return packs;
      }
    }
    return of(experiment, cells, 1);
  }

  /** The largest number of cells that a core gets if each free core takes the next pack. */
  private static int longest(List<List<Cell>> packs, int cores) {
    int[] taken = new int[cores];
    for (List<Cell> pack : packs) {
      Arrays.sort(taken);
      taken[0] += pack.size();
    }
    return Arrays.stream(taken).max().orElse(0);
  }

  /**
   * Cuts cells into packs for GPUs, which train all cells of a pack at the same time and are idle
   * where these are few: at most {@value #GPU_LARGEST} cells per pack, and at least {@value
   * #GPU_TASK} packs per task if there are enough cells.
   *
   * @param cells cells of one sweep
   * @param tasks number of tasks that run at a time
   * @param pack largest number of cells in a pack, or null for one that suits
   */
  public static List<List<Cell>> forGpus(
      List<Cell> cells, Experiment<?> experiment, int tasks, Integer pack) {
    int suits = Math.max(1, Math.min(GPU_LARGEST, cells.size() / (GPU_TASK * tasks)));
    return of(experiment, cells, pack == null ? suits : pack, Double.POSITIVE_INFINITY);
  }

  /**
   * Appends to {@code packs} the given number of nearly equal parts of a pack, or one part per cell
   * if the pack has fewer cells.
   */
  private static void addParts(List<Cell> pack, int parts, List<List<Cell>> packs) {
    int count = Math.min(parts, pack.size());
    for (int part = 0; part < count; part++) {
      int from = (int) ((long) pack.size() * part / count);
      int to = (int) ((long) pack.size() * (part + 1) / count);
      packs.add(new ArrayList<>(pack.subList(from, to)));
    }
  }

  /**
   * Cuts cells into packs of a limited size. The cells of one seed and shape stay together if they
   * fit into one pack. If they are few, several seeds share a pack, so that a task has enough to
   * do.
   *
   * @param cells cells of one sweep; each is in exactly one pack, in order within it
   * @param largest largest number of cells in a pack, at least 1
   */
  public static List<List<Cell>> of(Experiment<?> experiment, List<Cell> cells, int largest) {
    return of(experiment, cells, largest, ENOUGH);
  }

  private static List<List<Cell>> of(
      Experiment<?> experiment, List<Cell> cells, int largest, double enough) {
    Map<Configuration, Object> shapes = new IdentityHashMap<>();
    Map<List<Object>, List<Cell>> groups = new LinkedHashMap<>();
    for (Cell cell : cells) {
      Object shape = shapes.computeIfAbsent(cell.configuration(), c -> shape(experiment, c));
      groups.computeIfAbsent(List.of(cell.seed(), shape), key -> new ArrayList<>()).add(cell);
    }
    List<List<Cell>> packs = new ArrayList<>();
    Map<Object, List<Cell>> open = new HashMap<>();
    groups.forEach(
        (key, group) -> {
          List<Cell> last = open.get(key.get(1));
          if (last != null
              && last.size() + group.size() <= largest
              && work(experiment, last) + work(experiment, group) <= enough) {
            last.addAll(group);
            return;
          }
          addParts(group, (group.size() - 1) / largest + 1, packs);
          open.put(key.get(1), packs.get(packs.size() - 1));
        });
    return packs;
  }

  /**
   * The floating-point operations that the cells need together, as the experiment estimates them.
   */
  private static double work(Experiment<?> experiment, List<Cell> cells) {
    return cells.stream().mapToDouble(cell -> work(experiment, cell.configuration())).sum();
  }

  @SuppressWarnings("unchecked") // the sweep was bound with this experiment's record
  private static <C extends Record & java.io.Serializable> double work(
      Experiment<C> experiment, Configuration c) {
    return experiment.work((C) c.settings());
  }

  @SuppressWarnings("unchecked") // the sweep was bound with this experiment's record
  static <C extends Record & java.io.Serializable> Object shape(
      Experiment<C> experiment, Configuration c) {
    return experiment.shape((C) c.settings());
  }
}
