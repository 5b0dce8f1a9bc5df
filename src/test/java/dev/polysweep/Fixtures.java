package dev.polysweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Numbers that other programs computed, for the tests to compare with. */
public final class Fixtures {

  private Fixtures() {}

  /**
   * Fixtures of a kind ("taming", "toy", "explorer": the file's metadata says) in the folder that
   * {@code polysweep.fixtures} names, else the bundled ones; ordered by path.
   */
  public static List<Safetensors> ofKind(String kind) {
    String folder = System.getProperty("polysweep.fixtures");
    return folder == null ? bundled(kind) : ofKind(Path.of(folder), kind);
  }

  /** Fixtures of a kind in the tests' resources, ordered by path. */
  public static List<Safetensors> bundled(String kind) {
    return ofKind(folder(), kind);
  }

  /** A JSON file, always of the tests' resources. */
  public static JsonNode json(String name) {
    return json(folder().resolve(name));
  }

  /** A JSON file anywhere. */
  public static JsonNode json(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Safetensors> ofKind(Path folder, String kind) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".safetensors"))
          .sorted()
          .map(Safetensors::read)
          .filter(fixture -> kind.equals(fixture.metadata().get("kind")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tests' resources. */
  public static Path folder() {
    try {
      return Path.of(Fixtures.class.getResource("/fixtures").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
