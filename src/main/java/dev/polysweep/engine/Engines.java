package dev.polysweep.engine;

import dev.polysweep.engine.sae.SaeTrainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Chooses an engine: either the best one that can run in this process, or the one of a given name,
 * which is an error if it cannot run.
 */
public final class Engines {

  /** The name that means "the best available". */
  public static final String AUTO = "auto";

  private static final String NO_GPU_ENGINE = "no engine for GPUs is on the class path";

  private Engines() {}

  /**
   * The engine that was chosen, and why no better one was.
   *
   * @param engine the chosen engine, which can run in this process
   * @param device the GPU of this process, or none
   * @param passedOver for each engine with a larger priority, the reason why it cannot run, but for
   *     engines for GPUs where there is no GPU; empty if the engine was chosen by name
   */
  public record Choice(Engine engine, Device device, List<String> passedOver) {

    /** Whether this process has a GPU that the chosen engine does not use. */
    public boolean idlesGpu() {
      return device.hasGpu() && !engine.needsGpu();
    }

    /**
     * One line for the log: the engine, the device on which it runs, and why no better engine was
     * chosen.
     */
    @Override
    public String toString() {
      String where =
          engine.needsGpu() ? " on " + device : idlesGpu() ? "; " + device + " idle" : "";
      return engine.name()
          + where
          + (passedOver.isEmpty() ? "" : "; " + String.join("; ", passedOver));
    }
  }

  /** All engines on the class path, by descending priority. */
  public static List<Engine> all() {
    return ServiceLoader.load(Engine.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparingInt(Engine::priority).reversed().thenComparing(Engine::name))
        .toList();
  }

  /**
   * Chooses an engine for this process and the GPU that the user has given it, if any.
   *
   * @param name an engine's name, or {@value #AUTO}
   * @throws EngineUnavailableException if there is no such engine or it cannot run here; the
   *     message is for users
   */
  public static Engine named(String name) {
    return choose(name, Device.ofProcess()).engine();
  }

  /**
   * Chooses an engine for a process with the given GPU, or none.
   *
   * @param name an engine's name, or {@value #AUTO}
   * @throws EngineUnavailableException if there is no such engine or it cannot run here; the
   *     message is for users
   */
  public static Choice choose(String name, Device device) {
    return choose(name, device, engine -> Optional.empty());
  }

  /**
   * Chooses an engine that trains sparse autoencoders, for this process, and returns its trainer.
   *
   * @param name an engine's name, or {@value #AUTO}
   * @throws EngineUnavailableException if there is no such engine, it cannot run here, or it does
   *     not train sparse autoencoders; the message is for users
   */
  public static SaeTrainer saeTrainer(String name) {
    return named(name, Engines::saeObstacle).saeTrainer().orElseThrow();
  }

  /**
   * The trainer of sparse autoencoders of an engine.
   *
   * @throws EngineUnavailableException if the engine does not train sparse autoencoders; the
   *     message is for users
   */
  public static SaeTrainer saeTrainer(Engine engine) {
    requireAble(engine, Engines::saeObstacle);
    return engine.saeTrainer().orElseThrow();
  }

  /**
   * The reason, worded for users, why an engine cannot train sparse autoencoders; empty if it can.
   */
  public static Optional<String> saeObstacle(Engine engine) {
    return engine.saeTrainer().isPresent()
        ? Optional.empty()
        : Optional.of("it does not train sparse autoencoders; --engine simd does");
  }

  /**
   * Chooses an engine for this process and the GPU that the user has given it, if any, for work
   * that not every engine can do.
   *
   * @param name an engine's name, or {@value #AUTO}
   * @param need returns the reason why an engine cannot do the work; empty if it can
   * @throws EngineUnavailableException if there is no such engine, it cannot run here, or it cannot
   *     do the work; the message is for users
   */
  public static Engine named(String name, Function<Engine, Optional<String>> need) {
    return choose(name, Device.ofProcess(), need).engine();
  }

  /**
   * Chooses an engine for a process with the given GPU, or none, for work that not every engine can
   * do.
   *
   * @param name an engine's name, or {@value #AUTO}
   * @param need returns the reason why an engine cannot do the work; empty if it can
   * @throws EngineUnavailableException if there is no such engine, it cannot run here, or it cannot
   *     do the work; the message is for users
   */
  public static Choice choose(String name, Device device, Function<Engine, Optional<String>> need) {
    return choose(name, device, need, all());
  }

  /**
   * Checks that a named engine can do the work, without checking whether it can run in this
   * process.
   *
   * @param name an engine's name, or {@value #AUTO}, which is never refused
   * @param need returns the reason why an engine cannot do the work; empty if it can
   * @throws EngineUnavailableException if there is no such engine or it cannot do the work; the
   *     message is for users
   */
  public static void requireAble(String name, Function<Engine, Optional<String>> need) {
    if (!name.equals(AUTO)) {
      requireAble(find(name, all()), need);
    }
  }

  /**
   * Whether a process with a GPU may train on it, as far as can be told without looking at one.
   *
   * @param name an engine's name, or {@value #AUTO}
   * @param need returns the reason why an engine cannot do the work; empty if it can
   */
  public static boolean mayUseGpu(String name, Function<Engine, Optional<String>> need) {
    return all().stream()
        .filter(e -> e.needsGpu() && (name.equals(AUTO) || name.equals(e.name())))
        .anyMatch(e -> need.apply(e).isEmpty());
  }

  /** The names of the engines whose results have the same bits as those of the given one. */
  public static Set<String> withSameBits(String name) {
    Set<String> names = new TreeSet<>(Set.of(name));
    all().stream().filter(e -> e.sameBits(name)).map(Engine::name).forEach(names::add);
    return names;
  }

  /** Chooses among the given engines, which must be in descending order of priority. */
  static Choice choose(
      String name, Device device, Function<Engine, Optional<String>> need, List<Engine> all) {
    if (name.equals(AUTO)) {
      return best(device, need, all);
    }
    Engine engine = find(name, all);
    requireAble(engine, need);
    obstacle(engine, device)
        .ifPresent(
            reason -> {
              throw new EngineUnavailableException(
                  "engine '" + name + "' cannot run here: " + reason);
            });
    return new Choice(engine, device, List.of());
  }

  private static void requireAble(Engine engine, Function<Engine, Optional<String>> need) {
    need.apply(engine)
        .ifPresent(
            reason -> {
              throw new EngineUnavailableException(
                  "engine '" + engine.name() + "' cannot run this: " + reason);
            });
  }

  private static Engine find(String name, List<Engine> all) {
    return all.stream()
        .filter(e -> e.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new EngineUnavailableException(
                    "no engine '"
                        + name
                        + "'; there are auto, "
                        + all.stream().map(Engine::name).collect(Collectors.joining(", "))));
  }

  private static Choice best(
      Device device, Function<Engine, Optional<String>> need, List<Engine> all) {
    List<String> passedOver = new ArrayList<>();
    if (device.hasGpu() && all.stream().noneMatch(Engine::needsGpu)) {
      passedOver.add(NO_GPU_ENGINE);
    }
    for (Engine engine : all) {
      if (engine.needsGpu() && !device.hasGpu()) {
        continue; // nobody misses it
      }
      Optional<String> obstacle = obstacle(engine, device).or(() -> need.apply(engine));
      if (obstacle.isEmpty()) {
        return new Choice(engine, device, passedOver);
      }
      passedOver.add(engine.name() + ": " + obstacle.get());
    }
    throw new EngineUnavailableException(
        "no engine can run here: " + String.join("; ", passedOver));
  }

  private static Optional<String> obstacle(Engine engine, Device device) {
    return engine.needsGpu() && !device.hasGpu()
        ? Optional.of(Device.MISSING)
        : engine.unavailable(device);
  }
}
