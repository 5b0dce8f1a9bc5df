package dev.polysweep.engine.cuda.sae;

import dev.polysweep.engine.cuda.gpu.DeviceMemory;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.math.KernelMath;
import dev.polysweep.math.Matrix;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The parameters of a sparse autoencoder on the device, or Adam's moments of the same shapes: the
 * record {@code Weights} of {@code src/main/cuda/autoencoder.cuh}.
 */
final class SaeWeights {

  private final DeviceMemory memory;
  private final SaeShape shape;

  /** Whether the trained parameters of thresholds are logarithms. */
  private final boolean logarithmic;

  final long enc;
  final long dec;
  final long bEnc;
  final long bDec;

  /** The trained parameters of thresholds, or r_mag and then b_mag; 0 without. */
  final long theta;

  /** The number of them that each latent has. */
  final int thetas;

  /** Makes room for weights; they have any content. */
  SaeWeights(DeviceMemory memory, SaeShape shape, int thetas, boolean logarithmic) {
    this.memory = memory;
    this.shape = shape;
    this.thetas = thetas;
    this.logarithmic = logarithmic;
    enc = memory.allocate(shape.latentRows());
    dec = memory.allocate(shape.latentRows());
    bEnc = memory.allocate((long) shape.width() * Float.BYTES);
    bDec = memory.allocate((long) shape.stride() * Float.BYTES);
    theta = thetas == 0 ? 0 : memory.allocate(thetaBytes());
  }

  SaeWeights(DeviceMemory memory, SaeShape shape, SaeArchitecture architecture) {
    this(memory, shape, architecture.trainedThresholds(), architecture.logarithmicThresholds());
  }

  private long thetaBytes() {
    return (long) thetas * shape.dSae() * Float.BYTES;
  }

  /** Writes the addresses. */
  void put(ByteBuffer record) {
    record.putLong(enc).putLong(dec).putLong(bEnc).putLong(bDec).putLong(theta);
  }

  /** Sets everything to 0. */
  void clear() {
    memory.clear(enc, shape.latentRows());
    memory.clear(dec, shape.latentRows());
    memory.clear(bEnc, (long) shape.width() * Float.BYTES);
    memory.clear(bDec, (long) shape.stride() * Float.BYTES);
    if (theta != 0) {
      memory.clear(theta, thetaBytes());
    }
  }

  /**
   * Copies parameters to the device.
   *
   * @param inside whether the thresholds of {@code from} are logarithms already, as in a state
   */
  void set(SaeParameters from, boolean inside) {
    memory.write(rows(from.wEnc().transpose()), enc);
    memory.write(rows(from.wDec()), dec);
    memory.write(Arrays.copyOf(from.bEnc(), shape.width()), bEnc);
    memory.write(Arrays.copyOf(from.bDec(), shape.stride()), bDec);
    if (theta != 0) {
      float[] own = from.threshold().clone();
      for (int f = 0; f < own.length && !inside && logarithmic; f++) {
        own[f] = KernelMath.log(own[f]);
      }
      memory.write(own, theta);
    }
  }

  /** A matrix with rows of {@link SaeShape#stride}. */
  float[] rows(Matrix m) {
    float[] rows = new float[Math.multiplyExact(m.rows(), shape.stride())];
    for (int r = 0; r < m.rows(); r++) {
      System.arraycopy(m.data(), r * m.cols(), rows, r * shape.stride(), m.cols());
    }
    return rows;
  }

  /**
   * Copies the parameters from the device.
   *
   * @param inside whether thresholds stay logarithms, as in a state
   */
  SaeParameters get(boolean inside) {
    float[] biases = new float[shape.dSae()];
    memory.read(bEnc, biases);
    float[] output = new float[shape.dIn()];
    memory.read(bDec, output);
    float[] threshold = null;
    if (theta != 0) {
      threshold = new float[thetas * shape.dSae()];
      memory.read(theta, threshold);
      for (int f = 0; f < threshold.length && !inside && logarithmic; f++) {
        threshold[f] = KernelMath.exp(threshold[f]);
      }
    }
    return new SaeParameters(matrix(enc).transpose(), biases, matrix(dec), output, threshold);
  }

  /** The matrix of rows at an address, {@code [dSae, dIn]}. */
  private Matrix matrix(long address) {
    float[] rows = new float[Math.multiplyExact(shape.dSae(), shape.stride())];
    memory.read(address, rows);
    Matrix m = new Matrix(shape.dSae(), shape.dIn());
    for (int f = 0; f < shape.dSae(); f++) {
      System.arraycopy(rows, f * shape.stride(), m.data(), f * shape.dIn(), shape.dIn());
    }
    return m;
  }
}
