/**
 * The comparison of two results folders, for the terminal and as a page. It is made from the
 * numbers that {@code job} has gathered and independent of how they are stored. Read {@link
 * dev.polysweep.report.compare.Comparison} first, which holds them.
 */
package dev.polysweep.report.compare;
