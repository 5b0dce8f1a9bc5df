package dev.polysweep.spark.feature;

import static org.apache.spark.sql.functions.col;

import dev.polysweep.feature.DecoderMap;
import dev.polysweep.feature.DecoderNeighbours;
import dev.polysweep.feature.Dictionary;
import dev.polysweep.feature.LogitEffects;
import dev.polysweep.math.Matrix;
import dev.polysweep.table.row.DirectionRow;
import dev.polysweep.table.row.FeatureRow;
import dev.polysweep.transformer.OnnxGraph;
import dev.polysweep.transformer.SplicedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * Makes the table {@code directions} in the driver: neighbours and map of a decoder's rows, and the
 * tokens that a step along each raises and lowers.
 */
final class Directions {

  private static final int NEIGHBOURS = 6;
  private static final int TOKENS = 8;
  private static final int WINDOWS = 2;
  private static final int WINDOW = 24; // tokens

  private final ActivationSet activations;
  private final byte[] model;

  /**
   * @param activations the activations that the dictionaries are of
   * @param model content of their ONNX model, or null, with which no tokens are raised or lowered
   */
  Directions(ActivationSet activations, byte[] model) {
    this.activations = activations;
    this.model = model;
  }

  /**
   * The rows of a dictionary.
   *
   * @param features its rows of the table {@code features}
   */
  List<DirectionRow> of(Dictionary dictionary, List<FeatureRow> features) {
    Matrix decoder = dictionary.isNeurons() ? null : dictionary.sae().parameters().wDec();
    double[][] map = decoder == null ? null : DecoderMap.of(decoder);
    List<DecoderNeighbours.Of> neighbours =
        decoder == null ? null : DecoderNeighbours.of(decoder, NEIGHBOURS);
    double[][] effects = model == null ? null : effects(decoder, features);
    Map<Integer, String> texts = effects == null ? Map.of() : texts();
    List<DirectionRow> rows = new ArrayList<>();
    for (FeatureRow feature : features) {
      int f = feature.feature();
      Ranked raised = ranked(effects == null ? null : effects[f], texts, -1);
      Ranked lowered = ranked(effects == null ? null : effects[f], texts, 1);
      rows.add(
          new DirectionRow(
              dictionary.name(),
              f,
              map == null || Double.isNaN(map[f][0]) ? null : map[f][0],
              map == null || Double.isNaN(map[f][1]) ? null : map[f][1],
              neighbours == null ? new int[0] : neighbours.get(f).feature(),
              neighbours == null ? new float[0] : neighbours.get(f).cosines(),
              raised.tokens(),
              raised.effects(),
              lowered.tokens(),
              lowered.effects()));
    }
    return rows;
  }

  /** The change of every token's logit by each feature. */
  private double[][] effects(Matrix decoder, List<FeatureRow> features) {
    Matrix steps = new Matrix(features.size(), activations.width());
    for (FeatureRow feature : features) {
      float size = feature.dead() ? 0 : feature.meanActivation().floatValue();
      int f = feature.feature();
      for (int i = 0; i < steps.cols(); i++) {
        steps.set(f, i, size * (decoder != null ? decoder.get(f, i) : i == f ? 1 : 0));
      }
    }
    try (SplicedModel spliced =
        new SplicedModel(
            OnnxGraph.parse(activations.model(), model),
            activations.tensor(),
            Runtime.getRuntime().availableProcessors())) {
      return new LogitEffects(spliced, windows()).of(steps);
    }
  }

  /** The beginnings of the first documents. */
  private List<int[]> windows() {
    Map<Long, List<Integer>> documents = new TreeMap<>();
    int length = Math.min(WINDOW, activations.context());
    for (Row row :
        activations
            .table()
            .where(col("position").lt(length))
            .select("document", "token_id")
            .orderBy("document", "position")
            .limit(WINDOWS * length)
            .collectAsList()) {
      documents.computeIfAbsent(row.getLong(0), document -> new ArrayList<>()).add(row.getInt(1));
    }
    return documents.values().stream()
        .map(ids -> ids.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }

  /** The texts of the tokens that the documents have, by token id. */
  private Map<Integer, String> texts() {
    Map<Integer, String> texts = new TreeMap<>();
    activations
        .table()
        .select("token_id", "token_text")
        .distinct()
        .collectAsList()
        .forEach(row -> texts.put(row.getInt(0), row.getString(1)));
    return texts;
  }

  /** Tokens with the changes of their logits, the largest first. */
  private record Ranked(String[] tokens, float[] effects) {}

  /**
   * Ranks the tokens whose text is known.
   *
   * @param sign −1 for the largest changes first, 1 for the smallest
   */
  private static Ranked ranked(double[] effects, Map<Integer, String> texts, int sign) {
    if (effects == null || Arrays.stream(effects).allMatch(x -> x == 0)) {
      return new Ranked(new String[0], new float[0]);
    }
    List<Integer> best =
        texts.keySet().stream()
            .filter(id -> id < effects.length)
            .sorted(Comparator.comparingDouble((Integer id) -> sign * effects[id]))
            .limit(TOKENS)
            .toList();
    float[] of = new float[best.size()];
    for (int i = 0; i < of.length; i++) {
      of[i] = (float) effects[best.get(i)];
    }
    return new Ranked(best.stream().map(texts::get).toArray(String[]::new), of);
  }
}
