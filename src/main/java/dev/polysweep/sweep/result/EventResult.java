package dev.polysweep.sweep.result;

import java.io.Serializable;
import java.util.Map;

/**
 * An event in a cell.
 *
 * @param table name of its table
 * @param values those known, by column
 */
public record EventResult(String table, Map<String, Object> values) implements Serializable {}
