/**
 * How this project starts Spark and runs jobs on it: the configuration of the session, GPUs, names
 * and failures of jobs, and the file system of this machine.
 *
 * <p>The other packages below {@code spark} may import this package, and it imports none of them.
 * Read {@link dev.polysweep.spark.session.Sessions} first.
 */
package dev.polysweep.spark.session;
