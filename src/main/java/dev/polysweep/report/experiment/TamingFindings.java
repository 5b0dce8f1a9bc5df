package dev.polysweep.report.experiment;

import dev.polysweep.metric.statistic.PairedContrast;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.page.Finding;
import dev.polysweep.report.page.Prediction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Findings of a taming sweep on the two claims of the original experiment: that L2 lowers
 * interference by about 18 % against L1, and that all mitigations together lower it by 26.8 %.
 * Differences are paired by seed. A difference between two pools of configurations is computed from
 * the means of the pools at each seed, so that n is the number of seeds and not the number of
 * cells. The percentage and its interval are those of {@link PairedContrast}.
 */
public final class TamingFindings {

  /** The claimed differences, in per cent. */
  private static final double CLAIMED_L2 = -18;

  private static final double CLAIMED_MITIGATION = -26.8;

  private static final Map<String, String> ORIGINAL =
      Map.of("init", "random", "noise", "bipolar", "reg", "l1", "act", "relu");
  private static final Map<String, String> MITIGATED =
      Map.of("init", "orthogonal", "noise", "positive_kurtosis", "reg", "l2", "act", "gelu");
  private static final String SOURCE = "the original study of incidental polysemanticity";
  private static final String CLAIM_L2 = "L2 lowers interference by about 18 % against L1.";
  private static final String CLAIM_MITIGATION =
      "Orthogonal initialisation, heavy-tailed noise, L2 and GELU together lower interference by"
          + " 26.8 % against the original recipe.";

  private final List<Arm> arms;

  private TamingFindings(List<Arm> arms) {
    this.arms = arms;
  }

  /**
   * A configuration with its measured interference.
   *
   * @param label label of the configuration
   * @param settings settings of the configuration as text, among them {@code init}, {@code noise},
   *     {@code reg} and {@code act}; two configurations are a matched pair if they differ in {@code
   *     reg} and in no other setting
   * @param interference interference of each seed, with the seeds in the same order in all arms;
   *     NaN for a cell without a value
   */
  public record Arm(String label, Map<String, String> settings, double[] interference) {
    private String setting(String key) {
      return String.valueOf(settings.get(key)).toLowerCase(Locale.ROOT);
    }

    private boolean has(Map<String, String> wanted) {
      return wanted.entrySet().stream().allMatch(e -> setting(e.getKey()).equals(e.getValue()));
    }
  }

  /**
   * Returns the findings that the given configurations allow. The pooled difference needs
   * configurations with L1 and with L2 that are not all matched pairs. The matched difference needs
   * a pair that differs in the regulariser only. The full mitigation needs exactly one
   * configuration with the original settings and exactly one with all mitigations. The list is
   * empty if none of these are present.
   *
   * @param arms the configurations of the sweep
   * @throws IllegalArgumentException if the arms have different numbers of seeds
   */
  public static List<Finding> taming(List<Arm> arms) {
    if (arms.stream().mapToInt(arm -> arm.interference().length).distinct().count() > 1) {
      throw new IllegalArgumentException("every arm needs one value a seed");
    }
    TamingFindings findings = new TamingFindings(List.copyOf(arms));
    List<Finding> all = new ArrayList<>();
    findings.pooled().ifPresent(all::add);
    findings.matched().ifPresent(all::add);
    findings.mitigation().ifPresent(all::add);
    return all;
  }

  private Optional<Finding> pooled() {
    List<Arm> l1 = with("reg", "l1");
    List<Arm> l2 = with("reg", "l2");
    if (l1.isEmpty() || l2.isEmpty() || paired(l1, l2)) {
      return Optional.empty();
    }
    String what =
        "interference, pooled over " + count(l2, "with L2") + " and " + l1.size() + " with L1";
    return Optional.of(finding(CLAIM_L2, CLAIMED_L2, what, l2, l1, confounding(l1, l2)));
  }

  /** Whether each configuration has its match in the other pool, so that nothing else differs. */
  private static boolean paired(List<Arm> l1, List<Arm> l2) {
    return l1.stream()
        .map(TamingFindings::others)
        .collect(Collectors.toSet())
        .equals(l2.stream().map(TamingFindings::others).collect(Collectors.toSet()));
  }

  private Optional<Finding> matched() {
    List<Arm> l1 = new ArrayList<>();
    List<Arm> l2 = new ArrayList<>();
    for (Arm a : with("reg", "l1")) {
      for (Arm b : with("reg", "l2")) {
        if (others(a).equals(others(b))) {
          l1.add(a);
          l2.add(b);
        }
      }
    }
    if (l1.isEmpty()) {
      return Optional.empty();
    }
    String what =
        l1.size() == 1
            ? "interference, with all else equal ("
                + l2.get(0).label()
                + " against "
                + l1.get(0).label()
                + ")"
            : "interference, with all else equal (" + l1.size() + " matched pairs)";
    return Optional.of(finding(CLAIM_L2, CLAIMED_L2, what, l2, l1, ""));
  }

  private Optional<Finding> mitigation() {
    List<Arm> original = arms.stream().filter(arm -> arm.has(ORIGINAL)).toList();
    List<Arm> mitigated = arms.stream().filter(arm -> arm.has(MITIGATED)).toList();
    if (original.size() != 1 || mitigated.size() != 1) {
      return Optional.empty();
    }
    String what =
        "interference, " + mitigated.get(0).label() + " against " + original.get(0).label();
    return Optional.of(
        finding(CLAIM_MITIGATION, CLAIMED_MITIGATION, what, mitigated, original, ""));
  }

  private static Finding finding(
      String claim,
      double claimed,
      String what,
      List<Arm> label,
      List<Arm> baseline,
      String remark) {
    PairedContrast contrast = PairedContrast.of(meanBySeed(label), meanBySeed(baseline));
    Double low = contrast.pctCi95Low();
    Double high = contrast.pctCi95High();
    String seeds = contrast.n() == 1 ? "1 seed" : contrast.n() + " seeds";
    String size =
        contrast.deltaPct() == null
            ? "no difference can be given"
            : Numbers.centre(contrast.deltaPct(), low, high) + " %";
    String interval =
        Numbers.bounded(low, high)
            ? "95 % interval " + Numbers.interval(low, high) + ", "
            : "no interval, ";
    String measured = capitalised(what) + ": " + size + " (" + interval + seeds + ")." + remark;
    Finding.Verdict verdict = Finding.Verdict.of(claimed, low, high);
    Long needed =
        verdict == Finding.Verdict.UNDECIDED && Numbers.bounded(low, high)
            ? needed(contrast.n(), claimed, high - low)
            : null;
    String law = claim.equals(CLAIM_L2) ? "L2 against L1" : "all mitigations";
    return new Finding(
        claim,
        measured,
        verdict,
        List.of(
            new Finding.Strip(
                what,
                Prediction.exactly(claimed).against(0),
                contrast.deltaPct(),
                low,
                high,
                "%",
                new Finding.Basis(law, SOURCE, contrast.n(), needed))));
  }

  private static String capitalised(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  /** The seeds at which an interval is too narrow to hold both 0 and the claimed difference. */
  private static long needed(int seeds, double claimed, double width) {
    double ratio = width / Math.abs(claimed);
    return (long) Math.ceil(seeds * Math.max(1, ratio * ratio));
  }

  /** Returns the mean over the arms at each seed, which is NaN where an arm has no value. */
  private static double[] meanBySeed(List<Arm> arms) {
    double[] mean = new double[arms.get(0).interference().length];
    for (int seed = 0; seed < mean.length; seed++) {
      double sum = 0;
      for (Arm arm : arms) {
        sum += arm.interference()[seed];
      }
      mean[seed] = sum / arms.size();
    }
    return mean;
  }

  /**
   * Describes the factors whose levels are not equally frequent in the two pools, as a sentence;
   * empty if there are none.
   */
  private static String confounding(List<Arm> l1, List<Arm> l2) {
    List<String> unequal = new ArrayList<>();
    for (String factor : List.of("init", "noise", "act")) {
      Map<String, Long> in1 = levels(l1, factor);
      Map<String, Long> in2 = levels(l2, factor);
      String level =
          in2.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
      long count1 = in1.getOrDefault(level, 0L);
      long count2 = in2.get(level);
      if (count1 * l2.size() != count2 * l1.size()) {
        unequal.add(
            factor
                + " is "
                + level
                + " in "
                + count2
                + " of "
                + l2.size()
                + " with L2 and in "
                + count1
                + " of "
                + l1.size()
                + " with L1");
      }
    }
    return unequal.isEmpty()
        ? ""
        : " The pools differ in more than the regulariser: " + String.join("; ", unequal) + ".";
  }

  private static Map<String, Long> levels(List<Arm> arms, String factor) {
    return arms.stream()
        .collect(Collectors.groupingBy(arm -> arm.setting(factor), Collectors.counting()));
  }

  private static Map<String, String> others(Arm arm) {
    Map<String, String> others = new HashMap<>(arm.settings());
    others.remove("reg");
    others.values().removeIf(Objects::isNull);
    return others;
  }

  private List<Arm> with(String key, String value) {
    return arms.stream().filter(arm -> arm.setting(key).equals(value)).toList();
  }

  private static String count(List<Arm> arms, String which) {
    return arms.size() + (arms.size() == 1 ? " configuration " : " configurations ") + which;
  }
}
