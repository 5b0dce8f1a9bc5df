package dev.polysweep.engine;

import java.util.Objects;

/**
 * What a cluster gave to this process to compute on: one GPU, or none.
 *
 * @param gpu the GPU's address as the cluster's discovery script printed it, usually its index;
 *     null for none
 */
public record Device(String gpu) {

  /** No GPU. */
  public static final Device NONE = new Device(null);

  /** Why an engine for GPUs cannot run without one, and what to set. */
  public static final String MISSING =
      "no GPU is assigned to this process; run it on a cluster and set"
          + " spark.executor.resource.gpu.amount=1, spark.task.resource.gpu.amount=0.5 and"
          + " spark.executor.resource.gpu.discoveryScript (conf/spark-gpu.conf has them)";

  /** The GPU with that address. */
  public static Device gpu(String address) {
    return new Device(Objects.requireNonNull(address, "address"));
  }

  /** Whether there is a GPU. */
  public boolean hasGpu() {
    return gpu != null;
  }

  @Override
  public String toString() {
    return hasGpu() ? "GPU " + gpu : "no GPU";
  }
}
