package dev.polysweep.experiment;

import dev.polysweep.math.Matrix;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One cell while it runs: its settings, its seed, and the values that the experiment records about
 * it. The result tables are made from these values.
 *
 * @param <C> configuration record
 */
public final class CellRun<C extends Record> {

  private final C config;
  private final long seed;
  private final int logEvery;
  private final Checkpoint checkpoint;
  private final Map<String, Double> metrics = new LinkedHashMap<>();
  private final List<Epoch> epochs = new ArrayList<>();
  private final Map<String, Matrix> arrays = new LinkedHashMap<>();
  private final List<Event> events = new ArrayList<>();
  private String divergence;
  private long nanos;

  /**
   * @param config the settings of the cell
   * @param seed the seed, which keys every random draw
   * @param logEvery number of epochs from one logged epoch to the next
   */
  public CellRun(C config, long seed, int logEvery) {
    this(config, seed, logEvery, Checkpoint.NONE);
  }

  /**
   * @param config the settings of the cell
   * @param seed the seed, which keys every random draw
   * @param logEvery number of epochs from one logged epoch to the next
   * @param checkpoint where the cell may keep its state
   */
  public CellRun(C config, long seed, int logEvery, Checkpoint checkpoint) {
    this.config = config;
    this.seed = seed;
    this.logEvery = logEvery;
    this.checkpoint = checkpoint;
  }

  /** The settings of the cell. */
  public C config() {
    return config;
  }

  /** The seed of the cell, which keys every random draw. */
  public long seed() {
    return seed;
  }

  /** Where the cell may keep its state while it trains. */
  public Checkpoint checkpoint() {
    return checkpoint;
  }

  /**
   * The epochs of a phase that are to be logged: the first, every {@code log_every}-th, and the
   * last, ascending.
   *
   * @param epochs number of epochs in the phase
   */
  public int[] loggedEpochs(int epochs) {
    return java.util.stream.IntStream.rangeClosed(1, epochs)
        .filter(e -> e == 1 || e % logEvery == 0 || e == epochs)
        .toArray();
  }

  /**
   * Records a metric of the finished cell.
   *
   * @param name one of the experiment's {@linkplain Experiment#cellMetrics cell metrics}
   * @param value its value; NaN stands for "undefined" and becomes null in the table
   */
  public void metric(String name, double value) {
    metrics.put(name, value);
  }

  /**
   * Records a logged epoch.
   *
   * @param phase one of the experiment's {@linkplain Experiment#phases phases}
   * @param epoch number of the epoch within the phase, from 1
   * @param loss loss of the epoch's forward pass
   * @param metrics the metrics that were computed at that epoch, by name; the others are null in
   *     the table
   */
  public void epoch(String phase, int epoch, double loss, Map<String, Double> metrics) {
    epochs.add(new Epoch(phase, epoch, loss, Map.copyOf(metrics)));
  }

  /**
   * Records a matrix.
   *
   * @param name name of the matrix in the table {@code arrays}
   */
  public void array(String name, Matrix matrix) {
    arrays.put(name, matrix);
  }

  /**
   * Records an event.
   *
   * @param table one of the experiment's {@linkplain Experiment#eventTables event tables}
   * @param values the values by column; a NaN and a column without a value are null
   */
  public void event(String table, Map<String, Object> values) {
    events.add(new Event(table, new LinkedHashMap<>(values)));
  }

  /**
   * Records that the cell diverged. The metrics that were recorded stay in the table {@code cells}
   * but enter no mean.
   *
   * @param reason why the cell diverged, for the column {@code error}
   */
  public void diverged(String reason) {
    divergence = reason;
  }

  /**
   * Adds time that was spent on this cell alone and not on the pack as a whole.
   *
   * @param ns nanoseconds
   */
  public void spent(long ns) {
    nanos += ns;
  }

  /** Why the cell diverged, or null. */
  public String divergence() {
    return divergence;
  }

  /** Time recorded with {@link #spent}, in ns. */
  public long nanos() {
    return nanos;
  }

  /** The metrics recorded so far, by name. */
  public Map<String, Double> metrics() {
    return metrics;
  }

  /** The epochs recorded so far, in the order in which they were recorded. */
  public List<Epoch> epochs() {
    return epochs;
  }

  /** The matrices recorded so far, by name. */
  public Map<String, Matrix> arrays() {
    return arrays;
  }

  /** The events recorded so far, in the order in which they were recorded. */
  public List<Event> events() {
    return events;
  }

  /**
   * An event during the training of a cell.
   *
   * @param table name of the event table
   * @param values by column
   */
  public record Event(String table, Map<String, Object> values) {}

  /**
   * A logged epoch of the cell.
   *
   * @param phase phase of the training
   * @param epoch number of the epoch within the phase, from 1
   * @param loss loss of the epoch's forward pass
   * @param metrics by name
   */
  public record Epoch(String phase, int epoch, double loss, Map<String, Double> metrics)
      implements Serializable {}
}
