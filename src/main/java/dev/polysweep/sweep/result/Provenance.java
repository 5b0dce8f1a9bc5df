package dev.polysweep.sweep.result;

import dev.polysweep.sweep.setting.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * How results came about: the program, the machine and the time.
 *
 * @param version version of Polysweep
 * @param commit git commit that it was built from, or null if the build did not know
 * @param java vendor and version of the virtual machine
 * @param spark version of Spark
 * @param engine name of the engine that trained the cells
 * @param os operating system: name, version, architecture
 * @param cpu model of the driver's processor, or null if the system does not tell
 * @param cores processors that the driver's virtual machine may use
 * @param time when the results were made
 */
public record Provenance(
    String version,
    String commit,
    String java,
    String spark,
    String engine,
    String os,
    String cpu,
    int cores,
    Instant time) {

  /** Written by the build: {@code version} and {@code commit}. */
  private static final String BUILD = "/dev/polysweep/build.properties";

  /** The provenance of results that this process makes now. */
  public static Provenance now(String sparkVersion, String engine) {
    Properties build = build();
    return new Provenance(
        build.getProperty("version", "unknown"),
        build.getProperty("commit"),
        property("java.vendor") + " " + property("java.vm.version"),
        sparkVersion,
        engine,
        property("os.name") + " " + property("os.version") + " " + property("os.arch"),
        cpu(Path.of("/proc/cpuinfo")),
        Runtime.getRuntime().availableProcessors(),
        Instant.now());
  }

  /** An indented JSON object whose keys are the names of the record's components. */
  public String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", version);
    json.put("commit", commit);
    json.put("java", java);
    json.put("spark", spark);
    json.put("engine", engine);
    json.put("os", os);
    json.put("cpu", cpu);
    json.put("cores", cores);
    json.put("time", time.toString());
    return Json.pretty(json);
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  private static Properties build() {
    Properties build = new Properties();
    try (InputStream in = Provenance.class.getResourceAsStream(BUILD)) {
      if (in != null) {
        build.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + BUILD, e);
    }
    // Built outside a repository or without filtering, a value is empty or still the placeholder.
    build
        .values()
        .removeIf(value -> value.toString().isBlank() || value.toString().startsWith("${"));
    return build;
  }

  /** The first {@code model name} of Linux's list of processors, or null. */
  static String cpu(Path cpuinfo) {
    try (Stream<String> lines = Files.lines(cpuinfo)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(null);
    } catch (IOException | UncheckedIOException e) {
      return null; // not Linux
    }
  }
}
