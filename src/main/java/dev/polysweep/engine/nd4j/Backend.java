package dev.polysweep.engine.nd4j;

import dev.polysweep.engine.Device;
import dev.polysweep.engine.gpu.GpuBinding;
import dev.polysweep.engine.gpu.NvidiaSmi;
import java.util.Optional;
import org.nd4j.common.config.ND4JSystemProperties;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * ND4J's native backend, for the CPU or for CUDA, whichever is on the class path. It is loaded once
 * in a process; with CUDA it stays bound to one GPU until the process ends.
 */
final class Backend {

  /** Whether the class path has the backend for CUDA. */
  static final boolean CUDA = onClassPath("org/nd4j/linalg/jcublas/JCublasBackend.class");

  private static final GpuBinding BINDING = new GpuBinding();
  private static Optional<String> failure;

  private Backend() {}

  /**
   * Loads the backend at the first call.
   *
   * @param device the GPU of this process; ignored by the backend for the CPU
   * @return the reason why the backend cannot run, with the remedy; empty if it can
   */
  static synchronized Optional<String> load(Device device) {
    if (CUDA) {
      return BINDING.bind(
          device, gpu -> NvidiaSmi.query(gpu).flatMap(CudaRange::refusal).or(() -> start(gpu)));
    }
    if (failure == null) {
      failure = start(Device.NONE);
    }
    return failure;
  }

  /**
   * Binds the calling thread to the GPU of this process. This is needed for every thread, because
   * the current device of CUDA belongs to a thread and ND4J assigns the visible devices to new
   * threads in turn.
   *
   * @throws IllegalStateException if the backend cannot run
   */
  static synchronized void enter() {
    load(BINDING.bound())
        .ifPresent(
            reason -> {
              throw new IllegalStateException(reason);
            });
    pin(BINDING.bound());
  }

  private static void pin(Device device) {
    if (CUDA) {
      int devices = Nd4j.getAffinityManager().getNumberOfDevices();
      Nd4j.getAffinityManager().unsafeSetDevice(GpuBinding.index(device, devices));
    }
  }

  private static Optional<String> start(Device device) {
    System.setProperty(ND4JSystemProperties.LOG_INITIALIZATION, "false");
    try {
      pin(device);
      Nd4j.create(DataType.FLOAT, 1, 1).close();
      // A task has one core, on which several OpenMP threads would only wait for each other.
      NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
      return Optional.empty();
    } catch (Exception | LinkageError e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return Optional.of(
          "ND4J's backend does not load on "
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch")
              + " ("
              + cause
              + "); "
              + (CUDA
                  ? "check that nvidia-smi lists the GPU, and put nd4j-cuda-11.6, cuda"
                  : "put nd4j-native, openblas")
              + " and javacpp with this platform's classifier on the class path");
    }
  }

  private static boolean onClassPath(String file) {
    return Backend.class.getClassLoader().getResource(file) != null;
  }
}
