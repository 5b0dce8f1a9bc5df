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
 * Reads, on an executor, a worker's part of a batch. Deeplearning4j names what is to be read by a
 * path: {@code /step/from/to}.
 *
 * @param batches where activations come from
 * @param scale what they are multiplied with
 */
record BatchLoader(SaeBatches batches, double scale) implements DataSetLoader {

  /** Paths of a step's parts, as equal as may be, one a worker. */
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

  /** A task has one core, and threads that wait for each other are slower than none. */
  private enum OneThread implements Runnable {
    ENOUGH;

    OneThread() {
      NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
    }

    @Override
    public void run() {
      // The constructor did it, once in this process.
    }
  }
}
