package dev.polysweep.engine;

import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.engine.sae.SaeTrainer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/**
 * Trains packs of small networks. Found by {@link java.util.ServiceLoader}; one instance serves
 * several threads.
 */
public interface Engine {

  /** Name in sweep files and in the column {@code engine}. */
  String name();

  /** Larger is tried first when the engine is left to {@code auto}. */
  int priority();

  /** Why this engine cannot run on this machine, with the remedy; empty if it can. */
  Optional<String> unavailable();

  /** Whether it runs on a GPU and nowhere else. */
  default boolean needsGpu() {
    return false;
  }

  /**
   * Why this engine cannot run on this machine with what the process was given, with the remedy;
   * empty if it can. An engine for GPUs that can run keeps to that GPU from here on, for as long as
   * the process lives.
   */
  default Optional<String> unavailable(Device device) {
    return unavailable();
  }

  /**
   * The peak of this engine's arithmetic on one core or device in GFLOP/s, measured now; empty if
   * it cannot tell.
   */
  default OptionalDouble peakGflops() {
    return OptionalDouble.empty();
  }

  /**
   * Prepares this process for training, while it has nothing else to do.
   *
   * @param more asked often; no longer true when training is to begin
   */
  default void warmUp(BooleanSupplier more) {}

  /**
   * Starts a pack.
   *
   * @param plans one a model; widths may differ from model to model only where the engine says so
   * @throws IllegalArgumentException if a plan asks for something that the engine does not do
   */
  TrainingSession open(List<TrainingPlan> plans);

  /** What trains sparse autoencoders on this engine; empty if nothing does. */
  default Optional<SaeTrainer> saeTrainer() {
    return Optional.empty();
  }
}
