package dev.polysweep.engine.nd4j;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Copies between Java arrays and ND4J arrays without temporary arrays. The ND4J array must not be a
 * view.
 */
final class Host {

  private Host() {}

  /** Writes {@code values[from … from + length − 1]} to the array's entries from {@code at} on. */
  static void write(float[] values, int from, int length, INDArray array, long at) {
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    memory(array, at).put(values, from, length);
    Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
  }

  /**
   * Reads the array's entries from {@code at} on into the first {@code length} of {@code values}.
   */
  static void read(INDArray array, long at, float[] values, int length) {
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    memory(array, at).get(values, 0, length);
  }

  private static FloatPointer memory(INDArray array, long at) {
    return new FloatPointer(array.data().pointer()).position(at);
  }
}
