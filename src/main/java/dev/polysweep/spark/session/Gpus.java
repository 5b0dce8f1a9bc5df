package dev.polysweep.spark.session;

import dev.polysweep.engine.Device;
import dev.polysweep.engine.Engine;
import dev.polysweep.engine.EngineUnavailableException;
import dev.polysweep.engine.Engines;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/** GPUs as Spark deals them out: one to an executor, which several of its tasks may share. */
public final class Gpus {

  private static final String EXECUTOR = "spark.executor.resource.gpu.amount";
  private static final String TASK = "spark.task.resource.gpu.amount";

  private Gpus() {}

  /** What Spark gave to the task that calls; nothing outside a task. */
  public static Device assigned() {
    TaskContext task = TaskContext.get();
    ResourceInformation gpu = task == null ? null : task.resourcesJMap().get("gpu");
    if (gpu == null) {
      return Device.NONE;
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
   * Refuses amounts of GPUs that cannot work, before Spark waits for them for ever.
   *
   * @throws EngineUnavailableException with the remedy
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
              + "; leave them out to run on the CPU, or start a Master and a Worker on this machine"
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
   * Refuses an engine for GPUs where executors get none.
   *
   * @param engine name of the engine, or auto
   * @throws EngineUnavailableException with what to set
   */
  public static void requireFor(String engine, SparkConf conf) {
    boolean needed =
        Engines.all().stream().filter(e -> e.name().equals(engine)).anyMatch(Engine::needsGpu);
    if (needed && amount(conf, EXECUTOR) == 0) {
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
