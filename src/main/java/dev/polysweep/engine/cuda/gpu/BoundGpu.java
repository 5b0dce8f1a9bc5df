package dev.polysweep.engine.cuda.gpu;

import dev.polysweep.engine.Device;
import dev.polysweep.engine.DeviceFailedException;
import dev.polysweep.engine.gpu.Gpu;
import dev.polysweep.engine.gpu.GpuBinding;
import dev.polysweep.engine.gpu.NvidiaSmi;
import java.util.Optional;

/**
 * The GPU of this process. JCuda, which speaks with the driver, is first touched here, so that a
 * process without it, or without a driver, gets a reason and not an error.
 */
public final class BoundGpu {

  private static final GpuBinding BINDING = new GpuBinding();
  private static volatile Accelerator accelerator;

  private BoundGpu() {}

  /**
   * Binds the process to a GPU.
   *
   * @return the reason why the engine cannot run on it, with the remedy; empty if it can
   */
  public static Optional<String> bind(Device device) {
    return BINDING.bind(device, BoundGpu::start);
  }

  /**
   * The GPU to which the process is bound.
   *
   * @throws IllegalStateException if it is bound to none
   */
  public static Accelerator accelerator() {
    if (accelerator == null) {
      throw new IllegalStateException(Device.MISSING);
    }
    return accelerator;
  }

  private static Optional<String> start(Device device) {
    return NvidiaSmi.query(device).flatMap(BoundGpu::refusal).or(() -> load(device));
  }

  /** The reason why a GPU is not supported; empty if it is. */
  static Optional<String> refusal(Gpu gpu) {
    return gpu.atLeast(7, 0)
        ? Optional.empty()
        : Optional.of(gpu + " is too old: the kernels need compute capability 7.0");
  }

  private static Optional<String> load(Device device) {
    try {
      accelerator = new DriverGpu(device);
      return Optional.empty();
    } catch (NoClassDefFoundError e) {
      return Optional.of("JCuda is not on the class path; lib/cuda of the distribution has it");
    } catch (LinkageError e) {
      return Optional.of(
          String.valueOf(e.getMessage()).contains("libcuda")
              ? "NVIDIA's driver is not installed here: there is no libcuda.so.1"
              : "JCuda does not load here: "
                  + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    } catch (DeviceFailedException | IllegalStateException | OutOfMemoryError e) {
      return Optional.of(e.getMessage());
    }
  }
}
