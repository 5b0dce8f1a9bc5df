package dev.polysweep.transformer;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;

/** Makes what a model is fed with, in the type of elements that the model declares. */
final class Feed {

  private final OrtEnvironment environment;

  Feed(OrtEnvironment environment) {
    this.environment = environment;
  }

  /**
   * Token ids, positions or a mask. In a mask of truth values, what is not 0 is true.
   *
   * @param values row-major
   * @throws IllegalArgumentException for a type that {@link InputFinder} does not let pass
   */
  OnnxTensor integers(OnnxJavaType type, long[] values, long... shape) throws OrtException {
    return switch (type) {
      case INT64 -> OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
      case INT32 -> {
        int[] narrow = Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
        yield OnnxTensor.createTensor(environment, IntBuffer.wrap(narrow), shape);
      }
      case BOOL -> {
        ByteBuffer truths = ByteBuffer.allocateDirect(values.length).order(ByteOrder.nativeOrder());
        for (long value : values) {
          truths.put((byte) (value == 0 ? 0 : 1));
        }
        yield OnnxTensor.createTensor(environment, truths.flip(), shape, type);
      }
      default -> {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
          floats[i] = values[i];
        }
        yield floats(type, floats, shape);
      }
    };
  }

  /**
   * An activation.
   *
   * @param values row-major; rounded to the nearest number of the type
   * @throws IllegalArgumentException for a type that is none of floating-point numbers
   */
  OnnxTensor floats(OnnxJavaType type, float[] values, long... shape) throws OrtException {
    return switch (type) {
      case FLOAT -> OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
      case FLOAT16, BFLOAT16 -> {
        short[] halves = new short[values.length];
        for (int i = 0; i < values.length; i++) {
          halves[i] =
              type == OnnxJavaType.FLOAT16
                  ? Fp16Conversions.floatToFp16(values[i])
                  : Fp16Conversions.floatToBf16(values[i]);
        }
        yield OnnxTensor.createTensor(environment, ShortBuffer.wrap(halves), shape, type);
      }
      case DOUBLE -> {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
          doubles[i] = values[i];
        }
        yield OnnxTensor.createTensor(environment, DoubleBuffer.wrap(doubles), shape);
      }
      default -> throw new IllegalArgumentException("no numbers can be fed as " + type);
    };
  }
}
