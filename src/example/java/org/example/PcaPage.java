package org.example;

import dev.polysweep.report.chart.SettingCurves;
import dev.polysweep.report.chart.SettingCurves.Panel;
import dev.polysweep.report.chart.SettingCurves.Point;
import dev.polysweep.report.chart.SettingCurves.Series;
import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.FileNames;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.ExperimentPage;
import dev.polysweep.report.page.Finding;
import dev.polysweep.report.page.ReportInput;
import dev.polysweep.report.page.Section;
import dev.polysweep.table.row.SummaryRow;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the report of {@link PcaExperiment} has beyond tables: a sentence and a figure. */
public final class PcaPage implements ExperimentPage {

  @Override
  public String experiment() {
    return "pca";
  }

  @Override
  public List<Finding> findings(ReportInput.Tables tables, Details details) {
    return details.labels().stream()
        .max(Comparator.comparingDouble(label -> details.number(label, "hidden")))
        .flatMap(label -> finding(tables, label, details.number(label, "hidden")))
        .stream()
        .toList();
  }

  private static Optional<Finding> finding(ReportInput.Tables tables, String label, double hidden) {
    Optional<SummaryRow> best = tables.summary(label, "pca_variance");
    return tables
        .summary(label, "explained_variance")
        .filter(own -> best.isPresent())
        .map(
            own ->
                Finding.of(
                    String.format(
                        Locale.ROOT,
                        "With %.0f hidden dimensions the autoencoder explains %s of the variance; as many principal components explain %s.",
                        hidden,
                        Numbers.value(own.mean()),
                        Numbers.value(best.get().mean()))));
  }

  @Override
  public List<Section> sections(ReportInput input, FileNames names) {
    Series own = series("autoencoder", "explained_variance", input);
    Series best = series("principal components", "pca_variance", input);
    if (own.points().size() < 2) {
      return List.of();
    }
    String title = "Explained variance by hidden dimensions";
    SettingCurves curves =
        new SettingCurves(
            title,
            "means over seeds with their 95 % intervals",
            "hidden dimensions",
            List.of(new Panel("explained variance", false, List.of(own, best))));
    Figure figure = new Figure(names.of("pca"), title, title + ", as a line.", curves.draw());
    return List.of(new Section("pca", "Principal components", title + ".", List.of(figure)));
  }

  private static Series series(String name, String metric, ReportInput input) {
    List<Point> points =
        input.details().labels().stream()
            .flatMap(label -> input.tables().summary(label, metric).stream())
            .map(row -> point(row, input.details().number(row.label(), "hidden")))
            .sorted(Comparator.comparingDouble(Point::at))
            .toList();
    return new Series(name, points);
  }

  private static Point point(SummaryRow row, double hidden) {
    return new Point(hidden, row.mean(), row.ci95Low(), row.ci95High());
  }
}
