package dev.polysweep.spark.session;

import dev.polysweep.engine.EngineUnavailableException;
import java.io.IOException;
import org.apache.spark.SparkException;

/** Finds what broke a Spark job behind Spark's own account of tasks and tries. */
public final class Failures {

  private Failures() {}

  /**
   * @return what to throw: an {@link IOException} with the innermost cause's words
   * @throws EngineUnavailableException if that is the cause
   * @throws RuntimeException if the failure is one that did not come from a Spark job; likewise an
   *     {@link Error}
   */
  public static IOException forUsers(Throwable failure) {
    boolean fromSpark = false;
    Throwable innermost = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof EngineUnavailableException unavailable) {
        throw unavailable;
      }
      fromSpark |= cause instanceof SparkException;
      innermost = cause;
    }
    if (!fromSpark && failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof IOException io) {
      return io;
    }
    String words = innermost.getMessage() == null ? innermost.toString() : innermost.getMessage();
    return new IOException("a Spark job failed: " + words.lines().findFirst().orElse(""), failure);
  }
}
