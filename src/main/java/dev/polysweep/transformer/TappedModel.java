package dev.polysweep.transformer;

import ai.onnxruntime.OnnxJavaType;
import java.util.List;
import java.util.Map;

/** A model that computes an inner activation, the tap, instead of its logits. */
public final class TappedModel implements AutoCloseable {

  private final Session session;
  private final ModelInputs inputs;

  /**
   * Opens a model made by {@link OnnxGraph#tapped}.
   *
   * @param name name of the model, for messages
   * @param tapped contents of the edited ONNX file
   * @param inputs the inputs of the model
   * @param threads number of threads that a run may use, the caller's included
   * @throws TransformerException if ONNX Runtime cannot run the model
   */
  public TappedModel(String name, byte[] tapped, ModelInputs inputs, int threads) {
    this.session = new Session(name, tapped, inputs, threads);
    this.inputs = inputs;
  }

  /**
   * Opens a model with a tap.
   *
   * @param graph the model
   * @param tensor name of the tensor to read, as {@link OnnxGraph#tensor} returns it; its values
   *     must be floats {@code [batch, position, width]}
   * @param threads number of threads that a run may use, the caller's included
   * @throws TransformerException if ONNX Runtime cannot run the model
   */
  public static TappedModel open(OnnxGraph graph, String tensor, int threads) {
    return new TappedModel(graph.name(), graph.tapped(List.of(tensor)), graph.inputs(), threads);
  }

  /**
   * Computes the activation of every token.
   *
   * @param windows token ids; each window has at least one token
   * @throws TransformerException if the model fails on the windows, for example because they are
   *     longer than its context
   */
  public WindowTensor run(int[][] windows) {
    return session.activations(Windows.of(windows, inputs), Map.of());
  }

  /** Type of the tap's elements. */
  OnnxJavaType type(String tensor) {
    return session.type(tensor);
  }

  @Override
  public void close() {
    session.close();
  }
}
