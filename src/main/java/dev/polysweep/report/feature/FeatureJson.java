package dev.polysweep.report.feature;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polysweep.table.row.ContextRow;
import dev.polysweep.table.row.DictionaryRow;
import dev.polysweep.table.row.DirectionRow;
import dev.polysweep.table.row.FeatureRow;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the data of the feature browser as compact ASCII JSON: the dictionaries, each with its
 * features and their contexts. The tokens of a context are one text if each token is a single
 * character, and a list otherwise. The activation on each token is one digit of base 36 from 0 to
 * 35, in thirty-fifths of the largest activation of the feature, rounded up.
 */
final class FeatureJson {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final int LEVELS = 35;

  private FeatureJson() {}

  /** Returns the data of all dictionaries as JSON. */
  static String of(FeatureReport.Input input) {
    ObjectNode root = JSON.createObjectNode();
    root.put("intervals", input.intervals());
    ArrayNode dictionaries = root.putArray("dictionaries");
    for (DictionaryRow dictionary : input.dictionaries()) {
      dictionaries.add(dictionary(dictionary, input));
    }
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode dictionary(DictionaryRow dictionary, FeatureReport.Input input) {
    ObjectNode node = JSON.createObjectNode();
    node.put("name", dictionary.dictionary());
    List<FeatureRow> features = input.featuresOf(dictionary);
    Map<Integer, DirectionRow> directions = new HashMap<>();
    input.directions().stream()
        .filter(row -> row.dictionary().equals(dictionary.dictionary()))
        .forEach(row -> directions.put(row.feature(), row));
    Map<Integer, Double> largest = new HashMap<>();
    ArrayNode list = node.putArray("features");
    for (FeatureRow row : features) {
      largest.put(row.feature(), row.maxActivation() == null ? 1 : row.maxActivation());
      ObjectNode feature = feature(row);
      if (directions.containsKey(row.feature())) {
        direction(feature, directions.get(row.feature()));
      }
      list.add(feature);
    }
    ObjectNode byFeature = node.putObject("contexts");
    for (ContextRow row : input.contexts()) {
      if (row.dictionary().equals(dictionary.dictionary())) {
        String number = Integer.toString(row.feature());
        ArrayNode of =
            byFeature.has(number) ? (ArrayNode) byFeature.get(number) : byFeature.putArray(number);
        of.add(context(row, largest.get(row.feature())));
      }
    }
    return node;
  }

  private static ObjectNode feature(FeatureRow row) {
    ObjectNode node = JSON.createObjectNode();
    node.put("n", row.feature());
    node.put("active", row.activeTokens());
    node.put("density", rounded(row.density()));
    node.put("max", rounded(row.maxActivation()));
    node.put("mean", rounded(row.meanActivation()));
    node.put("stability", rounded(row.stability()));
    node.put("label", row.label());
    node.put("threshold", rounded(row.threshold()));
    node.put("precision", rounded(row.precision()));
    node.put("recall", rounded(row.recall()));
    node.put("f1", rounded(row.f1()));
    node.put("language", row.language());
    node.put("purity", rounded(row.purity()));
    node.put("of", row.purityTokens());
    node.put("strongest", rounded(row.strongestPurity()));
    node.put("entropy", rounded(row.tokenEntropy()));
    node.put("state", row.dead() ? 1 : row.ultraLowDensity() ? 2 : 0);
    ArrayNode tokens = node.putArray("tokens");
    Arrays.stream(row.topTokens()).forEach(tokens::add);
    numbers(node.putArray("shares"), row.topTokenShares());
    node.put("from", row.histogramFrom());
    ArrayNode histogram = node.putArray("histogram");
    Arrays.stream(row.histogram()).forEach(histogram::add);
    return node;
  }

  private static void direction(ObjectNode node, DirectionRow row) {
    node.put("x", rounded(row.mapX()));
    node.put("y", rounded(row.mapY()));
    ArrayNode near = node.putArray("near");
    Arrays.stream(row.neighbours()).forEach(near::add);
    numbers(node.putArray("cosines"), row.neighbourCosines());
    ArrayNode up = node.putArray("up");
    Arrays.stream(row.raised()).forEach(up::add);
    numbers(node.putArray("ups"), row.raisedLogits());
    ArrayNode down = node.putArray("down");
    Arrays.stream(row.lowered()).forEach(down::add);
    numbers(node.putArray("downs"), row.loweredLogits());
  }

  private static void numbers(ArrayNode into, float[] values) {
    for (float value : values) {
      into.add(rounded((double) value));
    }
  }

  private static ObjectNode context(ContextRow row, double largest) {
    ObjectNode node = JSON.createObjectNode();
    node.put("i", row.interval() == null ? -1 : row.interval());
    node.put("d", row.document());
    node.put("p", row.position());
    node.put("a", rounded(row.activation()));
    node.put("k", row.peak());
    if (Arrays.stream(row.tokens()).allMatch(t -> t.length() == 1)) {
      node.put("t", String.join("", row.tokens()));
    } else {
      ArrayNode tokens = node.putArray("t");
      Arrays.stream(row.tokens()).forEach(tokens::add);
    }
    StringBuilder levels = new StringBuilder();
    for (float activation : row.activations()) {
      int level = (int) Math.ceil(LEVELS * activation / largest);
      levels.append(Character.forDigit(Math.max(0, Math.min(LEVELS, level)), 36));
    }
    node.put("s", levels.toString());
    return node;
  }

  /** Rounds a value to four significant digits; null stays null. */
  private static Double rounded(Double value) {
    return value == null
        ? null
        : new java.math.BigDecimal(value).round(new java.math.MathContext(4)).doubleValue();
  }
}
