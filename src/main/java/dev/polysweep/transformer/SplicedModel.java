package dev.polysweep.transformer;

import java.util.Map;

/**
 * A model whose inner activation can be replaced on its way to the logits: by what a sparse
 * autoencoder makes of it, by zeros, by its mean. The part before the tap and the part behind it
 * are two sessions of one file.
 */
public final class SplicedModel implements AutoCloseable {

  private final TappedModel before;
  private final Session behind;
  private final ModelInputs inputs;
  private final String tensor;

  /**
   * @param tensor as {@link OnnxGraph#tensor} names it; float of rank 3
   * @param threads that a run may use, its caller's included
   * @throws TransformerException if ONNX Runtime cannot run it
   */
  public SplicedModel(OnnxGraph graph, String tensor, int threads) {
    this.inputs = graph.inputs();
    this.tensor = tensor;
    before = TappedModel.open(graph, tensor, threads);
    behind = new Session(graph.name(), graph.spliced(tensor, before.type(tensor)), inputs, threads);
  }

  /** The activation of every token. */
  public WindowTensor activations(int[][] windows) {
    return before.run(windows);
  }

  /**
   * The logits {@code [window, position, vocabulary]} that follow from an activation.
   *
   * @param windows the windows that it is an activation of
   */
  public WindowTensor logits(int[][] windows, WindowTensor activation) {
    return behind.activations(Windows.of(windows, inputs), Map.of(tensor, activation));
  }

  @Override
  public void close() {
    before.close();
    behind.close();
  }
}
