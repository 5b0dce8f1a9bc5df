package dev.polysweep.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.engine.Engines;
import dev.polysweep.sweep.CellId;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.setting.Settings;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.sweep.yaml.YamlReader;
import dev.polysweep.sweep.yaml.YamlValue;
import dev.polysweep.table.TableSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Refuses to mix results of different recipes (settings, logging interval or engine) in one folder.
 */
final class Recipes {

  private static final String REMEDY = "; use another --out, or --fresh to start over";

  /**
   * The settings and the engine that cells of a label were trained with.
   *
   * @param label label of the configuration
   * @param config canonical JSON of the configuration's settings
   * @param engine name of the engine
   * @param cellId the smallest id of such a cell
   * @param seed seed of that cell
   */
  record Recipe(String label, String config, String engine, String cellId, long seed) {

    private static Recipe first(Recipe a, Recipe b) {
      return a.cellId().compareTo(b.cellId()) <= 0 ? a : b;
    }
  }

  private Recipes() {}

  /**
   * The recipes in the results, one for each distinct combination of label, configuration and
   * engine, ordered by label.
   */
  private static List<Recipe> recipes(JobFolder results) throws IOException {
    TableSchema columns =
        results.tables.cells().only(List.of("label", "config", "engine", "cell_id", "seed"));
    Map<List<Object>, Recipe> recipes = new LinkedHashMap<>();
    try (Stream<Object[]> rows = results.stored.values(columns)) {
      rows.map(
              row ->
                  new Recipe(
                      (String) row[0],
                      (String) row[1],
                      (String) row[2],
                      (String) row[3],
                      (long) row[4]))
          .forEach(
              recipe ->
                  recipes.merge(
                      Arrays.asList(recipe.label(), recipe.config(), recipe.engine()),
                      recipe,
                      Recipe::first));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return recipes.values().stream().sorted(Comparator.comparing(Recipe::label)).toList();
  }

  /**
   * Checks that a folder's results and the sweep have the same recipe.
   *
   * @param engine name of the wanted engine, or auto
   * @param local whether this process trains; on a cluster, the executors decide which engine auto
   *     stands for
   * @throws SweepException if the folder holds another experiment's cells, epochs logged at other
   *     intervals, a label that was run with other settings, or cells of an engine that does not
   *     have the same bits; the message says what differs
   */
  static void requireUnchanged(JobFolder results, String engine, boolean local) throws IOException {
    requireSameSweep(results);
    Map<String, Configuration> wanted = new HashMap<>();
    Settings<?> settings = Settings.of(results.experiment);
    Set<String> identities = new HashSet<>();
    for (Configuration configuration : results.sweep.configurations()) {
      wanted.put(configuration.label(), configuration);
      identities.add(configuration.identity());
    }
    String here = engine;
    if (engine.equals(Engines.AUTO) && local) {
      here = Engines.named(engine, results.experiment::obstacle).name();
    }
    Set<String> alike = Engines.withSameBits(here);
    for (Recipe recipe : recipes(results)) {
      requireNamedAlike(
          results.place, results.sweep.experiment(), settings.identity(recipe.config()), recipe);
      Configuration configuration = wanted.get(recipe.label());
      // A configuration whose label has changed is still the same configuration, so identities are
      // compared.
      if (configuration != null && !identities.contains(settings.identity(recipe.config()))) {
        throw new SweepException(
            results.place
                + ": label '"
                + recipe.label()
                + "' was run with other settings: "
                + difference(recipe.config(), configuration.json())
                + REMEDY);
      }
      if (!here.equals(Engines.AUTO) && !alike.contains(recipe.engine())) {
        throw new SweepException(
            results.place
                + ": was run by engine "
                + recipe.engine()
                + ", not "
                + here
                + "; use --engine "
                + recipe.engine()
                + " or another --out");
      }
    }
  }

  /**
   * Refuses cells whose ids were computed from their settings in another way, as earlier versions
   * did: none of them would be found again.
   */
  static void requireNamedAlike(String place, String experiment, String identity, Recipe recipe) {
    if (!CellId.of(experiment, identity, recipe.seed()).equals(recipe.cellId())) {
      throw new SweepException(
          place
              + ": its cells have ids of an earlier version of Polysweep, such as "
              + recipe.cellId()
              + REMEDY);
    }
  }

  /**
   * Checks that a folder's results are those of the sweep, before aggregates are made of them.
   *
   * @throws SweepException if the folder holds another experiment's cells or cells of an earlier
   *     version, or none of its cells is the sweep's
   */
  static void requireOwn(JobFolder results) throws IOException {
    requireSameSweep(results);
    Settings<?> settings = Settings.of(results.experiment);
    Set<String> identities = new HashSet<>();
    results.sweep.configurations().forEach(c -> identities.add(c.identity()));
    List<Recipe> recipes = recipes(results);
    boolean own = recipes.isEmpty();
    for (Recipe recipe : recipes) {
      String identity = settings.identity(recipe.config());
      requireNamedAlike(results.place, results.sweep.experiment(), identity, recipe);
      own |= identities.contains(identity);
    }
    if (!own) {
      throw new SweepException(
          results.place + ": none of its cells is of the sweep '" + results.sweep.name() + "'");
    }
  }

  /**
   * Compares the sweep with the one in the folder's {@code sweep.yaml}. A damaged file is ignored
   * and written again.
   */
  private static void requireSameSweep(JobFolder results) throws IOException {
    String stored = results.store.read("sweep.yaml");
    if (stored == null || results.store.completeWaves().isEmpty()) {
      return;
    }
    YamlValue before;
    try {
      before = YamlReader.read(stored, "sweep.yaml");
    } catch (SweepException e) {
      return;
    }
    requireSame(results, before, "experiment", results.sweep.experiment());
    requireSame(results, before, "log_every", String.valueOf(results.sweep.logEvery()));
  }

  private static void requireSame(JobFolder results, YamlValue before, String key, String now) {
    if (before instanceof YamlValue.Mapping mapping
        && mapping.entries().get(key) instanceof YamlValue.Entry entry
        && entry.value() instanceof YamlValue.Scalar scalar
        && !scalar.text().equals(now)) {
      throw new SweepException(
          results.place + ": was run with " + key + " " + scalar.text() + ", not " + now + REMEDY);
    }
  }

  /** Lists the settings that differ, each as {@code key: before → now}. */
  static String difference(String before, String now) throws JsonProcessingException {
    Map<String, String> a = new TreeMap<>();
    Map<String, String> b = new TreeMap<>();
    ObjectMapper json = new ObjectMapper();
    flatten("", json.readTree(before), a);
    flatten("", json.readTree(now), b);
    Set<String> keys = new TreeSet<>(a.keySet());
    keys.addAll(b.keySet());
    StringBuilder differences = new StringBuilder();
    for (String key : keys) {
      String was = a.getOrDefault(key, "nothing");
      String is = b.getOrDefault(key, "nothing");
      if (!was.equals(is)) {
        differences
            .append(differences.isEmpty() ? "" : ", ")
            .append(key)
            .append(' ')
            .append(was)
            .append(" → ")
            .append(is);
      }
    }
    return differences.toString();
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> into) {
    if (node.isObject()) {
      node.fields()
          .forEachRemaining(
              f ->
                  flatten(
                      prefix.isEmpty() ? f.getKey() : prefix + "." + f.getKey(),
                      f.getValue(),
                      into));
    } else {
      into.put(prefix, node.asText());
    }
  }
}
