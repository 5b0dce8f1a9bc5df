/**
 * The front door for Java programs: {@link dev.polysweep.job.SweepJob} runs a sweep, {@link
 * dev.polysweep.job.Results} reads the results that it wrote, and {@link
 * dev.polysweep.job.StoredCell} a trained cell. The command line is one user of this package.
 * Nothing here prints or ends the process.
 *
 * <p>Errors that a person can repair are {@link dev.polysweep.sweep.yaml.SweepException}s, whose
 * message is one line. Where a message names an option of the command line, such as {@code
 * --fresh}, the method of {@code SweepJob} has the same name.
 */
package dev.polysweep.job;
