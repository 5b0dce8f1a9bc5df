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

/** Starts Spark: embedded by default, or as {@code spark-submit} and {@code --master} say. */
public final class Sessions {

  /** Tries of a task before its job is given up, Spark's default on clusters. */
  private static final int TRIES = 4;

  private static final String JARS = "spark.jars";

  private static final Pattern LOCAL = Pattern.compile("local(?:\\[([^,\\]]+)\\])?");

  private static final String EXECUTOR_JAVA = "spark.executor.defaultJavaOptions";

  /** Spark and Hadoop number their files in the digits of the locale. */
  private static final String IN_ENGLISH = "-Duser.language=en";

  /** What the results rely on, whatever the master and the user's configuration. */
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
   * The session of this process. Settings of {@code spark-submit} and {@code -Dspark.…} count,
   * except for those that the format of the results depends on.
   *
   * @param name shown on Spark's web page
   * @param master Spark's master URL, or null for the one configured, and {@code local[*]} without
   *     any
   * @param jars jar files of this machine that executors get beside those that are configured
   * @throws dev.polysweep.engine.EngineUnavailableException if the GPUs asked for cannot be given
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

  /** The same without jar files. */
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
   * Whether tasks run in this very process.
   *
   * @param master Spark's master URL, or null for the one configured, and {@code local[*]} without
   *     any
   */
  public static boolean isLocal(String master) {
    String url = master != null ? master : System.getProperty("spark.master", "local[*]");
    return url.matches("local(\\[.*)?");
  }

  /**
   * {@code local} and {@code local[N]} give a task one try only; ours get as many as on a cluster.
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
      // An Error in a task is the job's failure; by default it would end this process, too.
      defaults.put("spark.executor.killOnFatalErrorDepth", "0");
      defaults.put("spark.hadoop.fs.file.impl", LocalFiles.class.getName());
      defaults.put("spark.driver.host", "localhost");
      defaults.put("spark.driver.bindAddress", "127.0.0.1");
      defaults.put("spark.sql.shuffle.partitions", String.valueOf(Math.max(2, cores)));
      // Compiling generated code costs more than interpreting it on tables as small as these.
      defaults.put("spark.sql.codegen.wholeStage", "false");
      defaults.put("spark.sql.ui.retainedExecutions", "20");
    }
    return defaults;
  }
}
