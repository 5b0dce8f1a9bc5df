package dev.polysweep.sweep.setting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.experiment.InvalidSettingException;
import dev.polysweep.sweep.setting.SettingTree.Leaf;
import dev.polysweep.sweep.yaml.JavaValue;
import dev.polysweep.sweep.yaml.Where;
import dev.polysweep.sweep.yaml.YamlValue;
import dev.polysweep.table.Type;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The settings of an experiment, as its configuration record declares them. This class turns keys
 * and values into a record and a record into keys and values.
 *
 * @param <C> the configuration record
 */
public final class Settings<C extends Record & Serializable> {

  /** The setting that chooses among {@link Experiment#presets}. */
  private static final String PRESET = "preset";

  private final Experiment<C> experiment;
  private final C defaults;
  private final SettingTree.Group tree;
  private final Map<String, Leaf> leaves = new LinkedHashMap<>();
  private final Map<String, Leaf> byColumn = new LinkedHashMap<>();

  private Settings(Experiment<C> experiment) {
    this.experiment = experiment;
    this.defaults = experiment.defaults();
    this.tree = SettingTree.of(defaults.getClass());
    for (Leaf leaf : tree.leaves()) {
      if (leaf.key().equals("label")
          || leaves.put(leaf.key(), leaf) != null
          || byColumn.put(leaf.column(), leaf) != null) {
        throw new IllegalStateException(
            experiment.name() + ": the key " + leaf.key() + " is already taken");
      }
    }
  }

  /**
   * The settings of an experiment.
   *
   * @throws IllegalStateException if the configuration record breaks the rules of {@link
   *     dev.polysweep.experiment.Setting}
   */
  public static <C extends Record & Serializable> Settings<C> of(Experiment<C> experiment) {
    return new Settings<>(experiment);
  }

  public SettingTree.Group tree() {
    return tree;
  }

  public C defaults() {
    return defaults;
  }

  /**
   * The setting with a dotted key, or null if there is none. The key may be that of a setting of
   * one element of a list of records, as {@code layers.1.width}.
   */
  public Leaf leaf(String key) {
    Leaf leaf = leaves.get(key);
    ElementKey element = leaf == null ? ElementKey.of(this, key) : null;
    return element == null ? leaf : element.setting();
  }

  /** The setting with a dotted key, or null; a setting of a list's element is none of these. */
  Leaf whole(String key) {
    return leaves.get(key);
  }

  /** The setting whose values a result column holds, or null if there is none. */
  public Leaf ofColumn(String column) {
    Leaf leaf = byColumn.get(column);
    return leaf != null ? leaf : ofElement(column);
  }

  private Leaf ofElement(String column) {
    for (Leaf list : leaves.values()) {
      String prefix = list.column() + "_";
      if (ElementKey.elements(list) != null && column.startsWith(prefix)) {
        String[] rest = column.substring(prefix.length()).split("_", 2);
        return rest.length == 2 ? leaf(list.key() + "." + rest[0] + "." + rest[1]) : null;
      }
    }
    return null;
  }

  /**
   * The setting that holds the list which a dotted key leads into, as {@code layers} for {@code
   * layers.1.width}; null if the key leads into no list of records.
   */
  public Leaf listOf(String key) {
    return ElementKey.listOf(this, key);
  }

  /** The names of the settings that the elements of a list of records have. */
  public List<String> elementNames(Leaf list) {
    return ElementKey.elements(list).names();
  }

  /** All settings that are lists of records. */
  public List<Leaf> lists() {
    return leaves.values().stream().filter(leaf -> ElementKey.elements(leaf) != null).toList();
  }

  /** Dotted keys of all settings and groups. */
  List<String> keys() {
    List<String> keys = new ArrayList<>(leaves.keySet());
    tree.groups().forEach(group -> keys.add(group.key()));
    return keys;
  }

  /**
   * Makes a configuration from defaults and values. The defaults are those of the preset if the
   * values choose one, otherwise the experiment's. The experiment checks the result as a whole.
   *
   * @param values by dotted key, each of its component's type
   * @throws InvalidSettingException if the settings are not allowed together
   */
  public C bind(Map<String, Object> values) {
    @SuppressWarnings("unchecked") // the tree is that of the defaults' class
    C settings = (C) tree.with(defaultsOf(values), withElements(values));
    experiment.check(settings);
    return settings;
  }

  /** The values with those of single elements put into their lists. */
  private Map<String, Object> withElements(Map<String, Object> values) {
    Map<String, Object> whole = new LinkedHashMap<>(values);
    values.forEach(
        (key, value) -> {
          ElementKey element = leaves.containsKey(key) ? null : ElementKey.of(this, key);
          if (element != null) {
            Leaf list = element.list();
            List<?> before =
                (List<?>)
                    (whole.containsKey(list.key())
                        ? whole.get(list.key())
                        : value(list, defaultsOf(values)));
            whole.put(list.key(), element.replaced(before, value));
            whole.remove(key);
          }
        });
    return whole;
  }

  private C defaultsOf(Map<String, Object> values) {
    Leaf preset = leaves.get(PRESET);
    boolean given = preset != null && values.containsKey(PRESET);
    return given
        ? experiment.presets().getOrDefault(preset.type().plain(values.get(PRESET)), defaults)
        : defaults;
  }

  /**
   * Turns settings from a Java program into the form that a sweep file has.
   *
   * @param values the values by dotted key: each is one that {@link JavaValue} takes, or for a
   *     group of settings the record that holds the group
   * @param where the place that messages name
   */
  public YamlValue.Mapping mapping(Map<String, ?> values, Where where) {
    Map<String, Object> plain = new LinkedHashMap<>();
    values.forEach(
        (key, value) ->
            plain.put(key, value instanceof Record r ? group(key, r) : elements(key, value)));
    return (YamlValue.Mapping) JavaValue.of(plain, where);
  }

  private Object elements(String key, Object value) {
    Leaf leaf = leaves.get(key);
    boolean records =
        leaf != null
            && ElementKey.elements(leaf) != null
            && value instanceof List<?> list
            && list.stream().allMatch(Record.class::isInstance);
    return records ? leaf.type().plain(value) : value;
  }

  private Object group(String key, Record record) {
    return tree.groups().stream()
        .filter(group -> group.key().equals(key))
        .filter(group -> group.type().isInstance(record))
        .findFirst()
        .<Object>map(group -> nested(group, record))
        .orElse(record);
  }

  /**
   * The settings that must be given, in addition to settings that are given already, so that a
   * wanted record results: those in which the record differs from what the given settings and the
   * defaults result in.
   *
   * @param given values by dotted key, each of its component's type
   * @param wanted the record to get
   * @return plain values by dotted key, as JSON has them
   */
  public Map<String, Object> difference(Map<String, Object> given, C wanted) {
    Map<String, Object> all = new LinkedHashMap<>(given);
    Leaf preset = leaves.get(PRESET);
    if (preset != null
        && !Objects.equals(
            value(preset, wanted), given.getOrDefault(PRESET, value(preset, defaults)))) {
      all.put(PRESET, value(preset, wanted)); // its defaults are the reference
    }
    C from = defaultsOf(all);
    Map<String, Object> difference = new LinkedHashMap<>();
    for (Leaf leaf : leaves.values()) {
      Object before =
          given.containsKey(leaf.key())
              ? given.get(leaf.key())
              : value(leaf, leaf == preset ? defaults : from);
      Object after = value(leaf, wanted);
      if (!Objects.equals(leaf.type().plain(before), leaf.type().plain(after))) {
        difference.put(leaf.key(), leaf.type().plain(after));
      }
    }
    return difference;
  }

  /**
   * Writes every setting as canonical JSON: RFC 8785, keys sorted at every level, groups nested.
   */
  public String json(Record settings) {
    return Json.compact(nested(tree, settings));
  }

  /**
   * Writes the settings that results depend on as canonical JSON. It is the JSON of {@link #json},
   * except that settings which do not affect results have their defaults.
   */
  public String identity(Record settings) {
    Map<String, Object> usual = new LinkedHashMap<>();
    for (Leaf leaf : leaves.values()) {
      if (!leaf.setting().affectsResults()) {
        usual.put(leaf.key(), value(leaf, defaults));
      }
    }
    return usual.isEmpty() ? json(settings) : json(tree.with(settings, usual));
  }

  /**
   * The identity, as by {@link #identity(Record)}, of a configuration that {@link #json} wrote,
   * possibly in an older version.
   *
   * @param json canonical JSON
   * @throws IllegalArgumentException if the text is not a JSON object
   */
  public String identity(String json) {
    Map<String, Object> root;
    try {
      root = new ObjectMapper().readValue(json, new TypeReference<TreeMap<String, Object>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a configuration: " + json, e);
    }
    for (Leaf leaf : leaves.values()) {
      if (!leaf.setting().affectsResults()) {
        put(root, leaf.key().split("\\."), leaf.type().plain(value(leaf, defaults)));
      }
    }
    return Json.compact(root);
  }

  private static void put(Map<String, Object> root, String[] path, Object value) {
    Map<String, Object> at = root;
    for (int i = 0; i < path.length - 1; i++) {
      if (!(at.get(path[i]) instanceof Map<?, ?> inner)) {
        return; // an older version without that group
      }
      @SuppressWarnings("unchecked") // objects of JSON have texts for keys
      Map<String, Object> typed = (Map<String, Object>) inner;
      at = typed;
    }
    at.replace(path[path.length - 1], value);
  }

  private static Map<String, Object> nested(SettingTree.Group group, Record record) {
    Map<String, Object> sorted = new TreeMap<>();
    for (SettingTree child : group.children()) {
      String name = child.key().substring(child.key().lastIndexOf('.') + 1);
      Object value = child.in(record);
      sorted.put(
          name,
          child instanceof Leaf leaf
              ? leaf.type().plain(value)
              : nested((SettingTree.Group) child, (Record) value));
    }
    return sorted;
  }

  /**
   * The values of all settings as result tables hold them, by column name: String, Long, Double,
   * Boolean or null.
   */
  public Map<String, Object> columns(Record settings) {
    Map<String, Object> columns = new LinkedHashMap<>();
    for (Leaf leaf : leaves.values()) {
      columns.put(leaf.column(), column(leaf, settings));
    }
    return columns;
  }

  /**
   * The value of one setting as result tables hold it; null for a setting of an element that the
   * list does not have.
   */
  public Object column(Leaf leaf, Record settings) {
    Object plain = leaf.type().plain(value(leaf, settings));
    return plain instanceof List ? Json.compact(plain) : plain;
  }

  /** The type of a result column that holds a setting, or null if no setting has that column. */
  public Type columnType(String column) {
    Leaf leaf = ofColumn(column);
    return leaf == null ? null : leaf.type().column();
  }

  /** The value that a setting has in a record. */
  public Object value(Leaf leaf, Record settings) {
    ElementKey element = leaves.containsKey(leaf.key()) ? null : ElementKey.of(this, leaf.key());
    return element != null
        ? element.in((List<?>) value(element.list(), settings))
        : value(tree, leaf, settings);
  }

  private static Object value(SettingTree.Group group, Leaf leaf, Record record) {
    for (SettingTree child : group.children()) {
      if (child == leaf) {
        return leaf.in(record);
      }
      if (child instanceof SettingTree.Group inner && leaf.key().startsWith(inner.key() + ".")) {
        return value(inner, leaf, (Record) inner.in(record));
      }
    }
    throw new IllegalArgumentException(leaf.key() + " is not a setting of this record");
  }
}
