package dev.polysweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
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

  /**
   * Fixtures of SynthSAEBench: the JSON files for which a test holds, in the folder that {@code
   * polysweep.fixtures} names or its sub-folder {@code synth-sae-bench}, else the bundled ones;
   * ordered by path. The tensors of a file lie beside it, with the ending {@code .safetensors}.
   */
  public static List<Path> synthSaeBench(Predicate<JsonNode> holds) {
    String property = System.getProperty("polysweep.fixtures");
    Path folder = property == null ? folder() : Path.of(property);
    Path inside = folder.resolve("synth-sae-bench");
    try (Stream<Path> files = Files.list(Files.isDirectory(inside) ? inside : folder)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .filter(file -> holds.test(json(file)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tensors that lie beside a JSON file. */
  public static Safetensors tensors(Path json) {
    String name = json.getFileName().toString().replace(".json", ".safetensors");
    return Safetensors.read(json.resolveSibling(name));
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
