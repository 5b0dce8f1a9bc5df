package dev.polysweep.job;

import dev.polysweep.job.analysis.Weights;
import dev.polysweep.math.Matrix;
import dev.polysweep.report.terminal.WeightAnalysis.Curve;
import dev.polysweep.sweep.CellId;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.TableRow;
import dev.polysweep.table.TableSchema;
import dev.polysweep.table.row.ArrayRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A trained cell, read from a results folder.
 *
 * @param key id, label, seed and status of the cell
 * @param experiment name of its experiment
 * @param settings the cell's configuration record; null if the folder's sweep no longer has the
 *     cell's label
 * @param arrays the cell's matrices by name
 * @param curves the cell's logged losses, one curve for each phase of the training
 */
public record StoredCell(
    Key key, String experiment, Record settings, Map<String, Matrix> arrays, List<Curve> curves) {

  /** Names of a decoder's matrix {@code [d_sae, d_in]}, whose rows are features. */
  private static final List<String> DECODERS = List.of("w_dec", "W_dec");

  /**
   * The names under which a cell may have stored its weights, in the order in which they are looked
   * for; the last is a network's first layer.
   */
  private static final List<String> WEIGHTS =
      Stream.of(List.of("W"), DECODERS, List.of("0.weight")).flatMap(List::stream).toList();

  private static final String ID = "cell_id";
  private static final int SHOWN = 3;

  /**
   * Identifies a cell in the results.
   *
   * @param id id of the cell, 16 hexadecimal digits
   * @param label label of its configuration
   * @param seed its seed
   * @param status how it ended: {@code ok}, {@code diverged} or {@code failed}
   */
  public record Key(String id, String label, long seed, String status) {

    private Key(TableRow row) {
      this(row.text(ID), row.text("label"), (long) row.number("seed"), row.text("status"));
    }

    @Override
    public String toString() {
      return id + " (" + label + ", seed " + seed + ")";
    }
  }

  /**
   * Reads a cell, without Spark.
   *
   * @param folder the results folder
   * @param named the cell's id, or the beginning of it if no other cell's id begins so
   * @throws SweepException if there is no such cell, or the cell stored no matrices
   */
  public static StoredCell read(Path folder, String named) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new SweepException(folder + ": not a results folder");
    }
    if (!named.matches("[0-9a-f]{1,16}")) {
      throw new SweepException(
          "--cell: " + named + " is no cell id: those have up to 16 digits 0 to 9 and a to f");
    }
    try {
      Results results = Results.in(folder);
      Key key = find(results, named);
      Map<String, Matrix> arrays = arrays(results, key);
      if (arrays.isEmpty()) {
        throw new SweepException(key + " left no matrices: it " + key.status());
      }
      Sweep sweep = results.sweep();
      Record settings =
          sweep.configurations().stream()
              .filter(c -> CellId.of(sweep.experiment(), c.identity(), key.seed()).equals(key.id()))
              .map(Configuration::settings)
              .findFirst()
              .orElse(null);
      return new StoredCell(key, sweep.experiment(), settings, arrays, curves(results, key));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Key find(Results results, String named) throws IOException {
    List<Key> found = like(results, named);
    if (found.size() == 1) {
      return found.get(0);
    }
    String problem = found.isEmpty() ? "no cell begins with " : "several cells begin with ";
    List<Key> some = found.isEmpty() ? like(results, "") : found;
    String examples = some.stream().map(Key::toString).collect(Collectors.joining(", "));
    throw new SweepException(
        "--cell: "
            + problem
            + named
            + " in "
            + results.place
            + (examples.isEmpty() ? ", which is empty" : "; there are " + examples)
            + leftOut(results.stored.incompleteWaves()));
  }

  /** The first few cells whose id begins with a text. */
  private static List<Key> like(Results results, String beginning) throws IOException {
    TableSchema keys = results.tables.cells().only(List.of(ID, "label", "seed", "status"));
    try (Stream<TableRow> rows = results.stored.waves(keys, beginning)) {
      return rows.limit(SHOWN).map(Key::new).toList();
    }
  }

  private static Map<String, Matrix> arrays(Results results, Key key) throws IOException {
    Map<String, Matrix> arrays = new LinkedHashMap<>();
    try (Stream<TableRow> rows = results.stored.waves(ArrayRow.SCHEMA, key.id())) {
      rows.forEach(
          row ->
              arrays.put(
                  row.text("name"),
                  new Matrix(
                      (int) row.number("rows"),
                      (int) row.number("cols"),
                      (float[]) row.values().get("data"))));
    }
    return arrays;
  }

  private static List<Curve> curves(Results results, Key key) throws IOException {
    TableSchema losses = results.tables.epochs().only(List.of(ID, "phase", "epoch", "loss"));
    Map<String, List<TableRow>> phases = new TreeMap<>();
    try (Stream<TableRow> rows = results.stored.waves(losses, key.id())) {
      rows.sorted(Comparator.comparingDouble(row -> row.number("epoch")))
          .forEach(
              row -> phases.computeIfAbsent(row.text("phase"), name -> new ArrayList<>()).add(row));
    }
    List<Curve> curves = new ArrayList<>();
    phases.forEach(
        (phase, rows) ->
            curves.add(
                new Curve(
                    phase,
                    rows.stream().mapToInt(row -> (int) row.number("epoch")).toArray(),
                    rows.stream().mapToDouble(row -> row.number("loss")).toArray())));
    return curves;
  }

  private static String leftOut(List<String> waves) {
    if (waves.isEmpty()) {
      return "";
    }
    String more = waves.size() > 1 ? " and " + (waves.size() - 1) + " more" : "";
    return "; left out " + waves.get(0) + more + "; polysweep run runs its cells again";
  }

  /**
   * The weights of the cell, to be analysed.
   *
   * @param tensor name of the matrix, or null for {@code W}, {@code w_dec}, {@code W_dec} or {@code
   *     0.weight}, whichever exists
   * @throws SweepException if the cell stored no matrix of that name
   */
  public Weights weights(String tensor) {
    String name =
        tensor != null
            ? tensor
            : WEIGHTS.stream().filter(arrays::containsKey).findFirst().orElse(null);
    if (name == null || !arrays.containsKey(name)) {
      throw new SweepException(
          "--tensor: the cell left "
              + String.join(", ", arrays.keySet())
              + (name == null ? "; name one" : ", not " + name));
    }
    return new Weights(name + " of cell " + key, arrays.get(name), DECODERS.contains(name));
  }
}
