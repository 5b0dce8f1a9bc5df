package dev.polysweep.report.law;

import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Finding;
import dev.polysweep.report.page.Prediction;
import dev.polysweep.table.row.LawRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The laws that are installed, and what a sweep says about them. */
public final class Laws {

  private Laws() {}

  /** Returns the laws that can bear on sweeps of an experiment, in the order of their names. */
  public static List<Law> of(String experiment) {
    return ServiceLoader.load(Law.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(law -> law.experiment().equals(experiment))
        .sorted(Comparator.comparing(Law::name))
        .toList();
  }

  /** Returns a finding for each number that the laws predict of a sweep. */
  public static List<Finding> findings(List<Law> laws, Details details) {
    List<Finding> findings = new ArrayList<>();
    for (Law law : laws) {
      law.read(details).forEach(reading -> findings.add(finding(law, reading)));
    }
    return findings;
  }

  static Finding finding(Law law, Reading reading) {
    Estimate measured = reading.measured();
    Prediction prediction = reading.prediction();
    Finding.Verdict verdict = Finding.Verdict.of(prediction, measured.low(), measured.high());
    Long needed =
        verdict == Finding.Verdict.UNDECIDED && Numbers.bounded(measured.low(), measured.high())
            ? prediction.needed(
                measured.seeds(), measured.mid(), (measured.high() - measured.low()) / 2)
            : null;
    String unit = reading.unit().isEmpty() ? "" : " " + reading.unit();
    String text =
        reading.what()
            + ": "
            + Numbers.withInterval(measured.mid(), measured.low(), measured.high())
            + unit
            + " over "
            + measured.seeds()
            + (measured.seeds() == 1 ? " seed" : " seeds")
            + "; predicted "
            + prediction.words()
            + unit
            + "."
            + (needed == null ? "" : " About " + needed + " seeds would decide.");
    return new Finding(
        law.statement().replaceFirst("\\.$", "") + " (" + law.source() + ").",
        text,
        verdict,
        List.of(
            new Finding.Strip(
                reading.what(),
                prediction,
                measured.mid(),
                measured.low(),
                measured.high(),
                reading.unit(),
                new Finding.Basis(law.name(), law.source(), measured.seeds(), needed))));
  }

  /**
   * Returns the row of a finding in the table of laws; empty if the finding is no law's.
   *
   * @param sweep name of the sweep
   * @param command the command that makes the finding again
   */
  public static Optional<LawRow> row(Finding finding, String sweep, String command) {
    return finding.strips().stream()
        .filter(strip -> strip.basis() != null)
        .findFirst()
        .map(strip -> row(finding, strip, sweep, command));
  }

  private static LawRow row(Finding finding, Finding.Strip strip, String sweep, String command) {
    Finding.Basis basis = strip.basis();
    Prediction claimed = strip.claimed();
    return new LawRow(
        basis.law(),
        basis.source(),
        finding.claim(),
        strip.name(),
        claimed.value(),
        Double.isFinite(claimed.from()) ? claimed.from() : null,
        Double.isFinite(claimed.to()) ? claimed.to() : null,
        strip.mid() == null || strip.mid().isNaN() ? null : strip.mid(),
        strip.low(),
        strip.high(),
        strip.unit(),
        finding.verdict().words(),
        basis.seeds(),
        basis.needed(),
        sweep,
        command);
  }
}
