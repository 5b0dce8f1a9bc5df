package dev.polysweep.sweep.plan;

import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.table.Column;
import dev.polysweep.table.EventTable;
import dev.polysweep.table.TableSchema;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks that an experiment records values only under names of columns that it declares; a value
 * under any other name would be lost.
 */
public final class RecordedNames {

  private RecordedNames() {}

  /**
   * Compares what a cell recorded with what its experiment declares.
   *
   * @throws IllegalStateException if the cell recorded a metric, a metric of an epoch, or an event
   *     that the experiment's tables have no column for; the message names it and the columns
   */
  public static void require(Experiment<?> experiment, CellRun<?> run) {
    String of = "experiment " + experiment.name() + " records ";
    require(of + "the metric ", run.metrics().keySet(), names(experiment.cellMetrics()));
    Set<String> epochs = names(experiment.epochMetrics());
    for (CellRun.Epoch epoch : run.epochs()) {
      require(of + "the metric of an epoch ", epoch.metrics().keySet(), epochs);
    }
    for (CellRun.Event event : run.events()) {
      TableSchema table =
          experiment.eventTables().stream()
              .map(EventTable::schema)
              .filter(schema -> schema.name().equals(event.table()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          of + "events in " + event.table() + ", a table that it does not have"));
      require(
          of + "in the events of " + event.table() + " ",
          event.values().keySet(),
          names(table.columns()));
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
    return columns.stream()
        .map(Column::name)
        .collect(Collectors.toCollection(java.util.TreeSet::new));
  }
}
