/**
 * The findings and figures that Polysweep's own experiments add to the report. Each experiment has
 * an {@link dev.polysweep.report.page.ExperimentPage}, which is found as a service; therefore no
 * other package of the report may import this one, and an experiment without a page still has the
 * general report. Read {@link dev.polysweep.report.experiment.TamingPage} first, the shortest page,
 * then {@link dev.polysweep.report.experiment.TamingFindings}, which judges claims.
 */
package dev.polysweep.report.experiment;
