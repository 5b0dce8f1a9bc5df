package dev.polysweep.spark.session;

import org.apache.spark.SparkContext;

/** Names jobs on Spark's web page, which would otherwise show lines of code. */
public final class JobNames {

  private JobNames() {}

  /**
   * Names all jobs, and their stages, that this thread starts from now on; threads that it creates
   * inherit the name.
   */
  public static void set(SparkContext context, String name) {
    context.setJobDescription(name);
    context.setCallSite(name);
  }
}
