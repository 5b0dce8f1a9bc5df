package dev.polysweep.engine.gpu;

/**
 * A GPU as its driver describes it.
 *
 * @param name as sold
 * @param major compute capability before the point
 * @param minor compute capability after the point
 */
public record Gpu(String name, int major, int minor) {

  /** Whether its compute capability is at least {@code major.minor}. */
  public boolean atLeast(int major, int minor) {
    return this.major > major || this.major == major && this.minor >= minor;
  }

  @Override
  public String toString() {
    return name + " (compute capability " + major + "." + minor + ")";
  }
}
