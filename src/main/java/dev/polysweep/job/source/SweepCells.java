package dev.polysweep.job.source;

import dev.polysweep.spark.store.CellPlaces;
import dev.polysweep.spark.store.ResultTables;
import dev.polysweep.spark.store.StoredTables;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.table.CellValues;
import dev.polysweep.table.RunTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The cells of a results folder that belong to the sweep at hand, by their ids. A folder may hold
 * cells that the sweep no longer has; they are skipped. A label is only a name: cells count under
 * the label that the sweep at hand gives their configuration.
 */
public final class SweepCells {

  static final String ID = "cell_id";
  private static final String STATUS = "status";
  private static final String OK = "ok";

  private final StoredTables stored;
  private final ResultTables tables;
  private final Sweep sweep;
  private final CellPlaces places;
  private final Map<String, Long> counts = new TreeMap<>();
  private final SortedSet<String> engines = new TreeSet<>();
  private final Set<String> bad = new HashSet<>(); // cells of the sweep that did not end well

  /**
   * Reads what became of the cells of a sweep.
   *
   * @param tables the tables that the sweep fills
   * @throws IOException if results cannot be read
   */
  public SweepCells(StoredTables stored, ResultTables tables, Sweep sweep) throws IOException {
    this.stored = stored;
    this.tables = tables;
    this.sweep = sweep;
    places = CellPlaces.of(sweep);
    each(
        stored.values(tables.cells().only(List.of(ID, STATUS, "engine"))),
        row -> {
          String id = (String) row[0];
          if (places.of(id) >= 0) {
            counts.merge((String) row[1], 1L, Long::sum);
            if (!OK.equals(row[1])) {
              bad.add(id);
            }
            if (row[2] != null) {
              engines.add((String) row[2]);
            }
          }
        });
  }

  /** Number of the sweep's cells by status; a status that no cell has is absent. */
  public Map<String, Long> counts() {
    return Map.copyOf(counts);
  }

  /** Names of the engines that trained the sweep's cells, ascending. */
  public List<String> engines() {
    return List.copyOf(engines);
  }

  /**
   * The values of some metrics for every cell with status ok, ordered by label as in the sweep and
   * then by seed. A metric that a cell lacks is absent from its values.
   *
   * @param metrics names of columns of {@code cells}
   * @throws IOException if results cannot be read
   */
  public List<CellValues> values(List<String> metrics) throws IOException {
    return runs(metrics, id -> !bad.contains(id)).stream()
        .map(run -> new CellValues(run.label(), run.seed(), known(metrics, run.values())))
        .toList();
  }

  private static Map<String, Double> known(List<String> metrics, double[] values) {
    Map<String, Double> known = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        known.put(metrics.get(i), values[i]);
      }
    }
    return known;
  }

  /**
   * Single runs of the sweep, however they ended, ordered by label as in the sweep and then by
   * seed.
   *
   * @param metrics names of columns of {@code cells}
   * @param most greatest number of runs; of more a sample is taken, as {@link RunSample} says
   * @throws IOException if results cannot be read
   */
  public RunTable runs(List<String> metrics, int most) throws IOException {
    long total = counts.values().stream().mapToLong(Long::longValue).sum();
    if (total <= most) {
      return new RunTable(metrics, runs(metrics, id -> true), total);
    }
    RunSample sample = new RunSample(sweep.configurations().size());
    each(
        stored.values(tables.cells().only(List.of(ID))),
        row -> {
          int place = places.of((String) row[0]);
          if (place >= 0) {
            sample.offer(place, (String) row[0]);
          }
        });
    Set<String> chosen = sample.take(most);
    return new RunTable(metrics, runs(metrics, chosen::contains), total);
  }

  private List<RunTable.Run> runs(List<String> metrics, java.util.function.Predicate<String> wanted)
      throws IOException {
    List<String> columns = new ArrayList<>(List.of(ID, "seed", STATUS));
    columns.addAll(metrics);
    List<RunTable.Run> runs = new ArrayList<>();
    each(
        stored.values(tables.cells().only(columns)),
        row -> {
          String id = (String) row[0];
          int place = places.of(id);
          if (place >= 0 && wanted.test(id)) {
            runs.add(
                new RunTable.Run(
                    id, label(place), (long) row[1], (String) row[2], numbers(row, 3)));
          }
        });
    runs.sort(
        Comparator.comparingInt((RunTable.Run run) -> places.of(run.cellId()))
            .thenComparingLong(RunTable.Run::seed));
    return runs;
  }

  /** The values of a row from some column on as numbers; NaN where there is none. */
  static double[] numbers(Object[] row, int from) {
    double[] numbers = new double[row.length - from];
    for (int i = 0; i < numbers.length; i++) {
      Object value = row[from + i];
      if (value instanceof Boolean truth) {
        numbers[i] = truth ? 1 : 0;
      } else {
        numbers[i] = value == null ? Double.NaN : ((Number) value).doubleValue();
      }
    }
    return numbers;
  }

  /**
   * The place of a cell's configuration in the sweep, from 0; −1 if the sweep has no such cell or
   * the cell did not end well.
   */
  int placeOfGood(String cellId) {
    return bad.contains(cellId) ? -1 : places.of(cellId);
  }

  /** The label of the configuration at a place of the sweep. */
  String label(int place) {
    return sweep.configurations().get(place).label();
  }

  /** Hands the rows of a stream on, one by one, and closes it. */
  static void each(Stream<Object[]> rows, Consumer<Object[]> reader) throws IOException {
    try (rows) {
      rows.forEach(reader);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  StoredTables stored() {
    return stored;
  }

  ResultTables tables() {
    return tables;
  }

  Sweep sweep() {
    return sweep;
  }
}
