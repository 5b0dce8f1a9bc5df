package dev.polysweep.engine.nd4j;

import dev.polysweep.engine.Device;
import dev.polysweep.engine.Engine;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import java.util.List;
import java.util.Optional;

/**
 * Training on ND4J: models of equal shape are one batched program over arrays {@code [models,
 * units, samples]}. On the CPU it is the second opinion on the SIMD engine; built with {@code
 * -Pcuda} it runs on the GPU that the process was given.
 */
public final class Nd4jEngine implements Engine {

  @Override
  public String name() {
    return "nd4j";
  }

  /** A GPU is faster than the SIMD engine, ND4J on the CPU slower. */
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
   * Starts a pack; its models may differ in everything, and those of equal layers, batch size and
   * optimiser run together.
   *
   * @throws IllegalArgumentException if there is no plan
   * @throws IllegalStateException if ND4J does not load, or needs a GPU that nobody gave it
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
