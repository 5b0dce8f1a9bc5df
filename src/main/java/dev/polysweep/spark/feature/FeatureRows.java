package dev.polysweep.spark.feature;

import dev.polysweep.feature.CorpusCounts;
import dev.polysweep.feature.Dictionary;
import dev.polysweep.feature.DictionarySummary;
import dev.polysweep.feature.FeatureStatistics;
import dev.polysweep.feature.FeatureStatistics.TokenCount;
import dev.polysweep.feature.LabelScore;
import dev.polysweep.feature.LabelSet;
import dev.polysweep.feature.Purity;
import dev.polysweep.feature.Stability;
import dev.polysweep.spark.feature.DictionaryJob.Candidate;
import dev.polysweep.spark.feature.DictionaryJob.Found;
import dev.polysweep.table.row.FeatureRow;
import dev.polysweep.table.row.LabelRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the rows of the tables {@code features} and {@code feature_labels} of one dictionary. */
final class FeatureRows {

  private FeatureRows() {}

  /**
   * The rows of a dictionary's features.
   *
   * @param subject the dictionaries that it was analysed with
   * @param alive what was found of the features that are alive, by number
   */
  static List<FeatureRow> of(
      Dictionary dictionary,
      FeatureAnalysis.Subject subject,
      Map<Integer, Found> alive,
      CorpusCounts corpus,
      LabelSet set) {
    List<Dictionary> others = new ArrayList<>(subject.dictionaries());
    others.addAll(subject.others());
    // Stability compares dictionaries that differ in the seed alone, so sizes must be equal.
    others.removeIf(
        other ->
            other == dictionary || other.isNeurons() || other.features() != dictionary.features());
    double[] stability = Stability.of(dictionary, others);
    double[] densities = new double[dictionary.features()];
    alive.forEach((f, found) -> densities[f] = (double) found.active() / corpus.tokens());
    double end = DictionarySummary.ultraLowEnd(densities);
    List<FeatureRow> rows = new ArrayList<>();
    for (int f = 0; f < densities.length; f++) {
      Found found = alive.get(f);
      LabelScore best = found == null ? null : found.best();
      Purity purity = found == null ? null : found.purity();
      rows.add(
          new FeatureRow(
              dictionary.name(),
              f,
              found == null ? 0 : found.active(),
              densities[f],
              found == null,
              found != null && Math.log10(densities[f]) < end,
              found == null ? null : found.mean(),
              found == null ? null : (double) found.max(),
              stability == null ? null : finite(stability[f]),
              best == null ? null : set.labels().get(best.label()).name(),
              best == null ? null : (double) best.threshold(),
              best == null ? null : finite(best.scored().precision()),
              best == null ? null : finite(best.scored().recall()),
              best == null ? null : finite(best.scored().f1()),
              purity == null ? null : set.labels().get(purity.language()).name(),
              purity == null ? null : finite(purity.all()),
              purity == null ? null : purity.tokens(),
              purity == null ? null : finite(purity.strongest()),
              found == null
                  ? new String[0]
                  : found.tokens().stream().map(TokenCount::text).toArray(String[]::new),
              shares(found),
              found == null ? null : found.tokenEntropy(),
              found == null ? null : (double) FeatureStatistics.stepFrom(found.histogram().first()),
              found == null ? new int[0] : found.histogram().counts()));
    }
    return rows;
  }

  private static float[] shares(Found found) {
    float[] shares = new float[found == null ? 0 : found.tokens().size()];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (float) ((double) found.tokens().get(i).count() / found.active());
    }
    return shares;
  }

  /** The rows of the features that detect each label best. */
  static List<LabelRow> labels(Dictionary dictionary, DictionaryJob job, LabelSet set) {
    Map<Integer, Candidate> best = job.bestOfLabels();
    List<LabelRow> rows = new ArrayList<>();
    for (int i = 0; i < set.labels().size(); i++) {
      LabelSet.Label label = set.labels().get(i);
      Candidate candidate = best.get(i);
      LabelScore score = candidate == null ? null : candidate.score();
      rows.add(
          new LabelRow(
              dictionary.name(),
              label.name(),
              label.whole() ? LabelRow.LANGUAGE : LabelRow.ROLE,
              job.corpus().tokens(1, label),
              candidate == null ? null : candidate.feature(),
              score == null ? null : (double) score.threshold(),
              score == null ? null : finite(score.scored().precision()),
              score == null ? null : finite(score.scored().recall()),
              score == null ? null : finite(score.scored().f1())));
    }
    return rows;
  }

  /** A value, or null if it is not finite. */
  static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
