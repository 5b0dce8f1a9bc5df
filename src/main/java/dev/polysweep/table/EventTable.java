package dev.polysweep.table;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of events that happen in cells, as many rows a cell as there were, and how they are
 * aggregated.
 *
 * @param schema name, what a row is, and the columns beside cell_id, label and seed
 * @param at column with the epoch at which an event begins, by which a cell's are in order
 * @param values columns of doubles that are averaged: over the events of a seed, then over seeds
 * @param groupings by which columns (label and seed among them) the events are grouped for that
 */
public record EventTable(
    TableSchema schema, String at, List<String> values, List<List<String>> groupings)
    implements Serializable {

  /** Copies the lists. */
  public EventTable {
    values = new ArrayList<>(values);
    groupings = new ArrayList<>(groupings);
  }

  /** Name of the table. */
  public String name() {
    return schema.name();
  }
}
