package dev.polysweep.spark.session;

import dev.polysweep.engine.EngineUnavailableException;
import java.io.IOException;
import org.apache.spark.SparkException;

/** Finds the cause of a failed Spark job behind the exceptions in which Spark wraps it. */
public final class Failures {

  private Failures() {}

  /**
   * Turns a failure into an exception for users.
   *
   * @param failure what a job or its preparation threw
   * @return an {@link IOException} for the caller to throw: {@code failure} if it is one, otherwise
   *     a new one with the first line of the innermost cause's message
   * @throws EngineUnavailableException if that is among the causes
   * @throws RuntimeException {@code failure} itself, if it is unchecked and has no {@link
   *     SparkException} among its causes
   * @throws Error {@code failure} itself, if it is an error
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
