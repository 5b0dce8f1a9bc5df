package dev.polysweep.engine;

import java.util.Objects;

/**
 * The GPU that the cluster has assigned to this process, or none.
 *
 * @param gpu address of the GPU as the cluster's discovery script printed it, usually the GPU's
 *     index; null for no GPU
 */
public record Device(String gpu) {

  /** No GPU. */
  public static final Device NONE = new Device(null);

  /** The system property by which a user gives this process a GPU, by its address. */
  public static final String PROPERTY = "polysweep.gpu";

  /**
   * The message that an engine for GPUs gives if no GPU is assigned, with the settings that assign
   * one.
   */
  public static final String MISSING =
      "no GPU is assigned to this process; on one machine use --gpu 0, on a cluster set"
          + " spark.executor.resource.gpu.amount=1, spark.task.resource.gpu.amount=0.5 and"
          + " spark.executor.resource.gpu.discoveryScript (conf/spark-gpu.conf has them)";

  /** The GPU that the user has given this process by {@value #PROPERTY}, or none. */
  public static Device ofProcess() {
    String address = System.getProperty(PROPERTY);
    return address == null || address.isBlank() ? NONE : gpu(address);
  }

  /** The GPU with the given address. */
  public static Device gpu(String address) {
    return new Device(Objects.requireNonNull(address, "address"));
  }

  /** Whether a GPU is assigned. */
  public boolean hasGpu() {
    return gpu != null;
  }

  @Override
  public String toString() {
    return hasGpu() ? "GPU " + gpu : "no GPU";
  }
}
