/**
 * The result tables without Spark: for each table a record whose components are the columns, with
 * the type, unit, meaning and formula of every column. The Parquet schema of a table and its
 * documentation in the report are both generated from these records.
 *
 * <p>The package imports nothing of Polysweep, and every package may import it. Read {@link
 * dev.polysweep.table.TableSchema} first, then {@link dev.polysweep.table.SummaryRow}, a typical
 * row.
 */
package dev.polysweep.table;
