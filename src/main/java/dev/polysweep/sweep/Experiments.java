package dev.polysweep.sweep;

import dev.polysweep.experiment.Experiment;
import dev.polysweep.sweep.yaml.Nearest;
import dev.polysweep.sweep.yaml.Quoted;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.sweep.yaml.Where;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The experiments that a sweep can run, found by their names. */
public final class Experiments {

  private final List<Experiment<?>> all;

  /**
   * @param all the experiments, whose names must differ
   */
  public Experiments(List<Experiment<?>> all) {
    this.all = all.stream().sorted(Comparator.comparing(Experiment::name)).toList();
  }

  /** The experiments that {@link ServiceLoader} finds on the class path. */
  public static Experiments installed() {
    List<Experiment<?>> found = new ArrayList<>();
    for (Experiment<?> experiment : ServiceLoader.load(Experiment.class)) {
      found.add(experiment);
    }
    return new Experiments(found);
  }

  /** All experiments, sorted by name. */
  public List<Experiment<?>> all() {
    return all;
  }

  /** The names of all experiments, sorted. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    all.forEach(experiment -> names.add(experiment.name()));
    return names;
  }

  /**
   * Finds the experiment with a name.
   *
   * @throws SweepException if there is no such experiment; the message proposes the nearest name
   */
  public Experiment<?> named(String name) {
    return named(name, Where.option("experiment"));
  }

  /**
   * The experiment of a sweep, with the columns that the sweep's configurations call for.
   *
   * @throws SweepException if there is no such experiment
   */
  public Experiment<?> of(Sweep sweep) {
    return of(named(sweep.experiment()), sweep.configurations());
  }

  private static <C extends Record & Serializable> Experiment<C> of(
      Experiment<C> experiment, List<Configuration> configurations) {
    List<C> settings = new ArrayList<>();
    for (Configuration configuration : configurations) {
      @SuppressWarnings("unchecked") // the sweep was bound with this experiment's record
      C record = (C) configuration.settings();
      settings.add(record);
    }
    return experiment.of(settings);
  }

  public Experiment<?> named(String name, Where where) {
    return all.stream()
        .filter(experiment -> experiment.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                SweepException.at(
                    where,
                    "experiment",
                    "no experiment "
                        + Quoted.of(name)
                        + "; there are "
                        + String.join(", ", names())
                        + Nearest.hint(name, names())));
  }
}
