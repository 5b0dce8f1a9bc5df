/**
 * Output for terminals as text: the table of results at the end of a sweep, and the report on a
 * single weight matrix with bars, shades and charts of dots. The classes return text and never
 * print it; they keep to a width in columns and, where the terminal needs that, to ASCII. {@code
 * cli} and {@code job} may import this package; no other package of the report may. Read {@link
 * dev.polysweep.report.terminal.TerminalTable} first, then {@link
 * dev.polysweep.report.terminal.WeightReport}.
 */
package dev.polysweep.report.terminal;
