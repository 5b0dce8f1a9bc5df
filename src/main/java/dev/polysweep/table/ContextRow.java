package dev.polysweep.table;

import java.io.Serializable;

/** One context of one feature. */
public record ContextRow(
    @Describe("dictionary that the feature belongs to") String dictionary,
    @Describe("number of the feature, from 0") int feature,
    @Describe("top: one of the largest activations; interval: drawn from an interval of them")
        String kind,
    @Describe(
            value = "interval of the activation at the peak, from 0; null for top ones",
            formula = "⌊activation/max_activation·intervals⌋")
        Integer interval,
    @Describe("place among those of the same kind and interval, from 0: by activation, or as drawn")
        int rank,
    @Describe("document that it is from; a document gives one of each kind and interval at most")
        long document,
    @Describe("place of the peak in the document") int position,
    @Describe("activation at the peak") double activation,
    @Describe("place of the peak in tokens, from 0") int peak,
    @Describe("the tokens around the peak, as text") String[] tokens,
    @Describe("the feature’s activation on each of them") float[] activations)
    implements Serializable {

  /** Kind of the largest activations. */
  public static final String TOP = "top";

  /** Kind of those drawn from an interval. */
  public static final String INTERVAL = "interval";

  /** Columns of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("contexts", "one context of one feature", ContextRow.class);
}
