package dev.polysweep.report.experiment;

import static dev.polysweep.report.page.Finding.Verdict.DOES_NOT_HOLD;
import static dev.polysweep.report.page.Finding.Verdict.HOLDS;
import static dev.polysweep.report.page.Finding.Verdict.IN_DIRECTION;
import static dev.polysweep.report.page.Finding.Verdict.UNDECIDED;

import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Finding;
import dev.polysweep.report.page.Finding.Verdict;
import dev.polysweep.report.page.Prediction;
import dev.polysweep.report.page.ReportInput;
import dev.polysweep.report.page.Titles;
import dev.polysweep.table.row.ContrastRow;
import dev.polysweep.table.row.SummaryRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Published claims on sparse autoencoders, for sweeps that have the configurations to judge them.
 * Each verdict is a function of the intervals over seeds, and is open where these reach both what
 * is claimed and what is not. What a claim says is absent counts as absent if its interval lies
 * within {@value #NEGLIGIBLE} of 0.
 */
final class SaeClaims {

  /** Largest cosine that counts as none, about a tenth of what hedging and absorption leave. */
  private static final double NEGLIGIBLE = 0.05;

  /** Largest number of features of a sweep that looks at single parents and children. */
  private static final int FEW_FEATURES = 64;

  /** 15 to 20 % less error, in per cent. */
  private static final Prediction PROLU = Prediction.near(-17.5, 2.5).against(0);

  /** What counts as 99.9 %, and as 0.1 %. */
  private static final Prediction ALL = Prediction.atLeast(0.99).named(0.999);

  private static final Prediction NONE = Prediction.atMost(0.01).named(0.001);

  private static final Prediction MOST_OF_VARIED = Prediction.atMost(0.43);

  private static final double EQUAL_PERCENT = 10;

  private static final String HEDGING = "hedging";
  private static final String ENCODER = "encoder_hedging";
  private static final String RECOVERED = "recovered";

  private final ReportInput.Tables tables;
  private final Details details;
  private final Titles titles;

  private SaeClaims(ReportInput.Tables tables, Details details) {
    this.tables = tables;
    this.details = details;
    titles = new Titles(details);
  }

  /** The claims that a sweep can judge. */
  static List<Finding> findings(ReportInput.Tables tables, Details details) {
    SaeClaims claims = new SaeClaims(tables, details);
    List<Finding> findings = new ArrayList<>();
    claims.hedging().ifPresent(findings::add);
    claims.absorption().ifPresent(findings::add);
    claims.tying().ifPresent(findings::add);
    claims.balance().ifPresent(findings::add);
    claims.rightSparsity().ifPresent(findings::add);
    claims.recovery().ifPresent(findings::add);
    claims.variedRecovery().ifPresent(findings::add);
    claims.prolu().ifPresent(findings::add);
    return findings;
  }

  private Optional<Finding> hedging() {
    return all(
        "An autoencoder with too few latents hedges: the parent's latent takes in its children.",
        label -> isTree(label) && !isWide(label),
        List.of(HEDGING),
        Prediction.atLeast(NEGLIGIBLE).against(0));
  }

  private Optional<Finding> absorption() {
    return all(
        "With enough latents a penalty on activations leads to absorption: a child silences its"
            + " parent's latent.",
        label -> isTree(label) && isWide(label) && architecture(label, "l1") && !isTied(label),
        List.of(ENCODER),
        Prediction.atMost(-NEGLIGIBLE).against(0));
  }

  private Optional<Finding> tying() {
    return all(
        "A tied encoder does not absorb.",
        label -> isTree(label) && isWide(label) && isTied(label),
        List.of(ENCODER),
        Prediction.near(0, NEGLIGIBLE));
  }

  private Optional<Finding> balance() {
    return all(
        "A Matryoshka whose inner width has a balanced weight neither hedges nor absorbs.",
        label -> {
          double weight = details.number(label, "sae_nesting_inner_weight");
          return isTree(label) && architecture(label, "matryoshka") && weight > 0 && weight < 1;
        },
        List.of(HEDGING, ENCODER),
        Prediction.near(0, NEGLIGIBLE));
  }

  /** The lower end of the interval; the mean where several seeds have one value. */
  private static double low(SummaryRow row) {
    return row.ci95Low() == null ? row.mean() : row.ci95Low();
  }

  private static double high(SummaryRow row) {
    return row.ci95High() == null ? row.mean() : row.ci95High();
  }

  /**
   * A claim on metrics of some labels, which holds if it holds of each of them, and does not if it
   * does not hold of one.
   */
  private Optional<Finding> all(
      String claim, Predicate<String> which, List<String> metrics, Prediction predicted) {
    List<SummaryRow> rows =
        details.labels().stream()
            .filter(which)
            .flatMap(label -> metrics.stream().flatMap(m -> tables.summary(label, m).stream()))
            .filter(row -> Double.isFinite(row.mean()))
            .toList();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    Set<Verdict> verdicts =
        rows.stream()
            .map(row -> row.n() < 2 ? UNDECIDED : Verdict.of(predicted, low(row), high(row)))
            .collect(Collectors.toSet());
    Verdict verdict =
        Stream.of(DOES_NOT_HOLD, UNDECIDED, IN_DIRECTION)
            .filter(verdicts::contains)
            .findFirst()
            .orElse(HOLDS);
    return Optional.of(
        new Finding(
            claim, list(rows), verdict, rows.stream().map(row -> strip(row, predicted)).toList()));
  }

  private Finding.Strip strip(SummaryRow row, Prediction predicted) {
    return strip(row.metric() + " of " + titles.of(row.label()), row, predicted);
  }

  private static Finding.Strip strip(String name, SummaryRow row, Prediction predicted) {
    return new Finding.Strip(name, predicted, row.mean(), low(row), high(row), "");
  }

  private String list(List<SummaryRow> rows) {
    return rows.stream()
        .map(row -> row.metric() + " of " + titles.of(row.label()) + " " + said(row))
        .collect(Collectors.joining("; ", "Measured: ", "."));
  }

  private static String said(SummaryRow row) {
    return Numbers.withInterval(row.mean(), row.ci95Low(), row.ci95High());
  }

  /**
   * Whether the k at which decoder rows are least alike, by intervals apart from the others, is the
   * one that finds the features best.
   */
  private Optional<Finding> rightSparsity() {
    List<String> labels =
        details.labels().stream()
            .filter(label -> !tables.summary(label, "c_dec").isEmpty())
            .filter(label -> Double.isFinite(details.number(label, "sae_k")))
            .toList();
    boolean swept =
        labels.stream().mapToDouble(label -> details.number(label, "sae_k")).distinct().count() >= 4
            && labels.stream()
                    .map(label -> details.text(label, "sae_architecture"))
                    .distinct()
                    .count()
                == 1;
    Optional<SummaryRow> least = extreme(labels, "c_dec", -1);
    Optional<SummaryRow> best = extreme(labels, "mcc", 1);
    if (!swept || least.isEmpty() || best.isEmpty()) {
      return Optional.empty();
    }
    String measured =
        String.join(
            "",
            "Measured: c_dec is least, ",
            said(least.get()),
            ", at k ",
            Numbers.value(details.number(least.get().label(), "sae_k")),
            "; mcc is greatest, ",
            said(best.get()),
            ", at k ",
            Numbers.value(details.number(best.get().label(), "sae_k")),
            ".");
    SummaryRow atLeast = tables.summary(least.get().label(), "mcc").orElseThrow();
    boolean apart =
        labels.stream()
            .filter(label -> !label.equals(least.get().label()))
            .flatMap(label -> tables.summary(label, "c_dec").stream())
            .allMatch(other -> high(least.get()) < low(other));
    boolean same = least.get().label().equals(best.get().label());
    Verdict verdict =
        atLeast.n() < 2 || (same ? !apart : high(atLeast) >= low(best.get()))
            ? UNDECIDED
            : same ? HOLDS : DOES_NOT_HOLD;
    Finding.Strip strip =
        strip(
            "mcc at k "
                + Numbers.value(details.number(least.get().label(), "sae_k"))
                + ", where c_dec is least",
            atLeast,
            Prediction.atLeast(low(best.get())).named(best.get().mean()));
    return Optional.of(
        new Finding(
            "Decoder rows are least alike where the number of active latents is right, so that c_dec"
                + " finds it without the truth.",
            measured,
            verdict,
            List.of(strip)));
  }

  private Optional<SummaryRow> extreme(List<String> labels, String metric, int sign) {
    return labels.stream()
        .flatMap(label -> tables.summary(label, metric).stream())
        .filter(row -> Double.isFinite(row.mean()))
        .max(Comparator.comparingDouble(row -> sign * row.mean()));
  }

  private Optional<Finding> recovery() {
    Optional<SummaryRow> topk = recovered("topk");
    List<SummaryRow> others =
        List.of("batch_topk", "jumprelu").stream()
            .flatMap(architecture -> recovered(architecture).stream())
            .toList();
    if (topk.isEmpty() || others.isEmpty()) {
      return Optional.empty();
    }
    List<SummaryRow> rows = new ArrayList<>(List.of(topk.get()));
    rows.addAll(others);
    boolean known = rows.stream().allMatch(row -> row.n() >= 2);
    boolean asClaimed =
        topk.get().mean() >= ALL.from() && others.stream().allMatch(row -> row.mean() <= NONE.to());
    boolean apart = others.stream().allMatch(row -> high(row) < low(topk.get()));
    boolean possible =
        high(topk.get()) >= ALL.from() && others.stream().allMatch(row -> low(row) <= NONE.to());
    Verdict verdict =
        !known || !apart && possible
            ? UNDECIDED
            : !apart ? DOES_NOT_HOLD : asClaimed ? HOLDS : IN_DIRECTION;
    List<Finding.Strip> strips =
        rows.stream().map(row -> strip(row, row == topk.get() ? ALL : NONE)).toList();
    return Optional.of(
        new Finding(
            "With equal frequencies TopK recovers 99.9 % of the features, BatchTopK and JumpReLU 0.1"
                + " %.",
            list(rows), verdict, strips));
  }

  /** What the same sweep recovers where frequencies differ. */
  private Optional<Finding> variedRecovery() {
    return recovered("topk").isEmpty()
        ? Optional.empty()
        : all(
            "Where frequencies span four decades, no architecture recovers more than 43 % of the"
                + " features.",
            label -> isTrained(label) && details.number(label, "data_decay") < 1,
            List.of(RECOVERED),
            MOST_OF_VARIED);
  }

  /** The share of features that a trained architecture recovers where all are equally frequent. */
  private Optional<SummaryRow> recovered(String architecture) {
    return details.labels().stream()
        .filter(label -> architecture(label, architecture) && isTrained(label))
        .filter(label -> details.number(label, "data_decay") == 1)
        .flatMap(label -> tables.summary(label, RECOVERED).stream())
        .findFirst();
  }

  /** Whether an autoencoder of features that are known is trained freely, and so is no control. */
  private boolean isTrained(String label) {
    return details.text(label, "data_source").equals("synthetic")
        && details.text(label, "sae_weights_frozen").equals("none")
        && !(details.number(label, "sae_weights_least_cosine") > -1);
  }

  private Optional<Finding> prolu() {
    return tables.contrasts().stream()
        .filter(row -> row.metric().equals("mse") && architecture(row.label(), "prolu"))
        .filter(row -> details.text(row.label(), "sae_prolu_gradient").equals("straight_through"))
        .filter(row -> details.settings().containsKey(row.baseline()))
        .filter(row -> architecture(row.baseline(), "l1"))
        .findFirst()
        .map(this::prolu);
  }

  /** No verdict is given where the numbers of active latents differ by more than a tenth. */
  private Finding prolu(ContrastRow mse) {
    Optional<ContrastRow> l0 =
        tables.contrasts().stream()
            .filter(row -> row.metric().equals("l0") && row.label().equals(mse.label()))
            .findFirst();
    boolean equal = l0.filter(row -> Math.abs(row.deltaPct()) <= EQUAL_PERCENT).isPresent();
    return new Finding(
        "ProLU reconstructs with 15 to 20 % less error than ReLU at the same sparsity.",
        "Measured: the mse of "
            + titles.of(mse.label())
            + " differs from that of "
            + titles.of(mse.baseline())
            + " by "
            + percent(mse)
            + l0.map(row -> ", its l0 by " + percent(row)).orElse("")
            + (equal ? "." : "; the numbers of active latents are not the same."),
        equal ? Verdict.of(PROLU.value(), mse.pctCi95Low(), mse.pctCi95High()) : null,
        List.of(
            new Finding.Strip(
                "mse of " + titles.of(mse.label()),
                PROLU,
                mse.deltaPct(),
                mse.pctCi95Low(),
                mse.pctCi95High(),
                "%")));
  }

  private static String percent(ContrastRow row) {
    return Numbers.withInterval(row.deltaPct(), row.pctCi95Low(), row.pctCi95High()) + " %";
  }

  private boolean isTree(String label) {
    return details.text(label, "data_source").equals("forest")
        && details.number(label, "data_n_features") <= FEW_FEATURES
        && details.number(label, "data_forest_max_depth") > 0;
  }

  private boolean isWide(String label) {
    return details.number(label, "sae_d_sae") >= details.number(label, "data_n_features");
  }

  private boolean isTied(String label) {
    return details.text(label, "sae_weights_tied").equals("true");
  }

  private boolean architecture(String label, String name) {
    return details.text(label, "sae_architecture").equals(name);
  }
}
