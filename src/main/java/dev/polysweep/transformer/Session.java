package dev.polysweep.transformer;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * An ONNX Runtime session. Runs may be called from several threads at a time; each computes on its
 * caller's thread, with {@code threads − 1} helpers. Closing waits for runs in flight.
 */
final class Session implements AutoCloseable {

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final ModelInputs inputs;
  private final ReadWriteLock open = new ReentrantReadWriteLock();

  /** Opens a model of {@code inputs}. */
  Session(String name, byte[] model, ModelInputs inputs, int threads) {
    this.inputs = inputs;
    environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "polysweep");
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      session = environment.createSession(model, options);
    } catch (OrtException e) {
      throw new TransformerException(name + " cannot be run: " + words(e));
    }
  }

  /** An output: its shape, and its numbers if it is made of floats (null otherwise). */
  record Output(String name, long[] shape, float[] values) {}

  /**
   * Runs a batch.
   *
   * @param more inputs besides the usual ones: name and {@code [rows, length, width]}
   * @return every output, in order
   */
  List<Output> run(Windows windows, Map<String, WindowTensor> more) {
    Map<String, OnnxTensorLike> fed = new HashMap<>();
    open.readLock().lock();
    try {
      fed.put(inputs.ids(), integers(windows, windows.tokens(), inputs.wide()));
      if (inputs.attentionMask() != null) {
        fed.put(inputs.attentionMask(), integers(windows, windows.mask(), true));
      }
      if (inputs.positionIds() != null) {
        fed.put(inputs.positionIds(), integers(windows, windows.positions(), true));
      }
      for (Map.Entry<String, WindowTensor> entry : more.entrySet()) {
        WindowTensor a = entry.getValue();
        long[] shape = {a.rows(), a.length(), a.width()};
        fed.put(
            entry.getKey(),
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(a.values()), shape));
      }
      Map<String, OnnxTensorLike> used = new LinkedHashMap<>(fed);
      used.keySet().retainAll(session.getInputNames());
      try (OrtSession.Result result = session.run(used)) {
        List<Output> outputs = new ArrayList<>();
        for (var output : result) {
          if (output.getValue() instanceof OnnxTensor tensor) {
            outputs.add(output(output.getKey(), tensor));
          }
        }
        return outputs;
      }
    } catch (OrtException e) {
      throw new TransformerException("the model does not run: " + words(e));
    } finally {
      open.readLock().unlock();
      fed.values().forEach(OnnxTensorLike::close);
    }
  }

  /** The only output of a batch, which must be {@code [rows, length, width]} of floats. */
  WindowTensor activations(Windows windows, Map<String, WindowTensor> more) {
    Output output = run(windows, more).get(0);
    return new WindowTensor(
        output.values(), windows.rows(), windows.length(), (int) output.shape()[2]);
  }

  private OnnxTensor integers(Windows windows, long[] values, boolean wide) throws OrtException {
    long[] shape = {windows.rows(), windows.length()};
    if (wide) {
      return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
    }
    int[] narrow = java.util.Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    return OnnxTensor.createTensor(environment, IntBuffer.wrap(narrow), shape);
  }

  private static Output output(String name, OnnxTensor tensor) {
    OnnxJavaType type = tensor.getInfo().type;
    boolean floats =
        type == OnnxJavaType.FLOAT || type == OnnxJavaType.FLOAT16 || type == OnnxJavaType.BFLOAT16;
    FloatBuffer values = floats ? tensor.getFloatBuffer() : null;
    return new Output(name, tensor.getInfo().getShape(), values == null ? null : array(values));
  }

  private static float[] array(FloatBuffer buffer) {
    if (buffer.hasArray() && buffer.arrayOffset() == 0 && buffer.array().length == buffer.limit()) {
      return buffer.array();
    }
    float[] copy = new float[buffer.remaining()];
    buffer.get(copy);
    return copy;
  }

  private static String words(OrtException e) {
    return e.getMessage().replaceFirst("^Error code - \\S+ - message: ", "");
  }

  @Override
  public void close() {
    open.writeLock().lock();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    } finally {
      open.writeLock().unlock();
    }
  }
}
