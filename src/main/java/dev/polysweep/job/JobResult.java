package dev.polysweep.job;

import dev.polysweep.report.page.Finding;
import dev.polysweep.report.page.ReportInput;
import dev.polysweep.table.row.ContrastRow;
import dev.polysweep.table.row.SummaryRow;
import java.util.List;
import java.util.stream.Stream;

/**
 * The result of a {@link SweepJob}: what this call did, and the results that the folder holds now.
 *
 * @param folder path or URI of the results folder
 * @param training numbers about the training of this call; {@link Training#NONE} after {@link
 *     SweepJob#aggregate} and {@link SweepJob#report}
 * @param report everything that the report is made from: counts, aggregate tables, findings
 * @param files names of the report's files that this call wrote, relative to the folder, the page
 *     first; empty after {@link SweepJob#aggregate}
 */
public record JobResult(String folder, Training training, ReportInput report, List<String> files) {

  /** Copies the list, so that the record cannot change. */
  public JobResult {
    files = List.copyOf(files);
  }

  /** The number of the sweep's cells that ended well, in this run or an earlier one. */
  public long done() {
    return report.facts().done();
  }

  /** The number of the sweep's cells that failed, that is threw an exception. */
  public long failed() {
    return report.facts().failed();
  }

  /** The number of the sweep's cells whose loss stopped being finite. */
  public long diverged() {
    return report.facts().diverged();
  }

  /** The table {@code summary}: mean and interval of each metric of each label. */
  public List<SummaryRow> summary() {
    return report.tables().summary();
  }

  /** The table {@code contrasts}: each label against the sweep's baseline, metric by metric. */
  public List<ContrastRow> contrasts() {
    return report.tables().contrasts();
  }

  /** The findings that the experiment's page states about the results. */
  public List<Finding> findings() {
    return report.findings();
  }

  /**
   * Numbers about the training of one run.
   *
   * @param done number of cells that it ran, however they ended
   * @param failed number of these cells that threw an exception
   * @param diverged number of these cells whose loss became infinite or NaN
   * @param errors the first few exceptions, each with the label and seed of its cell
   * @param seconds wall time of training
   * @param commitSeconds wall time of writing the tables
   */
  public record Training(
      long done,
      long failed,
      long diverged,
      List<String> errors,
      double seconds,
      double commitSeconds) {

    /** The numbers of a call that trained nothing. */
    public static final Training NONE = new Training(0, 0, 0, List.of(), 0, 0);

    /** The numbers of this training and a later one together. */
    Training and(Training later) {
      return new Training(
          done + later.done,
          failed + later.failed,
          diverged + later.diverged,
          Stream.concat(errors.stream(), later.errors.stream()).toList(),
          seconds + later.seconds,
          commitSeconds + later.commitSeconds);
    }
  }
}
