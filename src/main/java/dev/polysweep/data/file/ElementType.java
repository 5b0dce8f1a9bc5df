package dev.polysweep.data.file;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The element types of tensors, under their names in the safetensors format. The size of every type
 * is known, so that byte ranges can be checked; only the types F64, F32, F16 and BF16 can be read
 * as numbers.
 */
enum ElementType {
  F64(64),
  F32(32),
  F16(16),
  BF16(16),
  F4(4),
  F6_E2M3(6),
  F6_E3M2(6),
  F8_E5M2(8),
  F8_E4M3(8),
  F8_E8M0(8),
  F8_E4M3FNUZ(8),
  F8_E5M2FNUZ(8),
  C64(64),
  I64(64),
  I32(32),
  I16(16),
  I8(8),
  U64(64),
  U32(32),
  U16(16),
  U8(8),
  BOOL(8);

  /** The types that are read, for messages. */
  static final String READABLE = "F64, F32, F16 and BF16";

  /** Size of an element; elements of less than eight bits lie packed without gaps. */
  final int bits;

  ElementType(int bits) {
    this.bits = bits;
  }

  static Optional<ElementType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  boolean readable() {
    return ordinal() <= BF16.ordinal();
  }

  /** Whether it is made of integers or truth values, which are never weights as they are. */
  boolean integer() {
    return ordinal() >= I64.ordinal();
  }

  /** Size of an element of a type that is {@link #readable}. */
  int bytes() {
    return bits / Byte.SIZE;
  }

  /** The next element as a float; a double beyond a float's range becomes infinite. */
  float next(ByteBuffer buffer) {
    return switch (this) {
      case F64 -> (float) buffer.getDouble();
      case F32 -> buffer.getFloat();
      case F16 -> Halves.toFloat(buffer.getShort());
      case BF16 -> Float.intBitsToFloat(buffer.getShort() << 16);
      default -> throw new IllegalStateException(name());
    };
  }
}
