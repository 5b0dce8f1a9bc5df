package dev.polysweep.spark.session;

import org.apache.spark.SparkContext;

/** Words for Spark's web page in the place of lines of code. */
public final class JobNames {

  private JobNames() {}

  /** Names the jobs, and their stages, that this thread and threads it starts begin from now on. */
  public static void set(SparkContext context, String name) {
    context.setJobDescription(name);
    context.setCallSite(name);
  }
}
