package dev.polysweep.engine;

import dev.polysweep.engine.sae.SaeTrainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The two doors to an engine: the best that works here, or this one or an error. */
public final class Engines {

  /** The name that means "the best available". */
  public static final String AUTO = "auto";

  private static final String NO_GPU_ENGINE =
      "no engine for GPUs is on the class path (a build with -Pcuda has one)";

  private Engines() {}

  /**
   * An engine and how it was come by.
   *
   * @param engine it can run here
   * @param device what it was given
   * @param passedOver why each better engine cannot run here
   */
  public record Choice(Engine engine, Device device, List<String> passedOver) {

    /** Whether there is a GPU and the engine does not use it. */
    public boolean idlesGpu() {
      return device.hasGpu() && !engine.needsGpu();
    }

    /** The engine, what it runs on, and why it is no better one. */
    @Override
    public String toString() {
      String where =
          engine.needsGpu() ? " on " + device : idlesGpu() ? "; " + device + " idle" : "";
      return engine.name()
          + where
          + (passedOver.isEmpty() ? "" : "; " + String.join("; ", passedOver));
    }
  }

  /** All engines on the class path, best first. */
  public static List<Engine> all() {
    return ServiceLoader.load(Engine.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparingInt(Engine::priority).reversed().thenComparing(Engine::name))
        .toList();
  }

  /**
   * An engine for a process that was given no GPU.
   *
   * @param name an engine's name, or {@value #AUTO}
   * @throws EngineUnavailableException if there is no such engine or it cannot run here; the
   *     message is for users
   */
  public static Engine named(String name) {
    return choose(name, Device.NONE).engine();
  }

  /**
   * An engine for a process that was given a GPU or none.
   *
   * @param name an engine's name, or {@value #AUTO}
   * @throws EngineUnavailableException if there is no such engine or it cannot run here; the
   *     message is for users
   */
  public static Choice choose(String name, Device device) {
    return choose(name, device, engine -> Optional.empty());
  }

  /**
   * What trains sparse autoencoders and encodes with them, in a process that was given no GPU.
   *
   * @param name an engine's name, or {@value #AUTO}
   * @throws EngineUnavailableException if there is no such engine, it cannot run here, or it does
   *     not train sparse autoencoders; the message is for users
   */
  public static SaeTrainer saeTrainer(String name) {
    return named(name, Engines::saeObstacle).saeTrainer().orElseThrow();
  }

  /**
   * What trains sparse autoencoders on an engine.
   *
   * @throws EngineUnavailableException if nothing does; the message is for users
   */
  public static SaeTrainer saeTrainer(Engine engine) {
    requireAble(engine, Engines::saeObstacle);
    return engine.saeTrainer().orElseThrow();
  }

  /** Why an engine cannot train sparse autoencoders, in words for users; empty if it can. */
  public static Optional<String> saeObstacle(Engine engine) {
    return engine.saeTrainer().isPresent()
        ? Optional.empty()
        : Optional.of("it does not train sparse autoencoders; --engine simd does");
  }

  /**
   * An engine for a process that was given no GPU, and for work that not every engine can do.
   *
   * @param name an engine's name, or {@value #AUTO}
   * @param need why an engine cannot do the work; empty if it can
   * @throws EngineUnavailableException if there is no such engine, it cannot run here, or it cannot
   *     do the work; the message is for users
   */
  public static Engine named(String name, Function<Engine, Optional<String>> need) {
    return choose(name, Device.NONE, need).engine();
  }

  /**
   * An engine for a process that was given a GPU or none, and for work that not every engine can
   * do.
   *
   * @param name an engine's name, or {@value #AUTO}
   * @param need why an engine cannot do the work; empty if it can
   * @throws EngineUnavailableException if there is no such engine, it cannot run here, or it cannot
   *     do the work; the message is for users
   */
  public static Choice choose(String name, Device device, Function<Engine, Optional<String>> need) {
    return choose(name, device, need, all());
  }

  /**
   * Refuses a named engine that cannot do the work, wherever it is to run.
   *
   * @param name an engine's name, or {@value #AUTO}, which is never refused
   * @param need why an engine cannot do the work; empty if it can
   * @throws EngineUnavailableException if there is no such engine or it cannot do the work; the
   *     message is for users
   */
  public static void requireAble(String name, Function<Engine, Optional<String>> need) {
    if (!name.equals(AUTO)) {
      requireAble(find(name, all()), need);
    }
  }

  /** Chooses among these, best first. */
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
