package dev.polysweep.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
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
    return choose(name, device, all());
  }

  /** Chooses among these, best first. */
  static Choice choose(String name, Device device, List<Engine> all) {
    if (name.equals(AUTO)) {
      return best(device, all);
    }
    Engine engine =
        all.stream()
            .filter(e -> e.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new EngineUnavailableException(
                        "no engine '"
                            + name
                            + "'; there are auto, "
                            + all.stream().map(Engine::name).collect(Collectors.joining(", "))));
    obstacle(engine, device)
        .ifPresent(
            reason -> {
              throw new EngineUnavailableException(
                  "engine '" + name + "' cannot run here: " + reason);
            });
    return new Choice(engine, device, List.of());
  }

  private static Choice best(Device device, List<Engine> all) {
    List<String> passedOver = new ArrayList<>();
    if (device.hasGpu() && all.stream().noneMatch(Engine::needsGpu)) {
      passedOver.add(NO_GPU_ENGINE);
    }
    for (Engine engine : all) {
      Optional<String> obstacle = obstacle(engine, device);
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
