package dev.polysweep.sweep;

import dev.polysweep.experiment.Experiment;
import dev.polysweep.sweep.yaml.Nearest;
import dev.polysweep.sweep.yaml.Quoted;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.sweep.yaml.Where;
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
