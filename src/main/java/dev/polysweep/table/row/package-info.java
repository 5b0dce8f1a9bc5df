/**
 * One record for each result table with fixed columns: its components are the columns, with the
 * type, unit, meaning and formula of each.
 *
 * <p>The package imports {@code table} only, and every package may import it. Read {@link
 * dev.polysweep.table.row.SummaryRow} first, a typical row.
 */
package dev.polysweep.table.row;
