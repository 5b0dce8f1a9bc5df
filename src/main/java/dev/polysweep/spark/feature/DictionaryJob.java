package dev.polysweep.spark.feature;

import dev.polysweep.feature.AnalysisDraws;
import dev.polysweep.feature.ContextCutter;
import dev.polysweep.feature.ContextPlan;
import dev.polysweep.feature.ContextSelection;
import dev.polysweep.feature.ContextSelection.Chosen;
import dev.polysweep.feature.CorpusCounts;
import dev.polysweep.feature.Dictionary;
import dev.polysweep.feature.DocumentCodes;
import dev.polysweep.feature.FeatureStatistics;
import dev.polysweep.feature.FeatureTraces;
import dev.polysweep.feature.LabelScore;
import dev.polysweep.feature.LabelScorer;
import dev.polysweep.feature.LabelSet;
import dev.polysweep.feature.Purity;
import dev.polysweep.table.row.ContextRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * The passes over all tokens for one dictionary. The first pass encodes every activation with the
 * dictionary and joins the codes of each document; it keeps them on disk, a few numbers for each
 * token, and the other passes read only these.
 */
final class DictionaryJob implements AutoCloseable {

  private final JavaSparkContext spark;
  private final Dictionary dictionary;
  private final LabelSet labels;
  private final AnalysisDraws draws;
  private final JavaRDD<DocumentCodes> documents;
  private final CorpusCounts corpus;
  private final JavaPairRDD<Integer, FeatureStatistics> statistics;

  /**
   * Runs the first passes: encodes the activations and counts over all tokens.
   *
   * @param truth ground truth of the tokens, or null
   * @param draws random choices of the analysis
   */
  DictionaryJob(
      JavaSparkContext spark,
      Dictionary dictionary,
      ActivationSet activations,
      TokenLabels truth,
      AnalysisDraws draws) {
    this.spark = spark;
    this.dictionary = dictionary;
    this.draws = draws;
    labels = truth == null ? LabelSet.NONE : truth.set();
    documents = documents(activations, truth).persist(StorageLevel.DISK_ONLY());
    Broadcast<LabelSet> known = spark.broadcast(labels);
    AnalysisDraws drawn = draws;
    corpus =
        documents
            .mapPartitions(codes -> count(codes, known.value(), drawn))
            .treeReduce(CorpusCounts::add);
    statistics =
        documents
            .mapPartitionsToPair(codes -> statistics(codes, known.value(), drawn))
            .reduceByKey(FeatureStatistics::add)
            .persist(StorageLevel.DISK_ONLY());
  }

  /**
   * The statistics of one feature that is alive, that is, active on at least one token.
   *
   * @param feature index of the feature
   * @param active number of tokens on which the feature is active
   * @param max its largest activation
   * @param mean its mean activation over the tokens on which it is active
   * @param tokens the texts of the tokens on which the feature is active most often, with their
   *     counts
   * @param tokenEntropy entropy of the token on which it is active, in bits
   * @param histogram number of tokens by activation
   * @param best the score for the label that the feature detects best; null if there is no score
   * @param purity the language purity of the feature; null without labels
   */
  record Found(
      int feature,
      long active,
      float max,
      double mean,
      List<FeatureStatistics.TokenCount> tokens,
      double tokenEntropy,
      FeatureStatistics.Histogram histogram,
      LabelScore best,
      Purity purity)
      implements java.io.Serializable {}

  /**
   * A feature with its score for one label.
   *
   * @param feature index of the feature
   * @param score how well the feature detects the label
   */
  record Candidate(int feature, LabelScore score) implements java.io.Serializable {

    /**
     * The candidate with the larger F1 on the half of the documents that the choice is made on; of
     * equal candidates, the feature with the smaller index.
     */
    Candidate better(Candidate other) {
      int order = Double.compare(score.chosen().f1(), other.score.chosen().f1());
      return order > 0 || order == 0 && feature < other.feature ? this : other;
    }
  }

  private JavaRDD<DocumentCodes> documents(ActivationSet activations, TokenLabels truth) {
    Broadcast<Dictionary> shipped = spark.broadcast(dictionary);
    JavaPairRDD<Long, DocumentCodes> parts =
        activations
            .tokens()
            .mapPartitions(new CodeTask(shipped))
            .mapToPair(part -> new Tuple2<>(part.document(), part));
    if (truth == null) {
      return parts.groupByKey().map(entry -> DocumentCodes.join(list(entry._2())));
    }
    JavaPairRDD<Long, TokenLabels.Part> known = truth.byDocument(spark.broadcast(labels));
    return parts
        .cogroup(known)
        .filter(entry -> entry._2()._1().iterator().hasNext())
        .map(entry -> labelled(DocumentCodes.join(list(entry._2()._1())), list(entry._2()._2())));
  }

  private static <T> List<T> list(Iterable<T> of) {
    List<T> list = new ArrayList<>();
    of.forEach(list::add);
    return list;
  }

  private static DocumentCodes labelled(DocumentCodes codes, List<TokenLabels.Part> known) {
    int[] found = new int[codes.tokens()];
    Arrays.fill(found, LabelSet.UNLABELLED);
    for (TokenLabels.Part part : known) {
      for (int i = 0; i < part.position().length; i++) {
        int token = Arrays.binarySearch(codes.position(), part.position()[i]);
        if (token >= 0) {
          found[token] = part.label()[i];
        }
      }
    }
    return codes.withLabels(found);
  }

  private static Iterator<CorpusCounts> count(
      Iterator<DocumentCodes> documents, LabelSet labels, AnalysisDraws draws) {
    CorpusCounts counts = new CorpusCounts(labels);
    documents.forEachRemaining(codes -> counts.add(codes, draws));
    return List.of(counts).iterator();
  }

  private static Iterator<Tuple2<Integer, FeatureStatistics>> statistics(
      Iterator<DocumentCodes> documents, LabelSet labels, AnalysisDraws draws) {
    Map<Integer, FeatureStatistics> all = new HashMap<>();
    while (documents.hasNext()) {
      DocumentCodes codes = documents.next();
      FeatureTraces traces = codes.byFeature();
      for (int i = 0; i < traces.size(); i++) {
        all.computeIfAbsent(traces.feature()[i], key -> new FeatureStatistics())
            .add(codes, traces, i, labels, draws);
      }
    }
    return pairs(all);
  }

  private static <V> Iterator<Tuple2<Integer, V>> pairs(Map<Integer, V> all) {
    return all.entrySet().stream().map(e -> new Tuple2<>(e.getKey(), e.getValue())).iterator();
  }

  /** The counts over all tokens. */
  CorpusCounts corpus() {
    return corpus;
  }

  /**
   * The features that are alive, by index.
   *
   * @param topTokens number of most frequent tokens to give for each feature
   */
  Map<Integer, Found> alive(int topTokens) {
    Broadcast<LabelScorer> scorer = scorer();
    Map<Integer, Found> alive = new TreeMap<>();
    statistics
        .map(
            entry -> {
              FeatureStatistics of = entry._2();
              LabelScore best = LabelScorer.best(scorer.value().scores(of)).orElse(null);
              return new Found(
                  entry._1(),
                  of.active(),
                  of.max(),
                  of.meanActivation(),
                  of.topTokens(topTokens),
                  of.tokenEntropy(),
                  of.steps(),
                  best,
                  scorer.value().purity(of).orElse(null));
            })
        .collect()
        .forEach(found -> alive.put(found.feature(), found));
    return alive;
  }

  /** The best feature for each label, by the index of the label. */
  Map<Integer, Candidate> bestOfLabels() {
    Broadcast<LabelScorer> scorer = scorer();
    return new TreeMap<>(
        statistics
            .flatMapToPair(
                entry ->
                    scorer.value().scores(entry._2()).stream()
                        .map(s -> new Tuple2<>(s.label(), new Candidate(entry._1(), s)))
                        .iterator())
            .reduceByKey(Candidate::better)
            .collectAsMap());
  }

  /**
   * The score of each feature for a label of its own, by the index of the feature; one that is
   * active on no token of its label in the half that chooses has none.
   *
   * @param label index of the label of each feature
   */
  Map<Integer, LabelScore> scores(int[] label) {
    Broadcast<LabelScorer> scorer = scorer();
    return new TreeMap<>(
        statistics
            .flatMapToPair(
                entry ->
                    scorer.value().scores(entry._2()).stream()
                        .filter(score -> score.label() == label[entry._1()])
                        .map(score -> new Tuple2<>(entry._1(), score))
                        .iterator())
            .collectAsMap());
  }

  private Broadcast<LabelScorer> scorer() {
    return spark.broadcast(new LabelScorer(labels, corpus));
  }

  /**
   * Chooses and cuts out the contexts of every feature.
   *
   * @param plan which contexts to keep
   * @param alive the features that are alive, by index
   */
  JavaRDD<ContextRow> contexts(ContextPlan plan, Map<Integer, Found> alive) {
    float[] largest = new float[dictionary.features()];
    alive.forEach((feature, found) -> largest[feature] = found.max());
    Broadcast<float[]> maxima = spark.broadcast(largest);
    AnalysisDraws drawn = draws;
    Map<Long, List<Chosen>> chosen = new HashMap<>();
    documents
        .mapPartitionsToPair(codes -> selections(codes, plan, maxima.value(), drawn))
        .reduceByKey(ContextSelection::add)
        .flatMap(entry -> entry._2().chosen(entry._1()).iterator())
        .collect()
        .forEach(c -> chosen.computeIfAbsent(c.document(), key -> new ArrayList<>()).add(c));
    Broadcast<Map<Long, List<Chosen>>> wanted = spark.broadcast(chosen);
    String name = dictionary.name();
    return documents
        .filter(codes -> wanted.value().containsKey(codes.document()))
        .flatMap(
            codes -> {
              ContextCutter cutter = new ContextCutter(name, plan, codes);
              return wanted.value().get(codes.document()).stream().map(cutter::cut).iterator();
            });
  }

  private static Iterator<Tuple2<Integer, ContextSelection>> selections(
      Iterator<DocumentCodes> documents, ContextPlan plan, float[] maxima, AnalysisDraws draws) {
    Map<Integer, ContextSelection> all = new HashMap<>();
    while (documents.hasNext()) {
      DocumentCodes codes = documents.next();
      FeatureTraces traces = codes.byFeature();
      for (int i = 0; i < traces.size(); i++) {
        int feature = traces.feature()[i];
        all.computeIfAbsent(feature, f -> new ContextSelection(plan, maxima[f]))
            .offer(codes, traces, i, draws);
      }
    }
    return pairs(all);
  }

  @Override
  public void close() {
    statistics.unpersist();
    documents.unpersist();
  }
}
