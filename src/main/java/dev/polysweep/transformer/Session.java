package dev.polysweep.transformer;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * An ONNX Runtime session. Several threads may run batches at the same time; each run computes on
 * its caller's thread and up to {@code threads − 1} further threads. Closing waits for the runs
 * that are in progress.
 */
final class Session implements AutoCloseable {

  private final OrtSession session;
  private final Feed feed;
  private final Map<String, OnnxJavaType> declared; // by input
  private final ModelInputs inputs;
  private final ReadWriteLock open = new ReentrantReadWriteLock();

  /**
   * Opens a session.
   *
   * @param name name of the model, for messages
   * @param model contents of an ONNX file
   * @param inputs the inputs of the model
   * @param threads number of threads of a run
   * @throws TransformerException if ONNX Runtime cannot load the model
   */
  Session(String name, byte[] model, ModelInputs inputs, int threads) {
    this.inputs = inputs;
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "polysweep");
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      session = environment.createSession(model, options);
      declared = types(session.getInputInfo());
    } catch (OrtException e) {
      throw new TransformerException(name + " cannot be run: " + RuntimeWords.of(e));
    }
    feed = new Feed(environment);
  }

  private static Map<String, OnnxJavaType> types(Map<String, NodeInfo> values) {
    Map<String, OnnxJavaType> types = new HashMap<>();
    values.forEach(
        (name, value) -> {
          if (value.getInfo() instanceof TensorInfo tensor) {
            types.put(name, tensor.type);
          }
        });
    return types;
  }

  /** Type of the elements of an output. */
  OnnxJavaType type(String output) {
    try {
      return types(session.getOutputInfo()).getOrDefault(output, OnnxJavaType.UNKNOWN);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An output: its shape, and its numbers if it is made of floats (null otherwise). */
  record Output(String name, long[] shape, float[] values) {

    /** Why it is not one vector of floats for each token of a batch, or null. */
    String problem(Windows windows) {
      if (values == null) {
        return "holds no floats";
      }
      if (shape.length != 3 || shape[0] != windows.rows() || shape[1] != windows.length()) {
        return String.format(
            Locale.ROOT,
            "has shape %s for %d windows of %d tokens; [batch, position, width] is wanted",
            Arrays.toString(shape),
            windows.rows(),
            windows.length());
      }
      return null;
    }
  }

  /**
   * Runs a batch.
   *
   * @param windows the batch
   * @param more further inputs {@code [rows, length, width]} by name, besides those of {@link
   *     ModelInputs}
   * @return all outputs, in the model's order
   * @throws TransformerException if the model fails on the batch
   */
  List<Output> run(Windows windows, Map<String, WindowTensor> more) {
    Map<String, OnnxTensorLike> fed = new HashMap<>();
    open.readLock().lock();
    try {
      feed(fed, inputs.ids(), windows, windows.tokens());
      feed(fed, inputs.attentionMask(), windows, windows.mask());
      feed(fed, inputs.positionIds(), windows, windows.positions());
      for (Map.Entry<String, WindowTensor> entry : more.entrySet()) {
        WindowTensor a = entry.getValue();
        fed.put(
            entry.getKey(),
            feed.floats(declared.get(entry.getKey()), a.values(), a.rows(), a.length(), a.width()));
      }
      try (OrtSession.Result result = session.run(fed)) {
        List<Output> outputs = new ArrayList<>();
        for (var output : result) {
          outputs.add(
              output.getValue() instanceof OnnxTensor tensor
                  ? output(output.getKey(), tensor)
                  : new Output(output.getKey(), new long[0], null));
        }
        return outputs;
      }
    } catch (OrtException e) {
      throw new TransformerException("the model does not run: " + RuntimeWords.of(e));
    } finally {
      open.readLock().unlock();
      fed.values().forEach(OnnxTensorLike::close);
    }
  }

  /** Feeds one of the usual inputs, if there is such a one and what is computed depends on it. */
  private void feed(Map<String, OnnxTensorLike> fed, String input, Windows windows, long[] values)
      throws OrtException {
    if (declared.containsKey(input)) {
      fed.put(input, feed.integers(declared.get(input), values, windows.rows(), windows.length()));
    }
  }

  /**
   * The only output of a batch, as {@code [rows, length, width]}.
   *
   * @throws TransformerException if it is of another shape, or not of floating-point numbers
   */
  WindowTensor activations(Windows windows, Map<String, WindowTensor> more) {
    Output output = run(windows, more).get(0);
    String problem = output.problem(windows);
    if (problem != null) {
      throw new TransformerException("'" + output.name() + "' " + problem);
    }
    return new WindowTensor(
        output.values(), windows.rows(), windows.length(), (int) output.shape()[2]);
  }

  private static Output output(String name, OnnxTensor tensor) {
    float[] values =
        switch (tensor.getInfo().type) {
          case FLOAT, FLOAT16, BFLOAT16 -> array(tensor.getFloatBuffer());
          case DOUBLE -> narrowed(tensor.getDoubleBuffer());
          default -> null;
        };
    return new Output(name, tensor.getInfo().getShape(), values);
  }

  private static float[] narrowed(DoubleBuffer buffer) {
    float[] values = new float[buffer.remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) buffer.get(i);
    }
    return values;
  }

  private static float[] array(FloatBuffer buffer) {
    if (buffer.hasArray() && buffer.arrayOffset() == 0 && buffer.array().length == buffer.limit()) {
      return buffer.array();
    }
    float[] copy = new float[buffer.remaining()];
    buffer.get(copy);
    return copy;
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
