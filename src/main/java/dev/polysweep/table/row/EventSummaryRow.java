package dev.polysweep.table.row;

import dev.polysweep.table.Describe;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;

/**
 * A row of the table {@code event_summary}: one quantity of the events of one group, averaged over
 * seeds.
 */
public record EventSummaryRow(
    @Describe("name of the table of events") String events,
    @Describe("names of the columns that the events are grouped by, joined by a comma and a space")
        String keys,
    @Describe("values of these columns, joined in the same way") String group,
    @Describe("name of the column that was averaged") String metric,
    @Describe("number of events in the group") long count,
    @Describe("number of seeds with an event in the group") long seeds,
    @Describe("number of seeds with a value") long n,
    @Describe(
            value = "mean over seeds; null without values",
            formula = "mean over seeds of the mean over a seed's events")
        Double mean,
    @Describe("sample standard deviation over seeds; null for fewer than 2 values") Double sd,
    @Describe("lower end of the 95 % interval of the mean (Student t)") Double ci95Low,
    @Describe("upper end of the 95 % interval of the mean (Student t)") Double ci95High,
    @Describe(
            "whether the mean is the largest among the groups that differ only in the last of the keys; false without a mean")
        boolean best)
    implements Serializable {

  /** The schema of this table. */
  public static final TableSchema SCHEMA =
      TableSchema.of("event_summary", "group of events × metric", EventSummaryRow.class);
}
