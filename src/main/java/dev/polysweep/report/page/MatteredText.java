package dev.polysweep.report.page;

import dev.polysweep.metric.statistic.VarianceShares;
import dev.polysweep.report.chart.SharesChart;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.table.Better;
import dev.polysweep.table.row.LevelRow;
import dev.polysweep.table.row.RivalRow;
import dev.polysweep.table.row.ShareRow;
import dev.polysweep.table.row.SummaryRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What mattered in a sweep, in sentences. Each sentence is a function of the aggregate tables;
 * where they cannot tell a difference from chance, no sentence names a setting or a configuration.
 */
public final class MatteredText {

  /** A source that explains less is not worth a name, however sure it is. */
  private static final double SMALL = 0.005;

  private static final int MOST_NAMED = 3;
  private static final int MOST_LABELS = 5;

  /** Greatest number of rivals that are named although they have settings in common. */
  private static final int MOST_RIVALS = 2;

  private final ReportInput input;
  private final Titles titles;
  private final SettingTexts texts;

  private MatteredText(ReportInput input) {
    this.input = input;
    titles = new Titles(input.details());
    texts = new SettingTexts(input.details().settings());
  }

  /**
   * Returns the sentences for each headline metric: what its variance comes from, and which
   * configuration is best by it. The metrics of which nothing can be told share one sentence, the
   * last.
   */
  public static List<String> of(ReportInput input) {
    MatteredText text = new MatteredText(input);
    List<String> sentences = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    for (String metric : input.shownMetrics()) {
      if (text.isSilent(metric)) {
        silent.add(metric);
      } else {
        text.variance(metric).ifPresent(sentences::add);
        text.best(metric).ifPresent(sentences::add);
      }
    }
    if (input.facts().seeds() == 1 && input.facts().labels().size() > 1) {
      return List.of("One seed cannot tell a difference between configurations from chance.");
    }
    if (!silent.isEmpty()) {
      int last = silent.size() - 1;
      sentences.add(
          "No single setting’s share of the variance of "
              + (last > 0 ? String.join(", ", silent.subList(0, last)) + " or " : "")
              + silent.get(last)
              + " can be told from chance.");
    }
    return sentences;
  }

  /** Whether neither a setting nor a configuration stands out by a metric that was decomposed. */
  private boolean isSilent(String metric) {
    Mattered mattered = input.tables().mattered();
    return !mattered.sharesOf(metric).isEmpty()
        && mattered.sharesOf(metric).stream()
            .filter(row -> !row.source().equals(VarianceShares.SEED))
            .noneMatch(Mattered::told)
        && mattered.rivalsOf(metric).stream().allMatch(RivalRow::mayBeBest);
  }

  /** Returns what the variance of a metric comes from; empty if the sweep cannot tell. */
  private Optional<String> variance(String metric) {
    List<ShareRow> rows = input.tables().mattered().sharesOf(metric);
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<ShareRow> told =
        rows.stream()
            .filter(row -> !row.source().equals(VarianceShares.SEED))
            .filter(Mattered::told)
            .sorted(Comparator.comparingDouble(row -> -row.share()))
            .toList();
    if (!told.isEmpty() && told.get(0).share() < SMALL) {
      return Optional.of("Settings explain less than 0.5 % of the variance of " + metric + ".");
    }
    if (told.isEmpty()) {
      // Where settings vary together, configurations can differ although no setting stands out.
      return Optional.of(
          "Configurations differ in "
              + metric
              + ", paired by seed, but no single setting’s share of the variance can be told from chance.");
    }
    List<ShareRow> large = told.stream().filter(row -> row.share() >= SMALL).toList();
    String named =
        large.stream()
            .limit(MOST_NAMED)
            .map(row -> subject(row.source()) + share(row) + means(row))
            .collect(Collectors.joining(", "));
    int more = told.size() - Math.min(large.size(), MOST_NAMED);
    String others =
        more > 0
            ? String.format(
                Locale.ROOT, ", and %d other%s less", more, more == 1 ? " explains" : "s explain")
            : "";
    String seed =
        rows.stream()
            .filter(row -> row.source().equals(VarianceShares.SEED))
            .filter(row -> Mattered.told(row) && row.share() >= SMALL)
            .map(row -> "; the seed " + share(row))
            .findFirst()
            .orElse("");
    return Optional.of("Of the variance of " + metric + ", " + named + others + seed + ".");
  }

  private static String subject(String source) {
    return name(source)
        + (source.contains(" & ") ? " (not to be told apart) explain " : " explains ");
  }

  /** Returns a source's name for readers; two settings are joined by ×. */
  static String name(String source) {
    return source.replace(":", " × ");
  }

  /**
   * The least and the greatest mean of a metric over the values of a setting, in brackets. Of
   * configurations that are no grid it is empty: their means differ by other settings, too.
   */
  private String means(ShareRow source) {
    List<LevelRow> levels =
        input.tables().mattered().levels().stream()
            .filter(row -> row.metric().equals(source.metric()))
            .filter(row -> row.setting().equals(source.source()) && Double.isFinite(row.mean()))
            .sorted(Comparator.comparingDouble(LevelRow::mean))
            .toList();
    return levels.size() < 2 || !source.grid()
        ? ""
        : " (mean " + at(levels.get(0)) + ", " + at(levels.get(levels.size() - 1)) + ")";
  }

  private String at(LevelRow row) {
    return Numbers.value(row.mean()) + " at " + texts.of(row.setting(), row.level());
  }

  private static String share(ShareRow row) {
    String share = SharesChart.percent(row.share());
    // As many decimal places as the share has.
    String interval = share.contains(".") ? " [%.1f, %.1f]" : " [%.0f, %.0f]";
    return row.ci95Low() == null
        ? share
        : share + String.format(Locale.ROOT, interval, 100 * row.ci95Low(), 100 * row.ci95High());
  }

  /** Returns which configuration is best by a metric, and which others may be. */
  private Optional<String> best(String metric) {
    Better better = input.column(metric).better();
    List<RivalRow> rows = input.tables().mattered().rivalsOf(metric);
    if (better == Better.NEITHER || rows.size() < 2) {
      return Optional.empty();
    }
    List<RivalRow> rivals =
        rows.stream()
            .filter(row -> row.mayBeBest() && !row.label().equals(row.best()))
            .sorted(
                Comparator.comparingDouble(row -> better == Better.LOW ? row.mean() : -row.mean()))
            .toList();
    if (rivals.size() == rows.size() - 1) {
      return Optional.empty(); // none can be told from any other
    }
    String best = rows.get(0).best();
    String value =
        input
            .tables()
            .summary(best, metric)
            .map((SummaryRow s) -> Numbers.withInterval(s.mean(), s.ci95Low(), s.ci95High()))
            .orElse("");
    String begin =
        (better == Better.LOW ? "Lowest " : "Highest ")
            + metric
            + ": "
            + titles.of(best)
            + ", "
            + value
            + "; ";
    if (rivals.isEmpty()) {
      return Optional.of(
          begin
              + (rows.size() == 2 ? "the other one" : "each of the other " + (rows.size() - 1))
              + " is worse, paired by seed.");
    }
    String begun =
        begin + rivals.size() + " of the other " + (rows.size() - 1) + " cannot be told from it";
    Optional<String> alike = alike(best, rivals);
    if (alike.isPresent()) {
      return Optional.of(begun + alike.get() + ".");
    }
    String named =
        rivals.stream()
            .limit(MOST_LABELS)
            .map(row -> titles.of(row.label()))
            .collect(Collectors.joining(", "));
    String more =
        rivals.size() > MOST_LABELS ? " and " + (rivals.size() - MOST_LABELS) + " more" : "";
    return Optional.of(begun + ": " + named + more + ".");
  }

  /**
   * Returns what the best configuration and its rivals have in common; empty if they are few enough
   * to be named one by one, or share no setting.
   */
  private Optional<String> alike(String best, List<RivalRow> rivals) {
    if (rivals.size() <= MOST_RIVALS) {
      return Optional.empty();
    }
    List<String> labels = new ArrayList<>(List.of(best));
    rivals.forEach(row -> labels.add(row.label()));
    List<String> shared = titles.shared(labels);
    return shared.isEmpty()
        ? Optional.empty()
        : Optional.of("; all of them have " + String.join(" and ", shared));
  }
}
