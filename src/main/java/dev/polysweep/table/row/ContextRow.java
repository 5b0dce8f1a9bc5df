package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/**
 * A row of the table {@code contexts}: a stretch of text around a token on which a feature is
 * active, its peak.
 */
public record ContextRow(
    @Describe("dictionary that the feature belongs to") String dictionary,
    @Describe("number of the feature, from 0") int feature,
    @Describe(
            "top: the peak is one of the largest activations; interval: it was drawn from an interval of activations")
        String kind,
    @Describe(
            value = "interval of the activation at the peak, from 0; null for kind top",
            formula = "⌊activation/max_activation·intervals⌋")
        Integer interval,
    @Describe(
            "rank among the contexts of the same kind and interval, from 0: by activation for top, in random order for interval")
        int rank,
    @Describe(
            "document that the context is from; at most one context of each kind and interval is taken from a document")
        long document,
    @Describe("position of the peak in the document, from 0") int position,
    @Describe("activation at the peak") double activation,
    @Describe("index of the peak in the list tokens, from 0") int peak,
    @Describe("the tokens around the peak, as text") String[] tokens,
    @Describe("the feature’s activation on each of these tokens") float[] activations)
    implements Serializable {

  /** The kind of contexts with the largest activations. */
  public static final String TOP = "top";

  /** The kind of contexts drawn at random from an interval of activations. */
  public static final String INTERVAL = "interval";

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("contexts", "one context of one feature", ContextRow.class);
}
