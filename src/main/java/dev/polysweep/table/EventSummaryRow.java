package dev.polysweep.table;

import java.io.Serializable;

/** A value of the events of one group, over seeds. */
public record EventSummaryRow(
    @Describe("table of the events") String events,
    @Describe("columns that the events are grouped by, joined by a comma and a space") String keys,
    @Describe("their values, likewise") String group,
    @Describe("column that was averaged") String metric,
    @Describe("events in the group") long count,
    @Describe("seeds with an event in the group") long seeds,
    @Describe("seeds with a value") long n,
    @Describe(
            value = "mean over seeds; null without values",
            formula = "mean over seeds of the mean over a seed's events")
        Double mean,
    @Describe("sample standard deviation over seeds; null for fewer than 2 values") Double sd,
    @Describe("lower end of the 95 % interval of the mean (Student t)") Double ci95Low,
    @Describe("upper end of the 95 % interval of the mean (Student t)") Double ci95High,
    @Describe(
            "whether its mean is the largest among the groups that differ in the last key only; false without a mean")
        boolean best)
    implements Serializable {

  /** Columns of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("event_summary", "group of events × metric", EventSummaryRow.class);
}
