package dev.polysweep.report.law;

import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Finding;
import dev.polysweep.report.page.Prediction;
import dev.polysweep.table.LawRow;
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
            + accepted(prediction)
            + unit
            + "."
            + (needed == null ? "" : " About " + needed + " seeds would decide.");
    return new Finding(
        law.statement() + " (" + law.source() + ")",
        text,
        verdict,
        new Finding.Strip(
            reading.what(),
            prediction.value(),
            measured.mid(),
            measured.low(),
            measured.high(),
            reading.unit(),
            new Finding.Basis(
                law.name(),
                law.source(),
                Double.isFinite(prediction.from()) ? prediction.from() : null,
                Double.isFinite(prediction.to()) ? prediction.to() : null,
                measured.seeds(),
                needed)));
  }

  private static String accepted(Prediction prediction) {
    if (Double.isInfinite(prediction.from())) {
      return "at most " + Numbers.value(prediction.to());
    }
    if (Double.isInfinite(prediction.to())) {
      return "at least " + Numbers.value(prediction.from());
    }
    return Numbers.value(prediction.value())
        + " (from "
        + Numbers.value(prediction.from())
        + " to "
        + Numbers.value(prediction.to())
        + ")";
  }

  /**
   * Returns the row of a finding in the table of laws; empty if the finding is no law's.
   *
   * @param sweep name of the sweep
   * @param command the command that makes the finding again
   */
  public static Optional<LawRow> row(Finding finding, String sweep, String command) {
    Finding.Strip strip = finding.strip();
    if (strip == null || strip.basis() == null) {
      return Optional.empty();
    }
    Finding.Basis basis = strip.basis();
    return Optional.of(
        new LawRow(
            basis.law(),
            basis.source(),
            finding.claim(),
            strip.name(),
            strip.claimed(),
            basis.from(),
            basis.to(),
            strip.mid() == null || strip.mid().isNaN() ? null : strip.mid(),
            strip.low(),
            strip.high(),
            strip.unit(),
            finding.verdict().words(),
            basis.seeds(),
            basis.needed(),
            sweep,
            command));
  }
}
