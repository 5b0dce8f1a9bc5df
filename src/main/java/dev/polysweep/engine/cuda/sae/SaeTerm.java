package dev.polysweep.engine.cuda.sae;

import dev.polysweep.engine.cuda.gpu.DeviceMemory;
import java.nio.ByteBuffer;

/**
 * The arrays of a term of the gradients on the device: the record {@code Term} of {@code
 * src/main/cuda/autoencoder.cuh}. They grow with the batch.
 */
final class SaeTerm {

  /** Bytes of the record. */
  static final int BYTES = 136;

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

  /**
   * What a term is made for.
   *
   * @param rows number of samples, padded
   * @param capacity most entries of a sample
   * @param levels number of levels of nested dictionaries
   */
  record Room(int rows, int capacity, int levels) {

    /** Room for both. */
    Room with(Room other) {
      return new Room(
          Math.max(rows, other.rows),
          Math.max(capacity, other.capacity),
          Math.max(levels, other.levels));
    }
  }

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

  /** Makes room. Entries that are there are lost. */
  void reserve(Room room) {
    rows = room.rows();
    capacity = room.capacity();
    long words = (long) rows / Integer.SIZE * shape.dSae();
    memory.clear(bits.atLeast(words * Integer.BYTES), words * Integer.BYTES);
    output.atLeast(room.levels() * shape.row(rows));
    codes.atLeast(2 * half());
    perSample.atLeast(5L * rows * Float.BYTES);
    grad.atLeast(shape.latents(rows));
    if (gates) {
      gate.atLeast(shape.latents(rows));
    }
  }

  private long half() {
    return (long) rows * capacity * Float.BYTES;
  }

  /**
   * Writes the record.
   *
   * @param input address of what is encoded
   * @param z address of the pre-activations
   * @param training whether entries are to be marked for the backward pass
   * @param activation what an entry's activation is, a number of autoencoder.cuh
   * @param level address of the level of each latent, or 0
   */
  void put(ByteBuffer to, long input, long z, boolean training, int activation, long level) {
    to.putLong(input).putLong(z).putLong(outputs());
    to.putLong(grad.atLeast(0)).putLong(gates ? gate.atLeast(0) : 0);
    to.putLong(training ? bits.atLeast(0) : 0).putLong(counts());
    to.putLong(codes.atLeast(0)).putLong(codes.atLeast(0) + half());
    to.putLong(errors()).putLong(penalties()).putLong(gateErrors()).putLong(actives());
    to.putLong(level).putLong((long) rows * shape.stride());
    to.putInt(capacity).putInt(activation).putInt(signed ? 1 : 0).putInt(0);
  }

  /** The squared error of each sample. */
  long errors() {
    return perSample.atLeast(0);
  }

  /** The penalty of each sample. */
  long penalties() {
    return errors() + (long) rows * Float.BYTES;
  }

  /** The number of active latents of each sample. */
  long actives() {
    return errors() + 2L * rows * Float.BYTES;
  }

  /** The number of entries of each sample. */
  long counts() {
    return errors() + 3L * rows * Float.BYTES;
  }

  /** The squared error of what open gates reconstruct of each sample. */
  long gateErrors() {
    return errors() + 4L * rows * Float.BYTES;
  }

  /** The gradients of the loss by what the entries reconstruct, {@code [levels][rows][stride]}. */
  long outputs() {
    return output.atLeast(0);
  }

  /** The part of a level of {@link #outputs}. */
  long outputs(int level) {
    return outputs() + level * shape.row(rows);
  }
}
