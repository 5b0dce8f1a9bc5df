package dev.polysweep.transformer;

import java.util.ArrayList;
import java.util.List;

/** Thrown when a model has neither a node nor a tensor of the name that was asked for. */
public final class UnknownTapException extends TransformerException {
  private static final long serialVersionUID = 1L;

  private final String tap;
  private final ArrayList<String> names;

  UnknownTapException(String model, String tap, List<String> names) {
    super(model + " has no node or tensor '" + tap + "'");
    this.tap = tap;
    this.names = new ArrayList<>(names);
  }

  /** The name that was asked for. */
  public String tap() {
    return tap;
  }

  /** The names of all nodes and tensors of the model. */
  public List<String> names() {
    return names;
  }
}
