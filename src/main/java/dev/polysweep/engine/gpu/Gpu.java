package dev.polysweep.engine.gpu;

/**
 * A GPU as NVIDIA's driver describes it.
 *
 * @param name product name
 * @param major major version of the compute capability, 8 of 8.6
 * @param minor minor version of the compute capability, 6 of 8.6
 */
public record Gpu(String name, int major, int minor) {

  /** Whether the compute capability of this GPU is at least {@code major.minor}. */
  public boolean atLeast(int major, int minor) {
    return this.major > major || this.major == major && this.minor >= minor;
  }

  @Override
  public String toString() {
    return name + " (compute capability " + major + "." + minor + ")";
  }
}
