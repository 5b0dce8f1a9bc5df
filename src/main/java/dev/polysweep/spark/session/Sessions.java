package dev.polysweep.spark.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * Starts Spark: inside this process by default, or as {@code spark-submit} and {@code --master}
 * say.
 */
public final class Sessions {

  /**
   * How often Spark tries a task before it gives up the job; the number is its default on clusters.
   */
  private static final int TRIES = 4;

  private static final String JARS = "spark.jars";

  private static final Pattern LOCAL = Pattern.compile("local(?:\\[([^,\\]]+)\\])?");

  private static final String EXECUTOR_JAVA = "spark.executor.defaultJavaOptions";

  /**
   * Spark and Hadoop write the numbers in file names with the digits of the locale; English has 0
   * to 9.
   */
  private static final String IN_ENGLISH = "-Duser.language=en";

  /** Settings that the format of the results relies on; they override the user's configuration. */
  private static final Map<String, String> REQUIRED =
      Map.of(
          "spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS",
          "spark.sql.session.timeZone", "UTC",
          "spark.sql.parquet.compression.codec", "zstd",
          "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version", "1",
          "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "true",
          "spark.hadoop.parquet.summary.metadata.level", "NONE",
          "spark.hadoop.parquet.page.verify-checksum.enabled", "true");

  private Sessions() {}

  /**
   * Returns the Spark session of this process, and starts it if there is none. Settings of {@code
   * spark-submit} and {@code -Dspark.…} apply, except for those that the format of the results
   * relies on.
   *
   * @param name name of the application on Spark's web page
   * @param master Spark's master URL; null stands for the configured one or, if none is configured,
   *     for {@code local[*]}
   * @param jars jar files of this machine that are sent to executors, besides the configured ones
   * @throws dev.polysweep.engine.EngineUnavailableException if Spark cannot assign the GPUs that
   *     its configuration asks for
   */
  public static SparkSession open(String name, String master, List<Path> jars) {
    Surroundings.prepare(isLocal(master)); // SparkConf itself asks for the machine's address
    SparkConf conf = new SparkConf();
    String url = master != null ? master : conf.get("spark.master", "local[*]");
    Gpus.check(conf, url);
    conf.setMaster(withRetries(url)).setAppName(name);
    REQUIRED.forEach(conf::set);
    defaults(url).forEach(conf::setIfMissing);
    addJars(conf, jars);
    conf.set(EXECUTOR_JAVA, (IN_ENGLISH + " " + conf.get(EXECUTOR_JAVA, "")).strip());
    return SparkSession.builder().config(conf).getOrCreate();
  }

  /** Returns the Spark session as {@link #open(String, String, List)} does, without jar files. */
  public static SparkSession open(String name, String master) {
    return open(name, master, List.of());
  }

  private static void addJars(SparkConf conf, List<Path> jars) {
    if (!jars.isEmpty()) {
      List<String> all = new ArrayList<>();
      String configured = conf.get(JARS, "");
      if (!configured.isEmpty()) {
        all.add(configured);
      }
      jars.forEach(jar -> all.add(jar.toAbsolutePath().toUri().toString()));
      conf.set(JARS, String.join(",", all));
    }
  }

  /**
   * Whether tasks run in the driver's own process.
   *
   * @param master Spark's master URL; null stands for the configured one or, if none is configured,
   *     for {@code local[*]}
   */
  public static boolean isLocal(String master) {
    String url = master != null ? master : System.getProperty("spark.master", "local[*]");
    return url.matches("local(\\[.*)?");
  }

  /**
   * A master URL that allows retries. Under {@code local} and {@code local[N]} Spark tries a task
   * only once; this method returns {@code local[N,4]} for them, so that a task gets as many tries
   * as on a cluster, and any other URL unchanged.
   */
  static String withRetries(String master) {
    Matcher local = LOCAL.matcher(master);
    if (!local.matches()) {
      return master;
    }
    String threads = local.group(1) == null ? "1" : local.group(1);
    return "local[" + threads + "," + TRIES + "]";
  }

  private static Map<String, String> defaults(String master) {
    Map<String, String> defaults = new LinkedHashMap<>();
    defaults.put("spark.sql.adaptive.enabled", "true");
    defaults.put("spark.sql.catalogImplementation", "in-memory");
    defaults.put("spark.ui.showConsoleProgress", "false");
    // Rows of a wave hold whole training histories; a vectorised batch of 4 096 of them would not
    // fit small heaps.
    defaults.put("spark.sql.parquet.columnarReaderBatchSize", "256");
    if (master.startsWith("local")) {
      int cores = Runtime.getRuntime().availableProcessors();
      defaults.put("spark.ui.enabled", "false");
      // By default an Error in a task would end this process; it is to fail the job only.
      defaults.put("spark.executor.killOnFatalErrorDepth", "0");
      defaults.put("spark.hadoop.fs.file.impl", LocalFiles.class.getName());
      defaults.put("spark.driver.host", "localhost");
      defaults.put("spark.driver.bindAddress", "127.0.0.1");
      defaults.put("spark.sql.shuffle.partitions", String.valueOf(Math.max(2, cores)));
      // On tables as small as these, compiling generated code costs more than it saves.
      defaults.put("spark.sql.codegen.wholeStage", "false");
      defaults.put("spark.sql.ui.retainedExecutions", "20");
    }
    return defaults;
  }
}
