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
 * Runs several small Spark jobs at the same time. One after another, they would leave cores idle,
 * most of all while the driver plans the next.
 */
public final class SideBySide {

  private SideBySide() {}

  /** A piece of work that runs Spark jobs and writes their results. */
  @FunctionalInterface
  public interface Work {
    public void run() throws IOException;
  }

  /**
   * Runs all pieces of work at the same time, each in a thread of its own, and returns when all
   * have ended.
   *
   * @throws IOException the failure of the first piece in the list that failed, made by {@link
   *     Failures#forUsers}, which may also throw unchecked exceptions
   * @throws CancellationException if the calling thread is interrupted
   */
  public static void run(List<Work> works) throws IOException {
    // New threads inherit the job group of this thread, and a run is cancelled by its job group.
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
