package dev.polysweep.experiment.temporal;

import static dev.polysweep.table.Column.metric;

import dev.polysweep.table.Column;
import dev.polysweep.table.EventTable;
import dev.polysweep.table.Range;
import dev.polysweep.table.TableSchema;
import dev.polysweep.table.Type;
import java.util.ArrayList;
import java.util.List;

/** Names and definitions of the temporal experiment's result columns. */
final class TemporalColumns {

  static final String PSI = "psi";
  static final String VAL_MSE = "val_mse";
  static final String INTERVENTIONS = "interventions";
  static final String EFFECTIVENESS = "effectiveness";
  static final String EFFECTIVENESS_LATER = "effectiveness_later";
  static final String CRITICAL_PERIODS = "critical_periods";

  private static final String PSI_FORMULA = "mean(S/S₀, I/I₀, M/M₀) over alive latents";
  private static final List<Column> SHARED =
      List.of(
          metric(
                  "clustering",
                  "",
                  "S: how far inputs of a latent fall into two groups",
                  "mean of max(0, silhouette of the 2-means split of its 64 top inputs)")
              .within(Range.SHARE),
          metric(
                  "interference",
                  "",
                  "I: correlation between latents",
                  "mean |Pearson| over pairs of alive latents")
              .within(Range.SHARE),
          metric(
                  "mixing",
                  "",
                  "M: concepts that a latent answers to",
                  "mean of (exp(entropy of responses) − 1) / 7")
              .within(Range.SHARE),
          metric("clustering_z", "", "S against random dictionaries", "(S − S₀) / sd of the null"),
          metric(
              "interference_z", "", "I against random dictionaries", "(I − I₀) / sd of the null"),
          metric("mixing_z", "", "M against random dictionaries", "(M − M₀) / sd of the null"),
          metric("alive_latents", "", "latents active on at least 8 samples", "")
              .within(Range.COUNT));

  /**
   * The columns of a logged epoch or a measurement; those of PSI are filled at measurements only.
   */
  static final List<Column> EPOCH = epochColumns();

  /** The columns of a finished cell. */
  static final List<Column> CELL = cellColumns();

  static final EventTable INTERVENTION_TABLE =
      new EventTable(
          new TableSchema(
              INTERVENTIONS,
              "one intervention, or placebo, in one cell",
              List.of(
                  Column.of("epoch", Type.INT, "epoch after which it was made"),
                  Column.of("kind", Type.STRING, "what was done"),
                  Column.of("strength", Type.DOUBLE, "how much of it"),
                  Column.of("policy", Type.STRING, "who decided"),
                  metric("psi_before", "", "PSI just before", ""),
                  metric("psi_after", "", "PSI at once, on a copy of the SAE trained further", ""),
                  metric("psi_later", "", "PSI at the third measurement after", ""),
                  metric(
                          EFFECTIVENESS,
                          "",
                          "effect at once",
                          "(psi_before − psi_after) / psi_before")
                      .within(Range.TO_ONE)
                      .highIsGood(),
                  metric(
                          EFFECTIVENESS_LATER,
                          "",
                          "effect three measurements later",
                          "(psi_before − psi_later) / psi_before")
                      .within(Range.TO_ONE)
                      .highIsGood())),
          "epoch",
          List.of(EFFECTIVENESS, EFFECTIVENESS_LATER),
          List.of(
              List.of("policy", "kind"),
              List.of("label", "kind"),
              List.of("policy", "kind", "epoch"),
              List.of("label", "epoch")));

  static final EventTable CRITICAL_PERIOD_TABLE =
      new EventTable(
          new TableSchema(
              CRITICAL_PERIODS,
              "one critical period of one cell",
              List.of(
                  Column.of("start_epoch", Type.INT, "epoch of its first measurement"),
                  Column.of("end_epoch", Type.INT, "epoch of its last measurement"),
                  metric(
                          "peak_gradient",
                          "PSI a measurement",
                          "largest mean gradient of PSI over five measurements",
                          "numpy.gradient")
                      .within(Range.POSITIVE))),
          "start_epoch",
          List.of("peak_gradient"),
          List.of(List.of("label"), List.of("label", "start_epoch", "end_epoch")));

  private TemporalColumns() {}

  private static List<Column> epochColumns() {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                metric(PSI, "", "polysemanticity index; 1 is chance", PSI_FORMULA)
                    .within(Range.POSITIVE)
                    .lowIsGood()));
    columns.addAll(SHARED);
    columns.add(
        metric(
            "psi_undefined",
            "",
            "why PSI has no value: 1 fewer than 2 alive latents, 2 activations without variance, 3 no latent answers, 4 degenerate null, 5 the SAE diverged; 0 it has one",
            ""));
    columns.add(
        metric(VAL_MSE, "", "error of the network on the probe, without noise", "mean of (ŷ − y)²")
            .within(Range.POSITIVE)
            .lowIsGood());
    for (int l = 1; l <= TemporalConfig.Mlp.DEEPEST + 1; l++) {
      columns.add(
          metric(
              "weight_norm_" + l,
              "",
              "norm of the weights of layer " + l + (l > 3 ? ", if there is one" : ""),
              "‖W‖_F"));
    }
    columns.add(metric("act_mean", "", "mean of the last hidden activations on the probe", ""));
    columns.add(metric("act_sd", "", "their standard deviation", "").within(Range.POSITIVE));
    columns.add(
        metric("act_sparsity", "", "share of them that is not positive", "mean of [h ≤ 0]"));
    columns.add(metric("act_max", "", "largest of them", ""));
    return List.copyOf(columns);
  }

  private static List<Column> cellColumns() {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                metric(
                        PSI,
                        "",
                        "final polysemanticity index, mean of the last three measurements; 1 is chance",
                        "mean over the last three measurements of " + PSI_FORMULA)
                    .within(Range.POSITIVE)
                    .lowIsGood(),
                metric(
                        "psi_first",
                        "",
                        "polysemanticity index at first, mean of three measurements; 1 is chance",
                        "")
                    .within(Range.POSITIVE),
                metric(
                        "psi_change",
                        "",
                        "change of psi from the first to the last three measurements",
                        "psi − psi_first")
                    .lowIsGood(),
                metric("psi_good", "", "whether the final PSI is good", "[psi ≤ 0.5]")
                    .within(Range.FLAG),
                metric("psi_moderate", "", "whether the final PSI is moderate", "[0.5 < psi ≤ 1]")
                    .within(Range.FLAG),
                metric("psi_high", "", "whether it is high", "[psi > 1]").within(Range.FLAG),
                metric("psi_missing", "", "measurements at which PSI was undefined", "")
                    .within(Range.COUNT)));
    SHARED.forEach(
        c ->
            columns.add(
                metric(c.name(), c.unit(), c.meaning() + ", last measurement", c.formula())
                    .within(c.range())));
    columns.add(
        metric(
                VAL_MSE,
                "",
                "error of the network on the probe at the end, without noise",
                "mean of (ŷ − y)²")
            .within(Range.POSITIVE)
            .lowIsGood());
    columns.add(
        metric(
                "explained_variance",
                "",
                "of the SAE at the last measurement",
                "1 − Σ‖a − a′‖² / Σ‖a − ā‖²")
            .within(Range.TO_ONE)
            .highIsGood());
    columns.add(metric(CRITICAL_PERIODS, "", "number of critical periods", "").within(Range.COUNT));
    columns.add(
        metric(INTERVENTIONS, "", "number of interventions, placebos included", "")
            .within(Range.COUNT));
    columns.add(
        metric(
                EFFECTIVENESS,
                "",
                "mean effect of interventions at once",
                "mean of (psi_before − psi_after) / psi_before")
            .within(Range.TO_ONE)
            .highIsGood());
    columns.add(
        metric(
                EFFECTIVENESS_LATER,
                "",
                "mean effect three measurements later",
                "mean of (psi_before − psi_later) / psi_before")
            .within(Range.TO_ONE)
            .highIsGood());
    for (InterventionKind kind : InterventionKind.values()) {
      String word = kind.word();
      columns.add(metric(word, "", "number of interventions of this kind", "").within(Range.COUNT));
      columns.add(
          metric(EFFECTIVENESS + "_" + word, "", "mean effect of " + word + " at once", "")
              .within(Range.TO_ONE));
      columns.add(
          metric(
                  EFFECTIVENESS_LATER + "_" + word,
                  "",
                  "mean effect of " + word + " three measurements later",
                  "")
              .within(Range.TO_ONE));
    }
    return List.copyOf(columns);
  }
}
