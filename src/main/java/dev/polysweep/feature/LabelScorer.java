package dev.polysweep.feature;

import dev.polysweep.metric.dictionary.Detection;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Scores a feature as a detector of each label. The threshold is the lower edge of a bin of {@link
 * FeatureStatistics}: the one with the largest F1 on one half of the documents, and of equal ones
 * the smallest. Precision, recall and F1 are then measured on the other half, so that the choice of
 * the threshold does not bias them.
 */
public final class LabelScorer implements Serializable {
  private static final long serialVersionUID = 1L;

  private final LabelSet labels;
  private final CorpusCounts corpus;

  /**
   * A scorer of features whose statistics were collected over the documents that {@code corpus}
   * counts.
   */
  public LabelScorer(LabelSet labels, CorpusCounts corpus) {
    this.labels = labels;
    this.corpus = corpus;
  }

  /**
   * The scores of a feature for all labels on whose tokens it is active in the half that chooses.
   */
  public List<LabelScore> scores(FeatureStatistics feature) {
    TreeMap<Integer, long[][]> bins = bins(feature);
    List<LabelScore> scores = new ArrayList<>();
    for (int label = 0; label < labels.labels().size(); label++) {
      LabelScore score = score(bins, label);
      if (score != null) {
        scores.add(score);
      }
    }
    return scores;
  }

  /** The language purity of a feature; empty without labels. */
  public Optional<Purity> purity(FeatureStatistics feature) {
    if (labels.labels().isEmpty()) {
      return Optional.empty();
    }
    long most = (long) (Purity.SHARE * corpus.tokens(0));
    long[][] all = new long[2][labels.size() + 1];
    long[][] strongest = new long[2][labels.size() + 1];
    for (long[][] bin : bins(feature).descendingMap().values()) {
      add(all, bin);
      if (sum(strongest[0]) == 0 || sum(all[0]) <= most) {
        add(strongest, bin);
      }
    }
    int language = mostFrequent(all[0]);
    return Optional.of(
        new Purity(
            language,
            sum(all[1]),
            share(all[1], language),
            share(strongest[1], mostFrequent(strongest[0]))));
  }

  private int mostFrequent(long[] tokens) {
    int best = -1;
    for (int i = 0; i < labels.labels().size(); i++) {
      if (labels.labels().get(i).whole() && (best < 0 || of(i, tokens) > of(best, tokens))) {
        best = i;
      }
    }
    return best;
  }

  private long of(int label, long[] tokens) {
    return Arrays.stream(labels.labels().get(label).truths()).mapToLong(t -> tokens[t]).sum();
  }

  private double share(long[] tokens, int label) {
    return (double) of(label, tokens) / sum(tokens);
  }

  private static long sum(long[] tokens) {
    return Arrays.stream(tokens).sum();
  }

  private static void add(long[][] to, long[][] bin) {
    for (int half = 0; half < 2; half++) {
      for (int i = 0; i < to[half].length; i++) {
        to[half][i] += bin[half][i];
      }
    }
  }

  /**
   * The numbers of tokens on which the feature is active, {@code [half][truth]}, by bin, bins
   * ascending.
   */
  private TreeMap<Integer, long[][]> bins(FeatureStatistics feature) {
    TreeMap<Integer, long[][]> bins = new TreeMap<>();
    feature.forEach(
        (half, truth, bin, count) ->
            bins.computeIfAbsent(bin, key -> new long[2][labels.size() + 1])[half][truth] += count);
    return bins;
  }

  /**
   * The score with the largest F1 on the half that chooses, and of equal ones the first; empty if
   * there are no scores.
   */
  public static Optional<LabelScore> best(List<LabelScore> scores) {
    LabelScore best = null;
    for (LabelScore score : scores) {
      if (best == null || score.chosen().f1() > best.chosen().f1()) {
        best = score;
      }
    }
    return Optional.ofNullable(best);
  }

  private LabelScore score(TreeMap<Integer, long[][]> bins, int index) {
    LabelSet.Label label = labels.labels().get(index);
    long[] relevant = {corpus.tokens(0, label), corpus.tokens(1, label)};
    long[] hits = new long[2];
    long[] said = new long[2];
    LabelScore best = null;
    for (var bin : bins.descendingMap().entrySet()) {
      for (int half = 0; half < 2; half++) {
        for (long count : bin.getValue()[half]) {
          said[half] += count;
        }
        for (int truth : label.truths()) {
          hits[half] += bin.getValue()[half][truth];
        }
      }
      if (hits[0] > 0) {
        Detection chosen = new Detection(hits[0], said[0] - hits[0], relevant[0] - hits[0]);
        if (best == null || chosen.f1() >= best.chosen().f1()) {
          Detection scored = new Detection(hits[1], said[1] - hits[1], relevant[1] - hits[1]);
          best = new LabelScore(index, FeatureStatistics.lowest(bin.getKey()), chosen, scored);
        }
      }
    }
    return best;
  }
}
