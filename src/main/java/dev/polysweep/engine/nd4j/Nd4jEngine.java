package dev.polysweep.engine.nd4j;

import dev.polysweep.engine.Device;
import dev.polysweep.engine.Engine;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import java.util.List;
import java.util.Optional;

/**
 * The engine that trains with ND4J: models of equal shape run as one batched program on arrays
 * {@code [models, units, samples]}. On the CPU it serves as an independent check of the SIMD
 * engine; built with {@code -Pcuda} it runs on the GPU that is assigned to the process.
 */
public final class Nd4jEngine implements Engine {

  @Override
  public String name() {
    return "nd4j";
  }

  /**
   * Above the SIMD engine on a GPU, where it is faster, and below it on the CPU, where it is
   * slower.
   */
  @Override
  public int priority() {
    return Backend.CUDA ? 150 : 50;
  }

  @Override
  public boolean needsGpu() {
    return Backend.CUDA;
  }

  @Override
  public Optional<String> unavailable() {
    return unavailable(Device.NONE);
  }

  @Override
  public Optional<String> unavailable(Device device) {
    return Backend.load(device);
  }

  /**
   * Starts the training of a pack. Its models may differ in every respect; those with equal layers,
   * batch size and optimiser run as one batch.
   *
   * @throws IllegalArgumentException if there is no plan
   * @throws IllegalStateException if ND4J does not load, or needs a GPU and none is assigned
   */
  @Override
  public TrainingSession open(List<TrainingPlan> plans) {
    if (plans.isEmpty()) {
      throw new IllegalArgumentException("a pack needs at least one plan");
    }
    Backend.enter();
    return new Nd4jSession(plans);
  }
}
