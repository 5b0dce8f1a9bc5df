package dev.polysweep.engine.cuda.gpu;

import java.util.OptionalDouble;

/** A GPU, or what stands in for one in tests. Thread-safe. */
public interface Accelerator {

  /** Product name and what else identifies it to a user. */
  String name();

  /** The number of bytes of shared memory that a block may have. */
  int sharedMemory();

  /** The peak rate of single-precision arithmetic in GFLOP/s; empty if it is not known. */
  OptionalDouble peakGflops();

  /**
   * A new queue of work.
   *
   * @throws dev.polysweep.engine.DeviceFailedException if the device has failed for good
   */
  Queue open();
}
