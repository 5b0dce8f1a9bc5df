package dev.polysweep.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.spark.store.ResultTables;
import dev.polysweep.spark.store.StoredTables;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.SweepFile;
import dev.polysweep.sweep.setting.Settings;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.TableRow;
import dev.polysweep.table.TableSchema;
import dev.polysweep.table.Type;
import dev.polysweep.table.row.AgreementRow;
import dev.polysweep.table.row.ArrayRow;
import dev.polysweep.table.row.ConsensusRow;
import dev.polysweep.table.row.ContrastRow;
import dev.polysweep.table.row.CurveRow;
import dev.polysweep.table.row.DecisionRow;
import dev.polysweep.table.row.EffectRow;
import dev.polysweep.table.row.LevelRow;
import dev.polysweep.table.row.NullRow;
import dev.polysweep.table.row.ReturnRow;
import dev.polysweep.table.row.RivalRow;
import dev.polysweep.table.row.ShareRow;
import dev.polysweep.table.row.SummaryRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads the tables of a results folder as streams of rows, one row at a time. No Spark is started,
 * and the folder is not locked. While a sweep runs, a stream gives the rows of the waves that were
 * complete when the stream was opened.
 *
 * <p>A folder may hold cells that the sweep no longer has, and cells under the label that an
 * earlier run gave their configuration. {@link #cells}, {@link #epochs}, {@link #events} and {@link
 * #arrays} give them as they were written; the aggregate tables are of the sweep's own cells and
 * labels.
 *
 * <p>Each stream holds a file open and is to be closed. A stream that meets an unreadable file
 * throws {@link UncheckedIOException}.
 *
 * <pre>{@code
 * try (Stream<TableRow> cells = Results.in(Path.of("results")).cells()) {
 *   cells.forEach(cell -> System.out.println(cell.text("label") + " " + cell.number("mmcs")));
 * }
 * }</pre>
 */
public final class Results {

  final String place;
  final StoredTables stored;
  private final Sweep sweep;
  private final Settings<?> settings;
  final ResultTables tables;
  private final ObjectMapper json = new ObjectMapper();

  private Results(String place, StoredTables stored, Sweep sweep) {
    this.place = place;
    this.stored = stored;
    this.sweep = sweep;
    Experiment<?> experiment = Experiments.installed().of(sweep);
    settings = Settings.of(experiment);
    tables = ResultTables.of(sweep, experiment);
  }

  /**
   * The results in a folder of this machine.
   *
   * @throws SweepException if the folder is not a results folder
   * @throws IOException if the folder cannot be read
   */
  public static Results in(Path folder) throws IOException {
    return in(folder.toAbsolutePath().normalize().toString());
  }

  /**
   * The results in a folder of any file system that Hadoop knows.
   *
   * @param folder a path, or a URI such as {@code hdfs://host/results} or {@code
   *     s3a://bucket/results}
   * @throws SweepException if the folder is not a results folder
   * @throws IOException if the folder cannot be read
   */
  public static Results in(String folder) throws IOException {
    StoredTables stored = new StoredTables(folder);
    String yaml = stored.text("sweep.yaml");
    if (yaml == null) {
      throw new SweepException(folder + ": not a results folder: there is no sweep.yaml");
    }
    return new Results(folder, stored, SweepFile.parse(yaml, folder + "/sweep.yaml"));
  }

  /** The sweep of the folder, with the settings with which it ran. */
  public Sweep sweep() {
    return sweep;
  }

  /**
   * The table {@code cells}: one row per cell with its id, label, seed, status, one column for each
   * swept setting and one for each metric, by the names that the report's documentation of tables
   * lists.
   */
  public Stream<TableRow> cells() throws IOException {
    return stored.waves(tables.cells()).map(this::completed);
  }

  /**
   * Completes a row. A wave that was written before a setting was swept lacks the setting's column;
   * its value is then taken from {@code config}, which holds every setting.
   */
  private TableRow completed(TableRow row) {
    Map<String, Object> values = new LinkedHashMap<>(row.values());
    for (String column : tables.swept().keySet()) {
      if (values.get(column) == null) {
        values.put(column, configured(row.text("config"), column));
      }
    }
    return new TableRow(values);
  }

  private Object configured(String config, String column) {
    try {
      JsonNode node = json.readTree(config);
      for (String part : settings.ofColumn(column).key().split("\\.")) {
        node = node.isArray() ? node.path(Integer.parseInt(part)) : node.path(part);
      }
      if (node.isNull() || node.isMissingNode()) {
        return null;
      }
      Type type = settings.columnType(column);
      return switch (type) {
        case BOOLEAN -> node.asBoolean();
        case LONG -> node.asLong();
        case DOUBLE -> node.asDouble();
        default -> node.isTextual() ? node.asText() : node.toString();
      };
    } catch (IOException e) {
      throw new UncheckedIOException(place + ": a configuration is damaged", e);
    }
  }

  /** The table {@code epochs}: a row for each logged epoch of each cell, with loss and metrics. */
  public Stream<TableRow> epochs() throws IOException {
    return stored.waves(tables.epochs());
  }

  /**
   * One of the experiment's tables of events.
   *
   * @param name name of the table
   * @throws IllegalArgumentException if the experiment has no such table
   */
  public Stream<TableRow> events(String name) throws IOException {
    return stored.waves(tables.events(name));
  }

  /** The table {@code arrays}: a row for each matrix of each cell. */
  public Stream<ArrayRow> arrays() throws IOException {
    return stored.waves(ArrayRow.SCHEMA, ArrayRow.class);
  }

  /** The table {@code summary}: mean and interval of each metric of each label. */
  public Stream<SummaryRow> summary() throws IOException {
    return aggregate(SummaryRow.SCHEMA, SummaryRow.class);
  }

  /** The table {@code contrasts}: each label against the baseline, metric by metric. */
  public Stream<ContrastRow> contrasts() throws IOException {
    return aggregate(ContrastRow.SCHEMA, ContrastRow.class);
  }

  /** The table {@code nulls}: the metrics that are compared with a null distribution. */
  public Stream<NullRow> nulls() throws IOException {
    return aggregate(NullRow.SCHEMA, NullRow.class);
  }

  /** The table {@code effects}: the effects of a factorial sweep. */
  public Stream<EffectRow> effects() throws IOException {
    return aggregate(EffectRow.SCHEMA, EffectRow.class);
  }

  /** The table {@code shares}: what the variance of each metric comes from. */
  public Stream<ShareRow> shares() throws IOException {
    return aggregate(ShareRow.SCHEMA, ShareRow.class);
  }

  /** The table {@code levels}: each metric at each value of each swept setting. */
  public Stream<LevelRow> levels() throws IOException {
    return aggregate(LevelRow.SCHEMA, LevelRow.class);
  }

  /** The table {@code rivals}: each label against the best by each metric. */
  public Stream<RivalRow> rivals() throws IOException {
    return aggregate(RivalRow.SCHEMA, RivalRow.class);
  }

  /**
   * The table {@code returns}: what latents that come back in some share of a label's other seeds
   * are worth. {@link SweepJob#agree} makes it.
   */
  public Stream<ReturnRow> returns() throws IOException {
    return aggregate(ReturnRow.SCHEMA, ReturnRow.class, "polysweep agree");
  }

  /**
   * The table {@code consensus}: the directions that come back in at least half of a label's other
   * seeds. {@link SweepJob#agree} makes it.
   */
  public Stream<ConsensusRow> consensus() throws IOException {
    return aggregate(ConsensusRow.SCHEMA, ConsensusRow.class, "polysweep agree");
  }

  /**
   * The table {@code agreement}: how far the dictionaries of each label's seeds agree. {@link
   * SweepJob#agree} makes it.
   */
  public Stream<AgreementRow> agreement() throws IOException {
    return aggregate(AgreementRow.SCHEMA, AgreementRow.class, "polysweep agree");
  }

  /** The table {@code decisions}: the comparisons that decided how many seeds were run. */
  public Stream<DecisionRow> decisions() throws IOException {
    return aggregate(DecisionRow.SCHEMA, DecisionRow.class);
  }

  /** The table {@code curves}: means over seeds, epoch by epoch. */
  public Stream<CurveRow> curves() throws IOException {
    return aggregate(CurveRow.SCHEMA, CurveRow.class);
  }

  private <R extends Record> Stream<R> aggregate(TableSchema table, Class<R> type)
      throws IOException {
    return aggregate(table, type, "polysweep aggregate");
  }

  private <R extends Record> Stream<R> aggregate(TableSchema table, Class<R> type, String command)
      throws IOException {
    if (!stored.has(table)) {
      throw new SweepException(
          place + ": there is no table " + table.name() + "; " + command + " makes it");
    }
    return stored.rows(table, type);
  }
}
