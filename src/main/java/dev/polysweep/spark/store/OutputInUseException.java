package dev.polysweep.spark.store;

import java.nio.file.Path;

/** Is thrown if another run holds the results folder. The message is one line for users. */
public final class OutputInUseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutputInUseException(Path folder) {
    super(
        "another run is writing to "
            + folder
            + "; wait for it, or choose another folder with --out");
  }
}
