package dev.polysweep.engine;

import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.engine.sae.SaeTrainer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * An implementation of training: it trains packs of small networks, and sparse autoencoders.
 * Engines are found by {@link java.util.ServiceLoader}; see {@link Engines}. Implementations are
 * thread-safe.
 */
public interface Engine {

  /** The engine's name in sweep files and in the column {@code engine}. */
  String name();

  /** The engine's rank for {@code auto}, which tries engines with a larger priority first. */
  int priority();

  /**
   * The reason why this engine cannot run in this process without a GPU, with the remedy; empty if
   * it can.
   */
  Optional<String> unavailable();

  /** Whether this engine needs a GPU. */
  default boolean needsGpu() {
    return false;
  }

  /**
   * The reason why this engine cannot run in this process on the given device, with the remedy;
   * empty if it can. If an engine for GPUs can run, it is bound to that GPU by this call until the
   * process ends.
   */
  default Optional<String> unavailable(Device device) {
    return unavailable();
  }

  /**
   * Whether this engine promises the same bits as another: the same cell trained by either has
   * equal results, so that one may go on with a sweep that the other began.
   *
   * @param engine name of the other engine
   */
  default boolean sameBits(String engine) {
    return engine.equals(name());
  }

  /**
   * Measures the peak arithmetic rate of one core, or of the device, with this engine's
   * instructions, in GFLOP/s; empty if the engine cannot measure it.
   */
  default OptionalDouble peakGflops() {
    return OptionalDouble.empty();
  }

  /**
   * Warms up the process, for example by letting the JVM compile kernels, while there is nothing to
   * train yet. The call returns soon after {@code more} turns false.
   *
   * @param more whether to go on; queried often, and false as soon as training is to begin
   */
  default void warmUp(BooleanSupplier more) {}

  /**
   * Starts the training of a pack of models.
   *
   * @param plans one plan a model; the widths of layers may differ between models only if the
   *     engine's documentation allows it
   * @throws IllegalArgumentException if a plan asks for something that the engine does not support
   */
  TrainingSession open(List<TrainingPlan> plans);

  /**
   * Computes something for each of several models that are trained, such as their data or metrics.
   * An engine that trains on a device leaves the processor idle and computes several at a time; one
   * that trains on the processor, which other tasks use too, computes one after another.
   *
   * @param count number of models
   * @param of computes the value of a model from its number, from 0; called by several threads at a
   *     time, once for each model
   * @return the values in the order of the models
   */
  default <T> List<T> map(int count, IntFunction<T> of) {
    return IntStream.range(0, count).mapToObj(of).toList();
  }

  /**
   * Offers work that may be done while models train and whose results are kept for later, such as
   * random draws that do not depend on the models. An engine that trains on a device has the
   * processor do it meanwhile; one that trains on the processor leaves it, until the results are
   * needed.
   *
   * @param work thread-safe, and of no consequence but for the time of whoever needs its results
   */
  default void meanwhile(Runnable work) {}

  /** The part of this engine that trains sparse autoencoders; empty if the engine cannot. */
  default Optional<SaeTrainer> saeTrainer() {
    return Optional.empty();
  }
}
