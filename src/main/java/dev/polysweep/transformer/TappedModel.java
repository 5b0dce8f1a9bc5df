package dev.polysweep.transformer;

import ai.onnxruntime.OnnxJavaType;
import java.util.List;
import java.util.Map;

/** A model that gives an inner activation instead of its logits. */
public final class TappedModel implements AutoCloseable {

  private final Session session;
  private final ModelInputs inputs;

  /**
   * Opens a model made by {@link OnnxGraph#tapped}.
   *
   * @param name what messages call it
   * @param tapped the edited model
   * @param inputs what it is fed with
   * @param threads that a run may use, its caller's included
   * @throws TransformerException if ONNX Runtime cannot run it
   */
  public TappedModel(String name, byte[] tapped, ModelInputs inputs, int threads) {
    this.session = new Session(name, tapped, inputs, threads);
    this.inputs = inputs;
  }

  /**
   * Opens a model with a tap.
   *
   * @param tensor as {@link OnnxGraph#tensor} names it; float of rank 3
   */
  public static TappedModel open(OnnxGraph graph, String tensor, int threads) {
    return new TappedModel(graph.name(), graph.tapped(List.of(tensor)), graph.inputs(), threads);
  }

  /**
   * The activation of every token.
   *
   * @param windows token ids, each window of one or more
   * @throws TransformerException if the model fails on them, for example where they are longer than
   *     its context
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
