package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A row of the table {@code label_probes}: a linear probe that was told the labels of one half of
 * the documents, scored on the other half as the features of {@link LabelRow} are.
 */
public record ProbeRow(
    @Describe("whether the activations are those of the control model") boolean control,
    @Describe(
            "difference_of_means: mean activation with the label minus that without; logistic: logistic"
                + " regression")
        String probe,
    @Describe("label: a language, or language:role") String label,
    @Describe("language, or role for a role within a language") String kind,
    @Describe("number of tokens that bear the label, in the half of the documents that scores")
        long tokens,
    @Describe("on the scoring half: share of the tokens predicted to bear the label that do")
        Double precision,
    @Describe("on the scoring half: share of the label’s tokens that are predicted to bear it")
        Double recall,
    @Describe(
            value = "harmonic mean of precision and recall; null where no probe could be fitted",
            formula = "2·precision·recall/(precision + recall)")
        Double f1)
    implements Serializable {

  /** The probe for readers: difference of means, or logistic probe. */
  public String words() {
    return probe.equals("logistic") ? "logistic probe" : probe.replace('_', ' ');
  }

  /** The mean F1 of some rows, in which one without a probe counts as 0; null without rows. */
  public static Double meanF1(List<ProbeRow> rows) {
    OptionalDouble mean = rows.stream().mapToDouble(r -> r.f1() == null ? 0 : r.f1()).average();
    return mean.isPresent() ? mean.getAsDouble() : null;
  }

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("label_probes", "model × probe × label", ProbeRow.class);
}
