package dev.polysweep.sweep.plan;

import dev.polysweep.experiment.Experiment;
import dev.polysweep.sweep.Cell;
import dev.polysweep.sweep.Configuration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts the cells of a wave into packs of one shape, which train together, with the cells of a seed
 * side by side, so that they share random draws.
 */
public final class Packs {

  /** Cells of a pack at most, unless the user says otherwise. */
  private static final int LARGEST = 64;

  /**
   * Packs a core at least, where there are cells enough, so that no core waits long for the last.
   */
  private static final int A_CORE = 4;

  /** Packs a core that are cut at the end. */
  private static final int LAST = 2;

  private static final int PARTS = 4;

  /**
   * Floating-point operations, a second of them, beyond which a pack takes no further seed: a task
   * costs a few milliseconds, and long packs leave cores idle at the end.
   */
  private static final double ENOUGH = 2e10;

  private Packs() {}

  /**
   * Packs of a size that suits the machine: at most {@value #LARGEST} cells, and at least {@value
   * #A_CORE} packs a core. The last ones, {@value #LAST} a core, are cut into {@value #PARTS}, so
   * that no core waits long for another's last.
   *
   * @param cells cells of one sweep
   * @param cores number of tasks that run at a time
   */
  public static List<List<Cell>> of(List<Cell> cells, Experiment<?> experiment, int cores) {
    int largest = Math.max(1, Math.min(LARGEST, cells.size() / (A_CORE * cores)));
    List<List<Cell>> packs = of(experiment, cells, largest);
    int whole = Math.max(0, packs.size() - LAST * cores);
    List<List<Cell>> ended = new ArrayList<>(packs.subList(0, whole));
    packs.subList(whole, packs.size()).forEach(pack -> addParts(pack, PARTS, ended));
    return ended;
  }

  /** Adds a pack in so many about equal parts, or fewer where it has no more cells. */
  private static void addParts(List<Cell> pack, int parts, List<List<Cell>> packs) {
    int count = Math.min(parts, pack.size());
    for (int part = 0; part < count; part++) {
      int from = (int) ((long) pack.size() * part / count);
      int to = (int) ((long) pack.size() * (part + 1) / count);
      packs.add(new ArrayList<>(pack.subList(from, to)));
    }
  }

  /**
   * Packs of at most so many cells. The cells of one seed and shape stay together where they fit,
   * and where they are few, several seeds share a pack, so that a task has enough to do.
   *
   * @param cells cells of one sweep; each is in exactly one pack, in order within it
   * @param largest cells of a pack at most, at least 1
   */
  public static List<List<Cell>> of(Experiment<?> experiment, List<Cell> cells, int largest) {
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
              && work(experiment, last) + work(experiment, group) <= ENOUGH) {
            last.addAll(group);
            return;
          }
          addParts(group, (group.size() - 1) / largest + 1, packs);
          open.put(key.get(1), packs.get(packs.size() - 1));
        });
    return packs;
  }

  /** What the experiment says of the sizes of a configuration's networks. */
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
