package dev.polysweep.spark.session;

import dev.polysweep.engine.Device;
import dev.polysweep.engine.Engine;
import dev.polysweep.engine.EngineUnavailableException;
import dev.polysweep.engine.Engines;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** The GPUs that Spark assigns: one to each executor, which several of its tasks may share. */
public final class Gpus {

  private static final String EXECUTOR = "spark.executor.resource.gpu.amount";

  /** Tasks that keep a GPU busy. */
  private static final int SHARING = 2;

  private static final String TASK = "spark.task.resource.gpu.amount";

  private Gpus() {}

  /**
   * The GPU that Spark has assigned to the calling task; if it has assigned none, that of the
   * process.
   *
   * @throws EngineUnavailableException if Spark has assigned several GPUs to the task
   */
  public static Device assigned() {
    TaskContext task = TaskContext.get();
    ResourceInformation gpu = task == null ? null : task.resourcesJMap().get("gpu");
    if (gpu == null) {
      return Device.ofProcess();
    }
    if (gpu.addresses().length != 1) {
      throw new EngineUnavailableException(
          "Spark gave this task "
              + gpu.addresses().length
              + " GPUs; set "
              + TASK
              + " to 1 or less");
    }
    return Device.gpu(gpu.addresses()[0]);
  }

  /**
   * Checks the configured amounts of GPUs. Spark itself would wait for ever for an amount that it
   * cannot give.
   *
   * @param conf configuration with the amounts of GPUs for an executor and for a task
   * @param master Spark's master URL
   * @throws EngineUnavailableException if GPUs are asked for with a local master, if an executor
   *     has not exactly one, or if a task has none or more than one; the message says what to set
   */
  static void check(SparkConf conf, String master) {
    double executor = amount(conf, EXECUTOR);
    double task = amount(conf, TASK);
    if (executor == 0 && task == 0) {
      return;
    }
    if (Sessions.isLocal(master)) {
      throw new EngineUnavailableException(
          EXECUTOR
              + " and "
              + TASK
              + " are set, but Spark deals out no GPUs with --master "
              + master
              + "; leave them out and use --gpu 0, or start a Master and a Worker on this machine"
              + " (src/site/markdown/clusters.md: A cluster of one machine) and use --master spark://HOST:7077");
    }
    if (executor != 1) {
      throw new EngineUnavailableException(
          EXECUTOR + " is " + text(executor) + "; an executor uses one GPU: set it to 1");
    }
    if (task <= 0 || task > 1) {
      throw new EngineUnavailableException(
          TASK + " is " + text(task) + "; set it to 1, or to 0.5 to let two tasks share a GPU");
    }
  }

  /**
   * Whether the tasks that train have a GPU, each or several of them one.
   *
   * @param conf configuration with the amount of GPUs for an executor
   */
  public static boolean given(SparkConf conf) {
    return amount(conf, EXECUTOR) > 0 || Device.ofProcess().hasGpu();
  }

  /**
   * The number of tasks for which packs are cut, among those that run at the same time and have a
   * GPU. A cluster runs as many as are to share its GPUs. On one machine all cores share its GPU,
   * which two tasks keep busy, one training while the other measures; more tasks would only have
   * smaller packs.
   *
   * @param conf configuration with the amount of GPUs for an executor
   * @param tasks number of tasks that run at the same time
   */
  public static int tasks(SparkConf conf, int tasks) {
    return amount(conf, EXECUTOR) > 0 ? tasks : Math.min(SHARING, tasks);
  }

  /**
   * Checks that executors have a GPU if an engine needs one. The engine {@code auto} needs none.
   *
   * @param engine name of the engine, or auto
   * @param conf configuration with the amount of GPUs for an executor
   * @throws EngineUnavailableException if the engine needs a GPU and executors have none; the
   *     message says what to set
   */
  public static void requireFor(String engine, SparkConf conf) {
    boolean needed =
        Engines.all().stream().filter(e -> e.name().equals(engine)).anyMatch(Engine::needsGpu);
    if (needed && !given(conf)) {
      throw new EngineUnavailableException(
          "engine '" + engine + "' cannot run here: " + Device.MISSING);
    }
  }

  private static double amount(SparkConf conf, String key) {
    return conf.getDouble(key, 0);
  }

  private static String text(double amount) {
    return amount == Math.rint(amount) ? String.valueOf((long) amount) : String.valueOf(amount);
  }
}
