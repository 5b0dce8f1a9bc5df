/**
 * The interface of experiments and what they share: settings that are declared in a configuration
 * record, and the object in which a running cell records its results. Each experiment has a package
 * below this one.
 *
 * <p>These packages import {@code engine}, {@code data}, {@code metric}, {@code table} and {@code
 * math}, and may be imported by {@code sweep}, {@code spark}, {@code job} and {@code cli}. Read
 * {@link dev.polysweep.experiment.Experiment} first, then {@link dev.polysweep.experiment.CellRun}.
 */
package dev.polysweep.experiment;
