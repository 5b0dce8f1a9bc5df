package dev.polysweep.sweep.result;

import java.io.Serializable;
import java.util.Map;

/**
 * An event during the training of a cell, such as an intervention: one row of an event table.
 *
 * @param table name of the event table
 * @param values the known values of the row, by column name
 */
public record EventResult(String table, Map<String, Object> values) implements Serializable {}
