package dev.polysweep.engine.cuda;

import dev.polysweep.engine.Device;
import dev.polysweep.engine.Engine;
import dev.polysweep.engine.cuda.gpu.Accelerator;
import dev.polysweep.engine.cuda.gpu.BoundGpu;
import dev.polysweep.engine.cuda.net.CudaSession;
import dev.polysweep.engine.cuda.sae.CudaSaeTrainer;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.engine.sae.SaeTrainer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The engine for NVIDIA GPUs of compute capability 7.0 and up, which needs their driver and no CUDA
 * toolkit. Its kernels train a whole run without the host, one block a model, in the arithmetic
 * that {@link dev.polysweep.engine.net} specifies; so its results have the bits of the SIMD
 * engine's.
 *
 * <p>Models of a pack may differ in everything.
 */
public final class CudaEngine implements Engine {

  private final Accelerator standIn;

  /** The engine on the GPU that is assigned to the process. */
  public CudaEngine() {
    this(null);
  }

  /** The engine on what stands in for a GPU; on the process's GPU if that is null. */
  public CudaEngine(Accelerator standIn) {
    this.standIn = standIn;
  }

  @Override
  public String name() {
    return "cuda";
  }

  /** Above ND4J, which is slower on the GPUs that both can use. */
  @Override
  public int priority() {
    return 200;
  }

  @Override
  public boolean needsGpu() {
    return standIn == null;
  }

  @Override
  public Optional<String> unavailable() {
    return unavailable(Device.NONE);
  }

  @Override
  public Optional<String> unavailable(Device device) {
    return standIn == null ? BoundGpu.bind(device) : Optional.empty();
  }

  @Override
  public boolean sameBits(String engine) {
    return engine.equals(name()) || engine.equals("simd");
  }

  @Override
  public OptionalDouble peakGflops() {
    return accelerator().peakGflops();
  }

  /**
   * Starts the training of a pack.
   *
   * @throws IllegalArgumentException if there is no plan
   * @throws IllegalStateException if the process is not bound to a GPU
   * @throws OutOfMemoryError if the pack does not fit into the GPU's memory
   * @throws dev.polysweep.engine.DeviceFailedException if the GPU fails
   */
  @Override
  public TrainingSession open(List<TrainingPlan> plans) {
    return new CudaSession(accelerator(), plans);
  }

  @Override
  public <T> List<T> map(int count, IntFunction<T> of) {
    return IntStream.range(0, count).parallel().mapToObj(of).toList();
  }

  @Override
  public void meanwhile(Runnable work) {
    ForkJoinPool.commonPool().execute(work);
  }

  @Override
  public Optional<SaeTrainer> saeTrainer() {
    return Optional.of(new CudaSaeTrainer(this::accelerator));
  }

  private Accelerator accelerator() {
    return standIn == null ? BoundGpu.accelerator() : standIn;
  }
}
