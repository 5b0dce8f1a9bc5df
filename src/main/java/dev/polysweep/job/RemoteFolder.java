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
 * A results folder on a file system of Hadoop's, {@code hdfs://} or {@code s3a://} for example. The
 * report is written to a folder of this machine first and then copied. No lock holds such a folder:
 * two runs at a time into one are for the user to avoid.
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
   * A folder of this machine, given as a path or as a {@code file:} URI.
   *
   * @throws SweepException if it is neither
   */
  public static Path local(String named) {
    try {
      return named.startsWith("file:/") ? Path.of(URI.create(named)) : Path.of(named);
    } catch (IllegalArgumentException e) { // InvalidPathException is one
      throw new SweepException("--out: " + e.getMessage() + "; name a folder");
    }
  }

  /** Where files lie until they are copied. */
  Path scratch() {
    return scratch;
  }

  /** Copies what was written. */
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

  /** Deletes the folder of this machine. */
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
