package dev.polysweep.table;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * An experiment's table of events, such as interventions: one row for each event that happened in a
 * cell, and the way in which the events are aggregated.
 *
 * @param schema name of the table, what a row is, and the columns besides cell_id, label and seed
 * @param at name of the column with the epoch at which an event begins, by which the events of a
 *     cell are ordered
 * @param values names of the columns of doubles that are averaged, first over the events of a seed
 *     and then over seeds
 * @param groupings lists of columns (also label and seed); for each list, events are grouped by its
 *     columns and averaged within the groups
 */
public record EventTable(
    TableSchema schema, String at, List<String> values, List<List<String>> groupings)
    implements Serializable {

  /** Copies the lists into lists that can be serialised. */
  public EventTable {
    values = new ArrayList<>(values);
    groupings = new ArrayList<>(groupings);
  }

  /** The name of the table. */
  public String name() {
    return schema.name();
  }
}
