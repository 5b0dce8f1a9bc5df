package dev.polysweep.engine.nd4j;

import dev.polysweep.engine.Device;
import dev.polysweep.engine.gpu.NvidiaSmi;
import java.util.Optional;
import org.nd4j.common.config.ND4JSystemProperties;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * ND4J's native half: one for the CPU or one for CUDA, whichever the class path has, loaded once
 * and, with CUDA, kept on one GPU for as long as the process lives.
 */
final class Backend {

  /** Whether the class path has the half for CUDA. */
  static final boolean CUDA = onClassPath("org/nd4j/linalg/jcublas/JCublasBackend.class");

  private static Device pinned;
  private static Optional<String> failure;

  private Backend() {}

  /**
   * Loads the backend at first use.
   *
   * @param device what this process was given; the CPU needs nothing
   * @return why it cannot run, with the remedy; empty if it can
   */
  static synchronized Optional<String> load(Device device) {
    if (CUDA && !device.hasGpu()) {
      return Optional.of(Device.MISSING);
    }
    if (failure == null) {
      pinned = device;
      failure = CUDA ? refusal(device).or(Backend::start) : start();
    }
    if (CUDA && !pinned.equals(device)) {
      return Optional.of(
          "this process keeps to "
              + pinned
              + " and cannot use "
              + device
              + " too; give each"
              + " executor one: spark.executor.resource.gpu.amount=1");
    }
    return failure;
  }

  /**
   * Binds the calling thread to the process's GPU: CUDA's current device is a property of a thread,
   * and ND4J deals the devices that it sees out to new threads in turn.
   *
   * @throws IllegalStateException if the backend cannot run
   */
  static synchronized void enter() {
    load(pinned == null ? Device.NONE : pinned)
        .ifPresent(
            reason -> {
              throw new IllegalStateException(reason);
            });
    pin();
  }

  private static void pin() {
    if (CUDA) {
      Nd4j.getAffinityManager().unsafeSetDevice(index(pinned));
    }
  }

  private static Optional<String> refusal(Device device) {
    if (!device.gpu().matches("\\d{1,4}")) {
      return Optional.of(
          "the GPU's address is '" + device.gpu() + "'; the discovery script should print indices");
    }
    return NvidiaSmi.query(device).flatMap(CudaRange::refusal);
  }

  private static Optional<String> start() {
    System.setProperty(ND4JSystemProperties.LOG_INITIALIZATION, "false");
    try {
      pin();
      Nd4j.create(DataType.FLOAT, 1, 1).close();
      // A task has one core, and threads that wait for each other are slower than none.
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

  /**
   * CUDA's number of a GPU: a container that shows a single one calls it 0 whatever its address.
   */
  private static int index(Device device) {
    int devices = Nd4j.getAffinityManager().getNumberOfDevices();
    int index = Integer.parseInt(device.gpu());
    if (index >= devices && devices > 1) {
      throw new IllegalStateException(device + " is assigned, but CUDA sees " + devices + " GPUs");
    }
    return devices == 1 ? 0 : index;
  }

  private static boolean onClassPath(String file) {
    return Backend.class.getClassLoader().getResource(file) != null;
  }
}
