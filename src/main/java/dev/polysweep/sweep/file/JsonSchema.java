package dev.polysweep.sweep.file;

import dev.polysweep.experiment.Experiment;
import dev.polysweep.sweep.Decide;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.setting.IntegerSetting;
import dev.polysweep.sweep.setting.Json;
import dev.polysweep.sweep.setting.SettingTree.Group;
import dev.polysweep.sweep.setting.SettingTree.Leaf;
import dev.polysweep.sweep.setting.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema of sweep files (draft 2020-12), by which editors complete and check them. The
 * schema is made from the configuration records and gives every setting's meaning, type, range and
 * default; which settings are allowed depends on the experiment that the file names.
 */
public final class JsonSchema {

  private static final String SETTINGS =
      "over the experiment's defaults; dotted keys reach nested settings";

  private final Map<String, Object> definitions = new LinkedHashMap<>();

  private JsonSchema() {}

  /** The schema as indented JSON. */
  public static String of(Experiments experiments) {
    return Json.pretty(new JsonSchema().file(experiments));
  }

  private Map<String, Object> file(Experiments experiments) {
    List<Object> byExperiment = new ArrayList<>();
    for (Experiment<?> experiment : experiments.all()) {
      byExperiment.add(condition(experiment));
    }
    return Json.object(
        "$schema",
        "https://json-schema.org/draft/2020-12/schema",
        "title",
        "Polysweep sweep file",
        "type",
        "object",
        "required",
        List.of("experiment"),
        "additionalProperties",
        false,
        "properties",
        properties(experiments),
        "allOf",
        byExperiment,
        "$defs",
        definitions);
  }

  private static Map<String, Object> properties(Experiments experiments) {
    IntegerSetting every = (IntegerSetting) SweepReader.LOG_EVERY;
    Map<String, Object> logEvery =
        Json.object(
            "description", "epochs between logged ones; the first and the last are always logged");
    logEvery.putAll(every.schema());
    logEvery.put("default", (long) SweepReader.DEFAULT_LOG_EVERY);
    return Json.object(
        "name",
            Json.object(
                "description", "name of the sweep and of its results folder; by default the file's",
                "type", "string",
                "pattern", "^" + Names.NAME_PATTERN + "$"),
        "description", Json.object("description", "what the sweep is for", "type", "string"),
        "experiment", Json.object("description", "what to run", "enum", experiments.names()),
        "seeds", seeds(),
        "base",
            Json.object(
                "description", "settings of every configuration, " + SETTINGS, "type", "object"),
        "grid",
            Json.object(
                "description", "every combination of these values; label: the values joined by _",
                "type", "object",
                "minProperties", 1L),
        "configs",
            Json.object(
                "description", "explicit configurations, after those of the grid; each over base",
                "type", "array",
                "minItems", 1L),
        "baseline",
            Json.object(
                "description",
                "label that contrasts compare against",
                "type",
                List.of("string", "number", "boolean", "null")),
        "log_every", logEvery,
        "decide", decide());
  }

  private static Map<String, Object> decide() {
    Map<String, Object> within =
        Json.object(
            "description",
            "half width of an interval that is narrow enough, in per cent of the mean it is compared with");
    within.putAll(DecideReader.WITHIN.schema());
    within.put("default", Decide.USUAL);
    return Json.object(
        "description",
        "takes only as many of the seeds as decide each comparison of a metric",
        "type",
        "object",
        "required",
        List.of("metric"),
        "additionalProperties",
        false,
        "properties",
        Json.object(
            "metric",
            Json.object("description", "name of the metric", "type", "string"),
            "within",
            within));
  }

  private static Map<String, Object> seeds() {
    Map<String, Object> count =
        Json.object("type", "integer", "minimum", 1L, "maximum", SeedsReader.MOST);
    Map<String, Object> seed = Json.object("type", "integer", "minimum", 0L);
    return Json.object(
        "description",
        "each configuration runs once a seed: a number n for 0 … n − 1, a range, or a list",
        "oneOf",
        List.of(
            count,
            Json.object(
                "type",
                "object",
                "required",
                List.of("count"),
                "additionalProperties",
                false,
                "properties",
                Json.object("from", seed, "count", count)),
            Json.object("type", "array", "minItems", 1L, "uniqueItems", true, "items", seed)));
  }

  private Map<String, Object> condition(Experiment<?> experiment) {
    Settings<?> settings = Settings.of(experiment);
    String name = experiment.name();
    Map<String, Object> grid = new LinkedHashMap<>();
    for (Leaf leaf : settings.tree().leaves()) {
      definitions.put(name + "." + leaf.key(), definition(settings, leaf));
      Map<String, Object> values =
          Json.object("type", "array", "minItems", 1L, "uniqueItems", true);
      values.put("items", reference(name, leaf));
      grid.put(leaf.key(), values);
    }
    Map<String, Object> label =
        Json.object("description", "label of the configuration; by default its values joined by _");
    label.put("type", List.of("string", "number", "boolean"));
    Map<String, Object> config = Json.object("label", label);
    config.putAll(parts(name, settings.tree()));
    Map<String, Object> elements = new LinkedHashMap<>();
    Map<String, Object> elementLists = new LinkedHashMap<>();
    for (Leaf list : settings.lists()) {
      String key = "^" + list.key() + "\\.(0|[1-9][0-9]{0,3})\\.";
      for (String element : settings.elementNames(list)) {
        String definition = name + "." + list.key() + ".N." + element;
        Leaf leaf = settings.leaf(list.key() + ".0." + element);
        Map<String, Object> schema = Json.object("description", leaf.setting().value());
        schema.putAll(leaf.type().schema());
        definitions.put(definition, schema);
        elements.put(key + element + "$", reference(definition));
        Map<String, Object> values = Json.object("type", "array", "minItems", 1L);
        values.put("items", reference(definition));
        elementLists.put(key + element + "$", values);
      }
    }
    definitions.put(name, object(experiment.summary(), parts(name, settings.tree()), elements));
    definitions.put(name + "_grid", object("values to combine", grid, elementLists));
    definitions.put(name + "_configuration", object("a configuration", config, elements));
    return Json.object(
        "if",
            Json.object(
                "required",
                List.of("experiment"),
                "properties",
                Json.object("experiment", Json.object("const", name))),
        "then",
            Json.object(
                "properties",
                Json.object(
                    "base", reference(name),
                    "grid", reference(name + "_grid"),
                    "configs", Json.object("items", reference(name + "_configuration")))));
  }

  /**
   * The schemas of all settings and groups below a group, by their keys relative to the group. A
   * nested setting appears by its dotted key as well as within its group.
   */
  private static Map<String, Object> parts(String experiment, Group group) {
    int prefix = group.key().isEmpty() ? 0 : group.key().length() + 1;
    Map<String, Object> parts = new LinkedHashMap<>();
    group
        .leaves()
        .forEach(leaf -> parts.put(leaf.key().substring(prefix), reference(experiment, leaf)));
    for (Group inner : group.groups()) {
      parts.put(
          inner.key().substring(prefix), object(inner.setting().value(), parts(experiment, inner)));
    }
    return parts;
  }

  private static Map<String, Object> definition(Settings<?> settings, Leaf leaf) {
    Map<String, Object> definition = Json.object("description", leaf.setting().value());
    definition.putAll(leaf.type().schema());
    definition.put("default", leaf.type().plain(settings.value(leaf, settings.defaults())));
    return definition;
  }

  /** An object that may also have properties whose names match patterns. */
  private static Map<String, Object> object(
      String description, Map<String, Object> properties, Map<String, Object> patterns) {
    Map<String, Object> object = object(description, properties);
    if (!patterns.isEmpty()) {
      object.put("patternProperties", patterns);
    }
    return object;
  }

  private static Map<String, Object> object(String description, Map<String, Object> properties) {
    return Json.object(
        "description",
        description,
        "type",
        "object",
        "additionalProperties",
        false,
        "properties",
        properties);
  }

  private static Map<String, Object> reference(String experiment, Leaf leaf) {
    return reference(experiment + "." + leaf.key());
  }

  private static Map<String, Object> reference(String definition) {
    return Json.object("$ref", "#/$defs/" + definition);
  }
}
