package dev.polysweep.spark.dl4j;

import dev.polysweep.engine.sae.SaeBatches;
import dev.polysweep.math.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Reads a worker's part of a batch, on an executor. Deeplearning4j identifies the part by a path
 * {@code /step/from/to}: the training step, the part's first sample within the batch, and the
 * sample after its last.
 *
 * @param batches source of the activations
 * @param scale factor that activations are multiplied by
 */
record BatchLoader(SaeBatches batches, double scale) implements DataSetLoader {

  /**
   * The paths of the parts of one step's batch, one for each worker. The sizes of the parts differ
   * by at most one sample.
   *
   * @param size number of samples in the batch
   */
  static List<String> paths(int step, int size, int workers) {
    List<String> paths = new ArrayList<>();
    for (int w = 0; w < workers; w++) {
      int from = (int) ((long) size * w / workers);
      int to = (int) ((long) size * (w + 1) / workers);
      paths.add("/" + step + "/" + from + "/" + to);
    }
    return paths;
  }

  @Override
  public DataSet load(Source source) {
    OneThread.ENOUGH.run();
    String[] numbers = source.getPath().split("/");
    Matrix x =
        batches.samples(
            Integer.parseInt(numbers[1]),
            Integer.parseInt(numbers[2]),
            Integer.parseInt(numbers[3]));
    INDArray features = Nd4j.createFromArray(x.data()).reshape('c', x.rows(), x.cols());
    features.muli(scale);
    return new DataSet(features, features);
  }

  /**
   * Limits ND4J to one thread in this process: a task has one core, and threads that wait for each
   * other are slower than a single one.
   */
  private enum OneThread implements Runnable {
    ENOUGH;

    OneThread() {
      NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
    }

    @Override
    public void run() {
      // The constructor has set the limit, once in this process.
    }
  }
}
