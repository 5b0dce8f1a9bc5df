/**
 * The report that all experiments share: the HTML page with its tables and figures, the notebook,
 * and the documentation of the tables, all made from the aggregate tables in {@link
 * dev.polysweep.report.page.ReportInput}. The package also defines {@link
 * dev.polysweep.report.page.ExperimentPage}, by which an experiment adds findings and figures of
 * its own, and finds these pages as services. It imports {@code draw}, {@code chart} and {@code
 * explorer}; {@code experiment}, {@code feature} and {@code terminal} may import it, as may {@code
 * job}, {@code cli} and experiments in jars of their own. Read {@link
 * dev.polysweep.report.page.Report} first.
 */
package dev.polysweep.report.page;
