package dev.polysweep.engine.gpu;

import dev.polysweep.engine.Device;
import java.util.Optional;
import java.util.function.Function;

/**
 * Binds this process to one GPU for an engine: the engine is started once, on the first GPU that is
 * asked for, and refuses any other until the process ends. Thread-safe.
 */
public final class GpuBinding {

  private Device bound;
  private Optional<String> failure;

  /**
   * Starts the engine at the first call.
   *
   * @param device the GPU of this process
   * @param start starts the engine on a GPU, and returns the reason why it cannot run there, with
   *     the remedy; empty if it can
   * @return the reason why the engine cannot run on this device; empty if it can
   */
  public synchronized Optional<String> bind(
      Device device, Function<Device, Optional<String>> start) {
    if (!device.hasGpu()) {
      return Optional.of(Device.MISSING);
    }
    if (failure == null) {
      bound = device;
      failure = addressObstacle(device).or(() -> start.apply(device));
    }
    if (!bound.equals(device)) {
      return Optional.of(
          "this process is bound to "
              + bound
              + " and cannot use "
              + device
              + " as well; assign one GPU to each"
              + " executor: spark.executor.resource.gpu.amount=1");
    }
    return failure;
  }

  /** The GPU to which this process is bound; {@link Device#NONE} before the first binding. */
  public synchronized Device bound() {
    return bound == null ? Device.NONE : bound;
  }

  /**
   * The index by which CUDA knows a GPU. In a container that shows a single GPU this index is 0,
   * whatever the GPU's address.
   *
   * @param visible number of GPUs that CUDA sees
   * @throws IllegalStateException if CUDA does not see the GPU
   */
  public static int index(Device device, int visible) {
    int index = Integer.parseInt(device.gpu());
    if (index >= visible && visible != 1) {
      throw new IllegalStateException(device + " is assigned, but CUDA sees " + visible + " GPUs");
    }
    return visible == 1 ? 0 : index;
  }

  private static Optional<String> addressObstacle(Device device) {
    return device.gpu().matches("[0-9]{1,4}")
        ? Optional.empty()
        : Optional.of(
            "the GPU's address is '"
                + device.gpu()
                + "'; the discovery script should print indices");
  }
}
