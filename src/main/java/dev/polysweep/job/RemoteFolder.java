package dev.polysweep.job;

import dev.polysweep.spark.store.ResultStore;
import dev.polysweep.sweep.yaml.SweepException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A results folder on another file system that Hadoop can access, such as {@code hdfs://} or {@code
 * s3a://}. The report is written to a folder of this machine first and then copied. Such a folder
 * cannot be locked, so the user must not run two sweeps into one folder at the same time.
 */
public final class RemoteFolder implements AutoCloseable {

  private final Path scratch;

  /** Makes the folder of this machine that the report is written to first. */
  RemoteFolder() throws IOException {
    scratch = Files.createTempDirectory("polysweep-");
  }

  /** Whether a folder's name is a URI of a file system other than this machine's. */
  public static boolean is(String named) {
    return named != null
        && named.matches("[A-Za-z][A-Za-z0-9+.-]+://.*")
        && !named.startsWith("file:");
  }

  /**
   * Turns a path or a {@code file:} URI into a path on this machine.
   *
   * @throws SweepException if the name is neither a path nor such a URI
   */
  public static Path local(String named) {
    try {
      return named.startsWith("file:/") ? Path.of(URI.create(named)) : Path.of(named);
    } catch (IllegalArgumentException e) { // includes InvalidPathException
      throw new SweepException("--out: " + e.getMessage() + "; name a folder");
    }
  }

  /** The folder of this machine in which files lie until they are copied. */
  Path scratch() {
    return scratch;
  }

  /** Copies the written files to the results folder. */
  static void copy(Path scratch, ResultStore store) throws IOException {
    for (Path entry : entries(scratch)) {
      if (!entry.getFileName().toString().startsWith(".")) {
        store.upload(entry);
      }
    }
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  /** Deletes the scratch folder of this machine. */
  @Override
  public void close() throws IOException {
    try (Stream<Path> all = Files.walk(scratch)) {
      all.sorted(Comparator.reverseOrder()).forEach(RemoteFolder::delete);
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
