package dev.polysweep.sweep.plan;

import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.table.Column;
import dev.polysweep.table.EventTable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The names under which an experiment may record values: the columns of its tables. A value under
 * another name would be lost.
 */
public final class RecordedNames {

  private final String experiment;
  private final Set<String> metrics;
  private final Set<String> epochMetrics;
  private final Map<String, Set<String>> events = new TreeMap<>();

  /** The names that an experiment declares. */
  public RecordedNames(Experiment<?> experiment) {
    this.experiment = experiment.name();
    metrics = names(experiment.cellMetrics());
    epochMetrics = names(experiment.epochMetrics());
    for (EventTable table : experiment.eventTables()) {
      events.put(table.name(), names(table.schema().columns()));
    }
  }

  /**
   * Checks what a cell recorded.
   *
   * @throws IllegalStateException if the cell recorded a metric, a metric of an epoch, or an event
   *     for which the experiment's tables have no column; the message contains the name and the
   *     existing columns
   */
  public void require(CellRun<?> run) {
    String records = "experiment " + experiment + " records ";
    require(records + "the metric ", run.metrics().keySet(), metrics);
    for (CellRun.Epoch epoch : run.epochs()) {
      require(records + "the metric of an epoch ", epoch.metrics().keySet(), epochMetrics);
    }
    for (CellRun.Event event : run.events()) {
      Set<String> columns = events.get(event.table());
      if (columns == null) {
        throw new IllegalStateException(
            records + "events in " + event.table() + ", a table that it does not have");
      }
      require(
          records + "in the events of " + event.table() + " ", event.values().keySet(), columns);
    }
  }

  private static void require(String what, Collection<String> recorded, Set<String> columns) {
    for (String name : recorded) {
      if (!columns.contains(name)) {
        throw new IllegalStateException(
            what + "'" + name + "', which is no column; there are " + String.join(", ", columns));
      }
    }
  }

  private static Set<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).collect(Collectors.toCollection(TreeSet::new));
  }
}
