package dev.polysweep.job.source;

import dev.polysweep.sweep.CellId;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.table.ArrayKey;
import dev.polysweep.table.row.ArrayRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Matrices of the sweep's cells with status ok, ordered by label as in the sweep and by seed. */
public final class SweepMatrices {

  /** The columns of {@code arrays} that are read; the label is the sweep's own. */
  private static final List<String> COLUMNS =
      List.of(SweepCells.ID, "seed", "name", "rows", "cols", "data");

  private final SweepCells cells;

  /** Makes a reader of the matrices of some cells. */
  public SweepMatrices(SweepCells cells) {
    this.cells = cells;
  }

  /**
   * The small matrices of one name.
   *
   * @param name value of {@code arrays.name}
   * @param entries greatest number of entries; larger matrices are left out
   * @throws IOException if results cannot be read
   */
  public List<ArrayRow> small(String name, int entries) throws IOException {
    return read("name", Set.of(name), array -> (long) array.rows() * array.cols() <= entries);
  }

  /**
   * Single matrices by their names, of whatever size. A matrix that is not there is left out.
   *
   * @throws IOException if results cannot be read
   */
  public List<ArrayRow> of(List<ArrayKey> keys) throws IOException {
    Map<String, String> identities = new HashMap<>();
    for (Configuration configuration : cells.sweep().configurations()) {
      identities.put(configuration.label(), configuration.identity());
    }
    Set<ArrayKey> wanted = new HashSet<>(keys);
    wanted.removeIf(key -> !identities.containsKey(key.label()));
    if (wanted.isEmpty()) {
      return List.of();
    }
    Set<String> ids = new HashSet<>();
    for (ArrayKey key : wanted) {
      String experiment = cells.sweep().experiment();
      ids.add(CellId.of(experiment, identities.get(key.label()), key.seed()));
    }
    return read(
        SweepCells.ID,
        ids,
        array -> wanted.contains(new ArrayKey(array.label(), array.seed(), array.name())));
  }

  private List<ArrayRow> read(String column, Set<String> texts, Predicate<ArrayRow> wanted)
      throws IOException {
    List<ArrayRow> found = new ArrayList<>();
    Stream<Object[]> rows = cells.stored().values(ArrayRow.SCHEMA.only(COLUMNS), column, texts);
    SweepCells.each(
        rows,
        row -> {
          String id = (String) row[0];
          int place = cells.placeOfGood(id);
          if (place >= 0) {
            ArrayRow array =
                new ArrayRow(
                    id,
                    cells.label(place),
                    (long) row[1],
                    (String) row[2],
                    (int) row[3],
                    (int) row[4],
                    (float[]) row[5]);
            if (wanted.test(array)) {
              found.add(array);
            }
          }
        });
    found.sort(
        Comparator.comparingInt((ArrayRow array) -> cells.placeOfGood(array.cellId()))
            .thenComparingLong(ArrayRow::seed));
    return found;
  }
}
