package dev.polysweep.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.metric.statistic.PairedContrast;
import dev.polysweep.report.compare.Comparison;
import dev.polysweep.report.compare.Comparison.Difference;
import dev.polysweep.report.compare.Comparison.LabelDifference;
import dev.polysweep.report.compare.Comparison.MetricDifference;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.Column;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares two results folders of one experiment, without Spark: two sweeps, or the same sweep by
 * two engines or two versions of the program.
 */
public final class Comparer {

  /** Entries of {@code provenance.json} that say only when a run was. */
  private static final Set<String> TIMES = Set.of("time", "started_at", "finished_at");

  /** Greatest number of values of a setting that are named. */
  private static final int NAMED = 8;

  private final ComparedSweep a;
  private final ComparedSweep b;
  private final Experiment<?> experiment;
  private final List<String> metrics = new ArrayList<>();

  private Comparer(ComparedSweep a, ComparedSweep b, Experiment<?> experiment) {
    this.a = a;
    this.b = b;
    this.experiment = experiment;
    Set<String> ordered = new LinkedHashSet<>(experiment.headline());
    experiment.cellMetrics().stream().map(Column::name).forEach(ordered::add);
    metrics.addAll(ordered);
  }

  /**
   * Compares two folders.
   *
   * @param first the folder that is subtracted
   * @param second the folder that it is subtracted from
   * @throws SweepException if the folders are of different experiments
   * @throws IOException if a folder cannot be read
   */
  public static Comparison of(Results first, Results second) throws IOException {
    String name = first.sweep().experiment();
    if (!second.sweep().experiment().equals(name)) {
      throw new SweepException(
          first.place
              + " is of the experiment "
              + name
              + " and "
              + second.place
              + " of "
              + second.sweep().experiment()
              + "; only results of one experiment can be compared");
    }
    Experiment<?> experiment = Experiments.installed().named(name);
    return new Comparer(
            ComparedSweep.of(first, experiment), ComparedSweep.of(second, experiment), experiment)
        .comparison();
  }

  private Comparison comparison() throws IOException {
    List<Difference> settings = new ArrayList<>();
    List<String> apart = new ArrayList<>();
    for (String key : a.keys()) {
      List<String> x = a.values(key);
      List<String> y = b.values(key);
      if (!Set.copyOf(x).equals(Set.copyOf(y))) {
        settings.add(new Difference(key, words(x), words(y)));
        if (x.size() == 1 && y.size() == 1) {
          apart.add(key);
        }
      }
    }
    if (!a.seeds().equals(b.seeds())) {
      settings.add(new Difference("seeds", words(a.seeds()), words(b.seeds())));
    }
    List<ComparedCells> pairs = ComparedCells.matched(a, b, apart);
    long matched = pairs.stream().mapToLong(ComparedCells::size).sum();
    return new Comparison(
        experiment.name(),
        a.side(),
        b.side(),
        origins(),
        settings,
        apart,
        matched,
        a.side().cells() - matched,
        b.side().cells() - matched,
        metrics(pairs),
        labels(pairs));
  }

  private static String words(List<String> values) {
    String some = values.stream().limit(NAMED).collect(Collectors.joining(", "));
    return values.size() > NAMED ? some + " and " + (values.size() - NAMED) + " more" : some;
  }

  private List<Difference> origins() throws IOException {
    Map<String, String> x = origins(a);
    Map<String, String> y = origins(b);
    Set<String> keys = new TreeSet<>(x.keySet());
    keys.addAll(y.keySet());
    return keys.stream()
        .filter(key -> !TIMES.contains(key))
        .filter(key -> !Objects.equals(x.get(key), y.get(key)))
        .map(key -> new Difference(key, x.getOrDefault(key, "–"), y.getOrDefault(key, "–")))
        .toList();
  }

  private static Map<String, String> origins(ComparedSweep of) throws IOException {
    Map<String, String> origins = new TreeMap<>();
    String text = of.results().stored.text("provenance.json");
    if (text != null) {
      JsonNode json = new ObjectMapper().readTree(text);
      json.fields()
          .forEachRemaining(
              field -> {
                if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                  origins.put(field.getKey(), field.getValue().asText());
                }
              });
    }
    origins.put("engine", String.join(", ", of.engines())); // that trained, not that was asked for
    return origins;
  }

  private List<MetricDifference> metrics(List<ComparedCells> pairs) {
    List<MetricDifference> differences = new ArrayList<>();
    for (String metric : metrics) {
      PooledDifference pooled = new PooledDifference();
      pairs.forEach(cells -> cells.forEach(metric, pooled::add));
      if (pooled.cells() > 0) {
        differences.add(pooled.of(metric, unit(metric)));
      }
    }
    return differences;
  }

  private List<LabelDifference> labels(List<ComparedCells> pairs) {
    Set<String> shown =
        experiment.headline().stream()
            .filter(metric -> pairs.stream().anyMatch(cells -> cells.has(metric)))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    List<LabelDifference> differences = new ArrayList<>();
    for (ComparedCells cells : pairs) {
      for (String metric : shown) {
        differences.add(
            new LabelDifference(
                cells.label(),
                metric,
                PairedContrast.of(cells.valuesOfB(metric), cells.valuesOfA(metric))));
      }
    }
    return differences;
  }

  private String unit(String metric) {
    return experiment.cellMetrics().stream()
        .filter(column -> column.name().equals(metric))
        .map(Column::unit)
        .findFirst()
        .orElse("");
  }
}
