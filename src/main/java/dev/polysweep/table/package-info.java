/**
 * The result tables without Spark. The records in {@code row} hold the columns of tables whose
 * columns are fixed; here is what describes columns and tables, and what reads those whose columns
 * depend on the sweep. The Parquet schema of a table and its documentation in the report are both
 * generated from these classes.
 *
 * <p>The package imports nothing of Polysweep, and every package may import it. Read {@link
 * dev.polysweep.table.TableSchema} first, then {@link dev.polysweep.table.row.SummaryRow}, a
 * typical row.
 */
package dev.polysweep.table;
