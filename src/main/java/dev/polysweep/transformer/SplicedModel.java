package dev.polysweep.transformer;

import java.util.Map;

/**
 * A model in which an inner activation, the tap, can be replaced before the rest of the model
 * computes the logits: by the reconstruction of a sparse autoencoder, by zeros, or by its mean. The
 * part up to the tap and the part after it run as two sessions.
 */
public final class SplicedModel implements AutoCloseable {

  private final TappedModel before;
  private final Session behind;
  private final ModelInputs inputs;
  private final String tensor;

  /**
   * Opens a model.
   *
   * @param graph the model
   * @param tensor name of the tensor to replace, as {@link OnnxGraph#tensor} returns it; its values
   *     must be floats {@code [batch, position, width]}
   * @param threads number of threads that a run may use, the caller's included
   * @throws TransformerException if ONNX Runtime cannot run the model
   */
  public SplicedModel(OnnxGraph graph, String tensor, int threads) {
    this.inputs = graph.inputs();
    this.tensor = tensor;
    before = TappedModel.open(graph, tensor, threads);
    try {
      behind =
          new Session(graph.name(), graph.spliced(tensor, before.type(tensor)), inputs, threads);
    } catch (RuntimeException e) {
      before.close();
      throw e;
    }
  }

  /** Runs the part up to the tap and returns the activation of every token. */
  public WindowTensor activations(int[][] windows) {
    return before.run(windows);
  }

  /**
   * Runs the part after the tap and returns the logits, {@code [window, position, vocabulary]}.
   *
   * @param windows the token ids of the batch
   * @param activation the value of the tap, of the shape that {@link #activations} returns for
   *     these windows
   */
  public WindowTensor logits(int[][] windows, WindowTensor activation) {
    return behind.activations(Windows.of(windows, inputs), Map.of(tensor, activation));
  }

  @Override
  public void close() {
    try {
      before.close();
    } finally {
      behind.close();
    }
  }
}
