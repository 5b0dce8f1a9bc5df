package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/** A row of the table {@code directions}: where the decoder's direction of one feature points. */
public record DirectionRow(
    @Describe("dictionary that the feature belongs to") String dictionary,
    @Describe("number of the feature, from 0") int feature,
    @Describe(
            value =
                "place of the feature’s decoder row, at unit length, on the first principal component of these rows; null for neurons, whose rows are the axes",
            formula = "(d/‖d‖ − mean)·v₁")
        Double mapX,
    @Describe("the same on the second principal component") Double mapY,
    @Describe("the features whose decoder rows have the largest cosines with this one’s")
        int[] neighbours,
    @Describe("these cosines") float[] neighbourCosines,
    @Describe(
            "the tokens whose logits rise most where the feature’s decoder row times its mean activation is added to the activation of a window’s last token; empty without a model")
        String[] raised,
    @Describe(
            value =
                "by how much they rise, averaged over windows, less the mean change of all logits",
            unit = "nats")
        float[] raisedLogits,
    @Describe("the tokens whose logits fall most") String[] lowered,
    @Describe(value = "by how much they change", unit = "nats") float[] loweredLogits)
    implements Serializable {

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("directions", "one feature of one dictionary", DirectionRow.class);
}
