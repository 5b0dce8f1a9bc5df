package dev.polysweep.job;

import dev.polysweep.experiment.Experiment;
import dev.polysweep.spark.Cluster;
import dev.polysweep.spark.aggregate.Aggregator;
import dev.polysweep.spark.aggregate.NullTest;
import dev.polysweep.spark.store.ResultStore;
import dev.polysweep.spark.store.ResultTables;
import dev.polysweep.spark.store.StoredTables;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.Overrides;
import dev.polysweep.sweep.file.SweepFile;
import dev.polysweep.sweep.yaml.SweepException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A sweep together with its results folder, with access to the stored results. */
final class JobFolder {

  /**
   * The folder that the report is written to: the results folder or, if that is on another file
   * system, a scratch folder of this machine.
   */
  final Path folder;

  /** The name of the results folder in messages to users. */
  final String place;

  final Sweep sweep;
  final Experiment<?> experiment;
  final ResultTables tables;
  final StoredTables stored;
  final ResultStore store;

  private JobFolder(Path folder, String place, StoredTables stored, Sweep sweep) {
    this.folder = folder;
    this.place = place;
    this.stored = stored;
    this.sweep = sweep;
    experiment = Experiments.installed().of(sweep);
    tables = ResultTables.of(sweep, experiment);
    store = stored.store();
  }

  /** Opens a results folder of this machine, without Spark. */
  static JobFolder of(Path folder, Sweep sweep) throws IOException {
    StoredTables stored = new StoredTables(folder.toUri().toString());
    return new JobFolder(folder, folder.toString(), stored, sweep);
  }

  /** Opens a results folder of this machine while Spark runs. */
  static JobFolder of(Cluster cluster, Path folder, Sweep sweep) throws IOException {
    StoredTables stored = cluster.stored(folder.toUri().toString());
    return new JobFolder(folder, folder.toString(), stored, sweep);
  }

  /** Opens a results folder on another file system, as the configuration of Spark reaches it. */
  static JobFolder of(Cluster cluster, RemoteFolder remote, String uri, Sweep sweep)
      throws IOException {
    return new JobFolder(remote.scratch(), uri, cluster.stored(uri), sweep);
  }

  /** The same folder with a part of the sweep. */
  JobFolder of(Sweep part) {
    return new JobFolder(folder, place, stored, part);
  }

  /**
   * Reads the sweep of a results folder.
   *
   * @throws SweepException if the folder holds no sweep
   */
  static Sweep sweepOf(Path folder) {
    Path file = folder.resolve("sweep.yaml");
    if (!Files.isRegularFile(file)) {
      throw new SweepException(folder + ": not a results folder: there is no sweep.yaml");
    }
    return SweepFile.load(file, Overrides.NONE);
  }

  /** Whether the folder is on another file system than this machine's. */
  boolean remote() {
    return RemoteFolder.is(place);
  }

  /** An aggregator of the folder's results. */
  Aggregator aggregator(Cluster cluster) {
    return cluster
        .aggregator(store, tables, sweep, nullTests(experiment))
        .withControls(controls())
        .withEvents(experiment.eventTables());
  }

  /** A map from each label that has a control arm in the sweep to the label of that arm. */
  Map<String, String> controls() {
    return controls(experiment);
  }

  private <C extends Record & Serializable> Map<String, String> controls(Experiment<C> of) {
    Map<Object, String> labels = new HashMap<>();
    sweep.configurations().forEach(c -> labels.put(c.settings(), c.label()));
    Map<String, String> controls = new LinkedHashMap<>();
    for (Configuration configuration : sweep.configurations()) {
      @SuppressWarnings("unchecked") // the sweep was bound with this experiment's record
      C settings = (C) configuration.settings();
      of.control(settings)
          .map(labels::get)
          .filter(label -> !label.equals(configuration.label()))
          .ifPresent(label -> controls.put(configuration.label(), label));
    }
    return controls;
  }

  private <C extends Record & Serializable> Map<String, List<NullTest>> nullTests(
      Experiment<C> of) {
    Map<String, List<NullTest>> tests = new LinkedHashMap<>();
    for (Configuration configuration : sweep.configurations()) {
      @SuppressWarnings("unchecked") // the sweep was bound with this experiment's record
      C settings = (C) configuration.settings();
      tests.put(
          configuration.label(),
          of.nullMetrics(settings).stream()
              .map(n -> new NullTest(n.metric(), n.method(), n.draws()))
              .toList());
    }
    return tests;
  }
}
