package dev.polysweep.transformer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Determines which inner tensors of a model can be tapped, by running two short windows through the
 * model.
 */
public final class Taps {

  private static final int ROWS = 2;
  private static final int LENGTH = 5;

  private Taps() {}

  /**
   * A tensor that can be tapped.
   *
   * @param tensor name of the tensor
   * @param operator ONNX operator that computes it, for example {@code Relu}
   * @param width numbers of values a token
   */
  public record Tap(String tensor, String operator, int width) {}

  /**
   * Lists all tensors of floats {@code [batch, position, width]}, in the order in which the model
   * computes them.
   */
  public static List<Tap> list(OnnxGraph graph) {
    Map<String, String> tensors = graph.tensors();
    Windows windows = windows(graph, length(graph));
    List<Tap> taps = new ArrayList<>();
    for (Session.Output output : run(graph, List.copyOf(tensors.keySet()), windows)) {
      if (output.problem(windows) == null) {
        taps.add(new Tap(output.name(), tensors.get(output.name()), (int) output.shape()[2]));
      }
    }
    return taps;
  }

  /**
   * The number of values that a tensor has for each token.
   *
   * @param tensor name of the tensor, as {@link OnnxGraph#tensor} returns it
   * @throws TransformerException if the tensor does not hold floats {@code [batch, position,
   *     width]}
   */
  public static int width(OnnxGraph graph, String tensor) {
    Windows windows = windows(graph, length(graph));
    Session.Output output = run(graph, List.of(tensor), windows).get(0);
    String problem = output.problem(windows);
    if (problem != null) {
      throw new TransformerException("'" + tensor + "' of " + graph.name() + " " + problem);
    }
    return (int) output.shape()[2];
  }

  /**
   * Checks that a model runs on windows of {@code context} tokens.
   *
   * @throws TransformerException if the model does not
   */
  public static void requireContext(OnnxGraph graph, String tensor, int context) {
    OptionalInt most = graph.context();
    if (most.isPresent() && context > most.getAsInt()) {
      throw new TransformerException(
          String.format(
              Locale.ROOT,
              "a context of %d tokens is longer than the %d that %s accepts",
              context,
              most.getAsInt(),
              graph.name()));
    }
    try {
      run(graph, List.of(tensor), windows(graph, context));
    } catch (TransformerException e) {
      throw new TransformerException(
          graph.name() + " does not run on " + context + " tokens; " + e.getMessage());
    }
  }

  /**
   * Finds out whether a model gives the logits of the next token.
   *
   * @throws TransformerException if its output is something else, such as the last layer's state
   */
  public static void requireLogits(OnnxGraph graph) {
    int width = width(graph, graph.logits());
    graph
        .vocabulary()
        .ifPresent(
            tokens -> {
              if (width < tokens) {
                throw new TransformerException(
                    String.format(
                        Locale.ROOT,
                        "%s: its output '%s' has %,d numbers a token, so it is not the logits of %,d tokens; export the model with its head (for optimum-cli: --task text-generation)",
                        graph.name(),
                        graph.logits(),
                        width,
                        tokens));
              }
            });
  }

  private static int length(OnnxGraph graph) {
    return Math.min(LENGTH, graph.context().orElse(LENGTH));
  }

  private static Windows windows(OnnxGraph graph, int length) {
    ModelInputs inputs = graph.inputs();
    int rows = inputs.batch() > 0 ? inputs.batch() : ROWS;
    int positions = inputs.sequence() > 0 ? inputs.sequence() : length;
    return Windows.of(new int[rows][positions], inputs);
  }

  private static List<Session.Output> run(OnnxGraph graph, List<String> tensors, Windows windows) {
    try (Session session = new Session(graph.name(), graph.tapped(tensors), graph.inputs(), 1)) {
      return session.run(windows, Map.of());
    }
  }
}
