package dev.polysweep.cli;

import dev.polysweep.math.Matrix;
import dev.polysweep.report.terminal.WeightAnalysis.Curve;
import dev.polysweep.spark.Cluster;
import dev.polysweep.spark.store.ResultReader;
import dev.polysweep.spark.store.ResultReader.CellKey;
import dev.polysweep.spark.store.ResultReader.LoggedLoss;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.yaml.SweepException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A trained cell as a results folder holds it.
 *
 * @param key which cell
 * @param experiment name of its experiment
 * @param settings its configuration; null if the folder's sweep has its label no more
 * @param arrays its matrices, by name
 * @param curves its losses, one curve a phase
 */
record StoredCell(
    CellKey key,
    String experiment,
    Record settings,
    Map<String, Matrix> arrays,
    List<Curve> curves) {

  /** The field's name of a decoder's matrix {@code [d_sae, d_in]}: its rows are features. */
  private static final String DECODER = "w_dec";

  /** What a cell's weights are called, in the order in which they are looked for. */
  private static final List<String> WEIGHTS = List.of("W", DECODER);

  private static final int SHOWN = 3;

  /**
   * Reads a cell.
   *
   * @param named its id, or the beginning of it if no other begins so
   * @throws SweepException if there is no such cell, or it left no matrices
   */
  static StoredCell read(Path folder, String named, String master) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new SweepException(folder + ": not a results folder");
    }
    if (!named.matches("[0-9a-f]{1,16}")) {
      throw new SweepException(
          "--cell: " + named + " is no cell id: those have up to 16 digits 0 to 9 and a to f");
    }
    Sweep sweep = Results.sweepOf(folder);
    try (Cluster cluster = Cluster.open("polysweep cell of " + sweep.name(), master)) {
      Results results = new Results(cluster, folder, sweep);
      ResultReader reader = results.reader;
      CellKey key = find(results, named);
      Map<String, Matrix> arrays = new LinkedHashMap<>();
      reader
          .arraysOf(key.id())
          .forEach((name, row) -> arrays.put(name, new Matrix(row.rows(), row.cols(), row.data())));
      if (arrays.isEmpty()) {
        throw new SweepException(describe(key) + " left no matrices: it " + key.status());
      }
      Record settings =
          sweep.configurations().stream()
              .filter(configuration -> configuration.label().equals(key.label()))
              .map(Configuration::settings)
              .findFirst()
              .orElse(null);
      return new StoredCell(
          key, sweep.experiment(), settings, arrays, curves(reader.lossesOf(key.id())));
    }
  }

  private static CellKey find(Results results, String named) throws IOException {
    ResultReader reader = results.reader;
    List<CellKey> found = reader.cellsLike(named, SHOWN + 1);
    if (found.size() == 1) {
      return found.get(0);
    }
    String problem = found.isEmpty() ? "no cell begins with " : "several cells begin with ";
    List<CellKey> some = found.isEmpty() ? reader.cellsLike("", SHOWN) : found;
    String examples =
        some.stream().limit(SHOWN).map(StoredCell::describe).collect(Collectors.joining(", "));
    throw new SweepException(
        "--cell: "
            + problem
            + named
            + " in "
            + results.place
            + (examples.isEmpty() ? ", which is empty" : "; there are " + examples)
            + leftOut(results.store.incompleteWaves()));
  }

  private static String leftOut(List<String> waves) {
    if (waves.isEmpty()) {
      return "";
    }
    String more = waves.size() > 1 ? " and " + (waves.size() - 1) + " more" : "";
    return "; left out " + waves.get(0) + more + "; polysweep run runs its cells again";
  }

  private static String describe(CellKey key) {
    return key.id() + " (" + key.label() + ", seed " + key.seed() + ")";
  }

  private static List<Curve> curves(List<LoggedLoss> losses) {
    Map<String, List<LoggedLoss>> phases = new LinkedHashMap<>();
    losses.forEach(
        loss -> phases.computeIfAbsent(loss.phase(), phase -> new ArrayList<>()).add(loss));
    List<Curve> curves = new ArrayList<>();
    phases.forEach(
        (phase, rows) ->
            curves.add(
                new Curve(
                    phase,
                    rows.stream().mapToInt(LoggedLoss::epoch).toArray(),
                    rows.stream().mapToDouble(LoggedLoss::loss).toArray())));
    return curves;
  }

  /**
   * Its weights.
   *
   * @param tensor their name, or null for what they are usually called
   * @throws SweepException if it left none of that name
   */
  Weights weights(String tensor) {
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
    return new Weights(name + " of cell " + describe(key), arrays.get(name), name.equals(DECODER));
  }
}
