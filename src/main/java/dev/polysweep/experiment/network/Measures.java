package dev.polysweep.experiment.network;

import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.experiment.Experiment.NullMetric;
import dev.polysweep.experiment.InvalidSettingException;
import dev.polysweep.experiment.network.NetworkConfig.At;
import dev.polysweep.experiment.network.NetworkConfig.Measure;
import dev.polysweep.experiment.network.NetworkConfig.Side;
import dev.polysweep.experiment.network.NetworkData.Draw;
import dev.polysweep.table.Column;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The columns of what a configuration measures, and whether it fits the network. */
final class Measures {

  private static final int MOST = 200;

  private Measures() {}

  /**
   * The name of the column of a measure: the metric, then the layer's number if one is given, and
   * {@code rows} for the rows of a matrix.
   */
  static String column(Measure measure) {
    return word(measure.metric())
        + (measure.layer() == null ? "" : "_" + measure.layer())
        + (measure.of() == Side.ROWS ? "_rows" : "");
  }

  /** The number of the layer that a measure is taken of. */
  static int layer(Measure measure, NetworkConfig config) {
    if (measure.layer() != null) {
      return measure.layer();
    }
    return measure.metric().ofWeights() ? 0 : Widths.lastHidden(config);
  }

  /** Whether a second network must be trained, with which units are compared. */
  static boolean needsTwin(NetworkConfig config) {
    return config.measure().stream().anyMatch(measure -> measure.metric() == Metric.CKA);
  }

  /** The columns of the cells of some configurations. */
  static List<Column> cell(List<NetworkConfig> configurations) {
    return columns(configurations, false);
  }

  /** The columns of their logged steps. */
  static List<Column> logged(List<NetworkConfig> configurations) {
    return columns(configurations, true);
  }

  private static List<Column> columns(List<NetworkConfig> configurations, boolean loggedOnly) {
    Map<String, Column> columns = new LinkedHashMap<>();
    for (NetworkConfig config : configurations) {
      for (Measure measure : config.measure()) {
        if (!loggedOnly || measure.at() == At.LOGGED) {
          describe(measure, loggedOnly).forEach(column -> columns.put(column.name(), column));
        }
      }
    }
    return List.copyOf(columns.values());
  }

  private static List<Column> describe(Measure measure, boolean logged) {
    Metric metric = measure.metric();
    String name = column(measure);
    List<Column> columns = new ArrayList<>();
    columns.add(Column.metric(name, "", metric.meaning() + place(measure), metric.formula()));
    if (metric == Metric.MACS && !logged) {
      Metric.NULL_COLUMNS.forEach(
          (suffix, meaning) ->
              columns.add(Column.metric(name + "_" + suffix, "", name + ": " + meaning, "")));
    }
    return columns;
  }

  private static String place(Measure measure) {
    if (measure.metric().on() == Metric.On.NETWORK) {
      return "";
    }
    if (measure.metric().ofWeights()) {
      String side = measure.of().name().toLowerCase(Locale.ROOT);
      String layer = measure.layer() == null ? "0" : String.valueOf(measure.layer());
      return "; features are the " + side + " of the weights of layer " + layer;
    }
    return measure.layer() == null ? "; of the last hidden layer" : "; of layer " + measure.layer();
  }

  /** The measures that have a null distribution. */
  static List<NullMetric> nulls(NetworkConfig config) {
    String method = config.nullModel().method().name().toLowerCase(Locale.ROOT);
    return config.measure().stream()
        .filter(measure -> measure.metric() == Metric.MACS)
        .map(measure -> new NullMetric(column(measure), method, config.nullModel().draws()))
        .toList();
  }

  /**
   * Checks that everything that is to be measured can be measured.
   *
   * @throws InvalidSettingException saying why a metric does not fit
   */
  static void check(NetworkConfig config) {
    List<Measure> measures = config.measure();
    if (measures.size() > MOST) {
      throw new InvalidSettingException("measure", "measures more than " + MOST + " things");
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < measures.size(); i++) {
      Measure measure = measures.get(i);
      String key = "measure." + i + ".";
      if (!names.add(column(measure))) {
        throw new InvalidSettingException(key + "metric", column(measure) + " is measured twice");
      }
      kind(measure, key);
      if (Widths.known(config)) {
        place(measure, config, key);
      }
    }
  }

  private static void kind(Measure measure, String key) {
    String name = word(measure.metric());
    if (measure.metric().on() == Metric.On.NETWORK && measure.layer() != null) {
      throw new InvalidSettingException(
          key + "layer", name + " is of the whole network; leave the layer out");
    }
    if (!measure.metric().ofWeights() && measure.of() == Side.ROWS) {
      throw new InvalidSettingException(
          key + "of", name + " is not of weights, which alone have rows; leave it out");
    }
  }

  private static void place(Measure measure, NetworkConfig config, String key) {
    List<DenseLayer> layers = NetworkPlans.layers(config);
    String name = word(measure.metric());
    int layer = layer(measure, config);
    if (layer >= layers.size()) {
      throw new InvalidSettingException(
          key + "layer", "there is no layer " + layer + ", only 0 to " + (layers.size() - 1));
    }
    DenseLayer of = layers.get(layer);
    boolean rows = measure.of() == Side.ROWS;
    int features = rows ? of.outputs() : of.inputs();
    int dimensions = rows ? of.inputs() : of.outputs();
    if (measure.metric().on() == Metric.On.PLANE && dimensions != 2) {
      throw new InvalidSettingException(
          key + "metric",
          name + " is of two dimensions, but features of layer " + layer + " have " + dimensions);
    }
    if (measure.metric().ofWeights() && features < 2) {
      throw new InvalidSettingException(
          key + "metric", name + " compares features, but layer " + layer + " has only one");
    }
    if (measure.metric().on() == Metric.On.UNITS
        && config.data().draw() == Draw.ANEW
        && config.data().rows() < 2) {
      throw new InvalidSettingException(key + "metric", name + " needs samples that are held out");
    }
  }

  static String word(Metric metric) {
    return metric.name().toLowerCase(Locale.ROOT);
  }
}
