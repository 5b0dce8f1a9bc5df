package dev.polysweep.transformer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** What can be tapped in a model: found out by running two short windows through it. */
public final class Taps {

  private static final int ROWS = 2;
  private static final int LENGTH = 5;

  private Taps() {}

  /**
   * A tensor that can be tapped.
   *
   * @param tensor its name
   * @param operator what makes it, {@code Relu} for example
   * @param width numbers a token
   */
  public record Tap(String tensor, String operator, int width) {}

  /**
   * Every tensor of floats {@code [batch, position, width]}, in the order in which they are made.
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
   * Numbers a token of a tensor.
   *
   * @param tensor as {@link OnnxGraph#tensor} names it
   * @throws TransformerException if it is not one of floats {@code [batch, position, width]}
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
   * Finds out whether a model runs on windows of so many tokens.
   *
   * @throws TransformerException if it does not
   */
  public static void requireContext(OnnxGraph graph, String tensor, int context) {
    OptionalInt most = graph.context();
    if (most.isPresent() && context > most.getAsInt()) {
      throw new TransformerException(
          String.format(
              Locale.ROOT,
              "a context of %d is more than the %d of %s",
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
