package dev.polysweep.spark.session;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs small Spark jobs at the same time: each alone would leave cores idle and wait for the
 * driver's planning.
 */
public final class SideBySide {

  private SideBySide() {}

  /** Something that writes. */
  @FunctionalInterface
  public interface Work {
    public void run() throws IOException;
  }

  /**
   * Returns when all are done.
   *
   * @throws IOException the first of their failures; likewise what else they throw
   */
  public static void run(List<Work> works) throws IOException {
    // New threads inherit the job group of this one, by which a run is cancelled.
    ExecutorService threads = Executors.newFixedThreadPool(works.size());
    try {
      List<Callable<Void>> calls =
          works.stream()
              .map(
                  work ->
                      (Callable<Void>)
                          () -> {
                            work.run();
                            return null;
                          })
              .toList();
      for (Future<Void> done : threads.invokeAll(calls)) {
        done.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while results were written");
    } catch (ExecutionException e) {
      throw Failures.forUsers(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
