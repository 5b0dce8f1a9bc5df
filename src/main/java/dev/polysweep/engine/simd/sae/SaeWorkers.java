package dev.polysweep.engine.simd.sae;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that share the tasks of a phase. A task writes only to memory that no other task of its
 * phase reads or writes, so the results do not depend on which thread runs it.
 */
final class SaeWorkers implements AutoCloseable {

  /** A task. A worker runs one task at a time, so tasks may use scratch memory per worker. */
  interface Task {
    void run(int worker, int task);
  }

  private final int threads;
  private final ExecutorService pool;

  SaeWorkers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
    }
    this.threads = threads;
    pool =
        threads == 1
            ? null
            : Executors.newFixedThreadPool(
                threads - 1,
                runnable -> {
                  Thread thread = new Thread(runnable, "sae");
                  thread.setDaemon(true);
                  return thread;
                });
  }

  int threads() {
    return threads;
  }

  /** Runs tasks 0 … tasks − 1 and returns when all are done. */
  void run(int tasks, Task task) {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> others = new ArrayList<>();
    for (int worker = 1; worker < Math.min(threads, tasks); worker++) {
      int self = worker;
      others.add(pool.submit(() -> drain(next, tasks, self, task)));
    }
    RuntimeException failure = null;
    try {
      drain(next, tasks, 0, task);
    } catch (RuntimeException e) {
      failure = e;
    }
    for (Future<?> other : others) {
      failure = await(other, failure);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static void drain(AtomicInteger next, int tasks, int worker, Task task) {
    for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
      task.run(worker, i);
    }
  }

  /**
   * Waits for another thread's tasks, even if this thread is interrupted, because the other thread
   * writes into the session's arrays.
   */
  private static RuntimeException await(Future<?> other, RuntimeException failure) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          other.get();
          return failure;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          return failure != null ? failure : new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.shutdown();
    }
  }
}
