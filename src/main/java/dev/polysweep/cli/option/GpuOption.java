package dev.polysweep.cli.option;

import dev.polysweep.engine.Device;
import dev.polysweep.spark.Cluster;
import dev.polysweep.sweep.yaml.SweepException;
import picocli.CommandLine.Option;

/** The option {@code --gpu}, which gives this process a GPU without a cluster. */
public final class GpuOption {

  @Option(
      names = "--gpu",
      paramLabel = "N",
      description =
          "Train on this GPU of this machine, by the number that nvidia-smi gives it; a cluster deals"
              + " out its GPUs itself.")
  private Integer number;

  /** Takes the GPU away again when it is closed. */
  public interface InUse extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Gives the GPU to this process.
   *
   * @param master Spark's master URL, or null for the configured one
   * @throws SweepException if a GPU is given but a cluster is to train
   */
  public InUse use(String master) {
    if (number == null) {
      return () -> {};
    }
    if (!Cluster.isLocal(master)) {
      throw new SweepException(
          "--gpu: a cluster deals out its GPUs itself, as conf/spark-gpu.conf sets it up");
    }
    System.setProperty(Device.PROPERTY, number.toString());
    return () -> System.clearProperty(Device.PROPERTY);
  }
}
