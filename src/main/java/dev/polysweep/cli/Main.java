package dev.polysweep.cli;

import java.lang.reflect.InvocationTargetException;
import java.util.Locale;

/**
 * The entry point. It checks the Java version that it runs on and then calls {@code Polysweep}. The
 * class is compiled for Java 8, so that an old Java prints a line that says what to do instead of a
 * stack trace; for the same reason, it uses no other class before the check.
 */
public final class Main {

  private static final int JAVA = 17;

  /**
   * The newest Java version on which Spark 3.5 is supported here. From version 24 on, Hadoop cannot
   * determine the user.
   */
  private static final int NEWEST = 21;

  private static final long HEAP =
      400L << 20; // bytes; Spark itself requires 450 MB of the recommended 512

  private Main() {}

  /** Runs Polysweep and exits with its exit code. */
  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ENGLISH); // messages of the JDK and of libraries, too
    String problem =
        problem(
            System.getProperty("java.specification.version"),
            Runtime.getRuntime().maxMemory(),
            hasVectorModule());
    if (problem != null) {
      System.err.println("polysweep: " + problem);
      System.exit(2);
    }
    try {
      Class.forName("dev.polysweep.cli.Polysweep")
          .getMethod("main", String[].class)
          .invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception ? (Exception) e.getCause() : e;
    }
  }

  /** Says why Polysweep cannot run on this virtual machine, or returns null if it can. */
  static String problem(String java, long heap, boolean vectorModule) {
    int version = Integer.parseInt(java.startsWith("1.") ? java.substring(2) : java);
    if (version < JAVA) {
      return "Java " + version + " is too old; run it with a JDK " + JAVA;
    }
    if (version > NEWEST) {
      return "Java " + version + " is too new for Spark 3.5; run it with a JDK " + JAVA;
    }
    if (heap < HEAP) {
      return "a heap of "
          + (heap >> 20)
          + " MB is too small; allow more with POLYSWEEP_JAVA_OPTS=-Xmx1g";
    }
    if (!vectorModule) {
      return "the vector module is missing; start Java with --add-modules=jdk.incubator.vector,"
          + " as bin/polysweep does, or on a cluster as in conf/spark-defaults.conf";
    }
    return null;
  }

  private static boolean hasVectorModule() {
    try {
      Class.forName("jdk.incubator.vector.FloatVector", false, null);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
