package dev.polysweep.engine;

import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An engine that needs a GPU, for tests of what happens where there is none. */
public final class FakeGpuEngine implements Engine {

  /** Runs something with this engine installed beside the real ones. */
  public static void installed(Path folder, Runnable test) throws IOException {
    Path service = folder.resolve("META-INF/services/" + Engine.class.getName());
    Files.createDirectories(service.getParent());
    Files.writeString(service, FakeGpuEngine.class.getName());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      test.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public String name() {
    return "fakegpu";
  }

  @Override
  public int priority() {
    return 1000;
  }

  @Override
  public boolean needsGpu() {
    return true;
  }

  @Override
  public Optional<String> unavailable() {
    return Optional.of(Device.MISSING);
  }

  @Override
  public TrainingSession open(List<TrainingPlan> plans) {
    throw new UnsupportedOperationException();
  }
}
