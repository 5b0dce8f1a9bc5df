package dev.polysweep.engine.gpu;

import dev.polysweep.engine.Device;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Queries NVIDIA's driver about a GPU by the command {@code nvidia-smi}, without loading CUDA, so
 * that an engine can refuse a GPU that it does not support before CUDA is initialised.
 */
public final class NvidiaSmi {

  /** The timeout in seconds; an idle driver takes some seconds to start. */
  private static final int PATIENCE_S = 20;

  /** A line of output, such as {@code NVIDIA A100-SXM4-40GB, 8.0}. */
  private static final Pattern LINE = Pattern.compile("(.+), (\\d+)\\.(\\d+)");

  private NvidiaSmi() {}

  /**
   * Describes the GPU of a device.
   *
   * @param device a device that has a GPU
   * @return the GPU; empty if there is no {@code nvidia-smi}, or it does not know the GPU or does
   *     not answer in time
   */
  public static Optional<Gpu> query(Device device) {
    return query("nvidia-smi", device);
  }

  /**
   * Describes the GPU of a device.
   *
   * @param command name or path of {@code nvidia-smi}
   */
  static Optional<Gpu> query(String command, Device device) {
    try {
      Process process =
          new ProcessBuilder(
                  command,
                  "--query-gpu=name,compute_cap",
                  "--format=csv,noheader",
                  "--id=" + device.gpu())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      return parse(
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      return Optional.empty(); // nvidia-smi is not installed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Optional<Gpu> parse(String line) {
    Matcher matcher = LINE.matcher(line);
    return matcher.matches()
        ? Optional.of(
            new Gpu(
                matcher.group(1),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3))))
        : Optional.empty();
  }
}
