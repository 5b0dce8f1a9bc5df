package dev.polysweep.job;

import dev.polysweep.job.analysis.Weights;
import dev.polysweep.math.Matrix;
import dev.polysweep.report.terminal.WeightAnalysis.Curve;
import dev.polysweep.spark.Cluster;
import dev.polysweep.spark.store.ResultReader;
import dev.polysweep.spark.store.ResultReader.CellKey;
import dev.polysweep.spark.store.ResultReader.LoggedLoss;
import dev.polysweep.sweep.CellId;
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
    CellKey key,
    String experiment,
    Record settings,
    Map<String, Matrix> arrays,
    List<Curve> curves) {

  /** The usual name of a decoder's matrix {@code [d_sae, d_in]}, whose rows are features. */
  private static final String DECODER = "w_dec";

  /**
   * The names under which a cell may have stored its weights, in the order in which they are looked
   * for.
   */
  private static final List<String> WEIGHTS = List.of("W", DECODER);

  private static final int SHOWN = 3;

  /**
   * Reads a cell. Spark is started for this and stopped afterwards.
   *
   * @param folder the results folder
   * @param named the cell's id, or the beginning of it if no other cell's id begins so
   * @param master Spark's master URL, or null for the configured master or, if none is configured,
   *     all cores of this machine
   * @param jars jar files with experiments that are not on the class path of Spark's executors
   * @throws SweepException if there is no such cell, or the cell stored no matrices
   */
  public static StoredCell read(Path folder, String named, String master, List<Path> jars)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new SweepException(folder + ": not a results folder");
    }
    if (!named.matches("[0-9a-f]{1,16}")) {
      throw new SweepException(
          "--cell: " + named + " is no cell id: those have up to 16 digits 0 to 9 and a to f");
    }
    Sweep sweep = JobFolder.sweepOf(folder);
    try (Cluster cluster = Cluster.open("polysweep cell of " + sweep.name(), master, jars)) {
      JobFolder results = new JobFolder(cluster, folder, sweep);
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
              .filter(c -> CellId.of(sweep.experiment(), c.identity(), key.seed()).equals(key.id()))
              .map(Configuration::settings)
              .findFirst()
              .orElse(null);
      return new StoredCell(
          key, sweep.experiment(), settings, arrays, curves(reader.lossesOf(key.id())));
    }
  }

  private static CellKey find(JobFolder results, String named) throws IOException {
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
   * The weights of the cell, to be analysed.
   *
   * @param tensor name of the matrix, or null for {@code W} or {@code w_dec}, whichever exists
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
    return new Weights(name + " of cell " + describe(key), arrays.get(name), name.equals(DECODER));
  }
}
