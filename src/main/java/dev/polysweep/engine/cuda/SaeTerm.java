package dev.polysweep.engine.cuda;

import java.nio.ByteBuffer;

/**
 * The arrays of a term of the gradients on the device: the record {@code Term} of {@code
 * src/main/cuda/autoencoder.cuh}. They grow with the batch.
 */
final class SaeTerm {

  /** Bytes of the record. */
  static final int BYTES = 112;

  private final DeviceMemory memory;
  private final SaeShape shape;
  private final boolean gates;
  private final boolean signed;
  private final DeviceMemory.Growing output;
  private final DeviceMemory.Growing grad;
  private final DeviceMemory.Growing gate;
  private final DeviceMemory.Growing bits;
  private final DeviceMemory.Growing codes;
  private final DeviceMemory.Growing perSample;
  private int rows;
  private int capacity;
  private long facts;
  private long outputs;

  /**
   * @param gates whether entries have gradients of thresholds
   * @param signed whether entries may be negative
   */
  SaeTerm(DeviceMemory memory, SaeShape shape, boolean gates, boolean signed) {
    this.memory = memory;
    this.shape = shape;
    this.gates = gates;
    this.signed = signed;
    output = memory.new Growing();
    grad = memory.new Growing();
    gate = memory.new Growing();
    bits = memory.new Growing();
    codes = memory.new Growing();
    perSample = memory.new Growing();
  }

  private boolean holds(int padded, int entries) {
    return padded <= rows && entries <= capacity;
  }

  /**
   * Makes room and writes the record.
   *
   * @param padded number of samples, padded
   * @param entries most entries of a sample
   * @param training whether entries are to be marked for the backward pass
   * @param cut whether entries at or below their threshold have activation 0
   */
  void place(
      int padded, int entries, long input, long z, boolean training, boolean cut, ByteBuffer to) {
    if (!holds(padded, entries)) {
      rows = Math.max(rows, padded);
      capacity = Math.max(capacity, entries);
      long words = (long) rows / Integer.SIZE * shape.dSae();
      memory.clear(bits.atLeast(words * Integer.BYTES), words * Integer.BYTES);
    }
    long each = (long) rows * capacity * Float.BYTES;
    outputs = output.atLeast(shape.row(rows));
    long latents = codes.atLeast(2 * each);
    facts = perSample.atLeast(4L * rows * Float.BYTES);
    to.putLong(input).putLong(z).putLong(outputs);
    to.putLong(grad.atLeast(shape.latents(rows)));
    to.putLong(gates ? gate.atLeast(shape.latents(rows)) : 0);
    to.putLong(training ? bits.atLeast(0) : 0);
    to.putLong(counts()).putLong(latents).putLong(latents + each);
    to.putLong(errors()).putLong(penalties()).putLong(actives());
    to.putInt(capacity).putInt(cut ? 1 : 0).putInt(signed ? 1 : 0).putInt(0);
  }

  /** The squared error of each sample. */
  long errors() {
    return facts;
  }

  /** The penalty of each sample. */
  long penalties() {
    return facts + (long) rows * Float.BYTES;
  }

  /** The number of active latents of each sample. */
  long actives() {
    return facts + 2L * rows * Float.BYTES;
  }

  /** The number of entries of each sample. */
  long counts() {
    return facts + 3L * rows * Float.BYTES;
  }

  /** The gradient of the loss by what the entries reconstruct, {@code [rows][stride]}. */
  long outputs() {
    return outputs;
  }
}
