package dev.polysweep.report.feature;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polysweep.table.ContextRow;
import dev.polysweep.table.FeatureRow;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the data of the feature browser as compact ASCII JSON. The tokens of a context are one
 * text if each token is a single character, and a list otherwise. The activation on each token is
 * one digit of base 36 with a value from 0 to 10, in tenths of the largest activation of the
 * feature.
 */
final class FeatureJson {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final int LEVELS = 10;

  private FeatureJson() {}

  /**
   * Returns the data of one dictionary as JSON.
   *
   * @param features all features of the dictionary; their numbers run from 0
   * @param contexts contexts in which these features are active
   * @param intervals number of intervals into which a feature's activations are divided
   */
  static String of(List<FeatureRow> features, List<ContextRow> contexts, int intervals) {
    ObjectNode root = JSON.createObjectNode();
    root.put("intervals", intervals);
    ArrayNode list = root.putArray("features");
    double[] largest = new double[features.size()];
    for (FeatureRow row : features) {
      largest[row.feature()] = row.maxActivation() == null ? 1 : row.maxActivation();
      list.add(feature(row));
    }
    ObjectNode byFeature = root.putObject("contexts");
    for (ContextRow row : contexts) {
      String number = Integer.toString(row.feature());
      ArrayNode of =
          byFeature.has(number) ? (ArrayNode) byFeature.get(number) : byFeature.putArray(number);
      of.add(context(row, largest[row.feature()]));
    }
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode feature(FeatureRow row) {
    ObjectNode node = JSON.createObjectNode();
    node.put("n", row.feature());
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
    node.put("strongest", rounded(row.strongestPurity()));
    node.put("state", row.dead() ? 1 : row.ultraLowDensity() ? 2 : 0);
    ArrayNode tokens = node.putArray("tokens");
    Arrays.stream(row.topTokens()).forEach(tokens::add);
    ArrayNode shares = node.putArray("shares");
    for (float share : row.topTokenShares()) {
      shares.add(rounded((double) share));
    }
    return node;
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
