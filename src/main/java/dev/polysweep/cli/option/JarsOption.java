package dev.polysweep.cli.option;

import dev.polysweep.sweep.yaml.SweepException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option {@code --jars}, for commands that may need an experiment of the user's own. */
public final class JarsOption {

  @Option(
      names = "--jars",
      paramLabel = "FILE.jar",
      split = ",",
      description =
          "Jar files with experiments and report pages of your own, separated by commas; Spark's"
              + " executors get them too.")
  private List<Path> files = List.of();

  /** The jars, none if the option is not given. */
  public List<Path> files() {
    return files;
  }

  /**
   * Puts the jars on the class path of this thread and of the threads that it starts, until the
   * result is closed.
   *
   * @throws SweepException if a jar does not exist
   */
  public InUse use() {
    List<URL> urls = new ArrayList<>();
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new SweepException("--jars: " + file + ": there is no such file");
      }
      try {
        urls.add(file.toAbsolutePath().toUri().toURL());
      } catch (MalformedURLException e) {
        throw new SweepException("--jars: " + file + ": " + e.getMessage());
      }
    }
    return new InUse(urls);
  }

  /** Jars that are on the class path of a thread until this object is closed. */
  public static final class InUse implements AutoCloseable {
    private final Thread thread = Thread.currentThread();
    private final ClassLoader before = thread.getContextClassLoader();
    private final URLClassLoader loader;

    private InUse(List<URL> urls) {
      loader = urls.isEmpty() ? null : new URLClassLoader(urls.toArray(URL[]::new), before);
      if (loader != null) {
        thread.setContextClassLoader(loader);
      }
    }

    @Override
    public void close() throws IOException {
      if (loader != null) {
        thread.setContextClassLoader(before);
        loader.close();
      }
    }
  }
}
