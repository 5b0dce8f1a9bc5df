package dev.polysweep.report.page;

import dev.polysweep.metric.geometry.LeafOrder;
import dev.polysweep.report.chart.HeatMaps;
import dev.polysweep.report.chart.OverlapPlot;
import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.FileNames;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.table.row.ArrayRow;
import dev.polysweep.table.row.CosineRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The figures of how feature directions overlap: the distribution of |cos| over all pairs and seeds
 * against random directions, and the matrix of a typical seed. Matrices of different seeds are not
 * averaged, because the directions of one seed do not correspond to those of another.
 */
final class OverlapFigures {

  private static final int MOST = 24;
  private static final int MOST_ORDERED = 256;

  /** Greatest number of labels that each get a figure of their own. */
  private static final int MOST_SINGLE = 64;

  private final ReportInput input;
  private final FileNames names;
  private final List<CosineRow> shown;
  private final Titles titles;

  OverlapFigures(ReportInput input, FileNames names) {
    this.input = input;
    this.names = names;
    this.shown = shown(input.tables().overlaps());
    this.titles = new Titles(input.details());
  }

  /** All overlaps, or those with the lowest and the highest means where there are many. */
  private static List<CosineRow> shown(List<CosineRow> all) {
    if (all.size() <= MOST) {
      return all;
    }
    List<CosineRow> ranked =
        all.stream().sorted(Comparator.comparingDouble(CosineRow::mean)).toList();
    List<CosineRow> ends = new ArrayList<>(ranked.subList(0, MOST / 2));
    ends.addAll(ranked.subList(ranked.size() - MOST / 2, ranked.size()));
    return ends;
  }

  /** Returns the figures {@code overlaps} and {@code cosine}; none without overlaps. */
  List<Figure> overview() {
    if (shown.isEmpty()) {
      return List.of();
    }
    return List.of(distribution(), matrices());
  }

  private String left() {
    int left = input.tables().overlaps().size() - shown.size();
    return left == 0
        ? ""
        : "; the "
            + MOST / 2
            + " lowest and "
            + MOST / 2
            + " highest means, "
            + left
            + " between them left out";
  }

  private Figure distribution() {
    String title = "Overlap of feature directions";
    boolean chance = shown.stream().anyMatch(o -> o.dimensions() > 1);
    String note =
        "area: |cos| of all pairs of directions, over all seeds"
            + (chance ? "; line: random directions in as many dimensions" : "")
            + left();
    List<String> of = shown.stream().map(row -> titles.of(row.label())).toList();
    String alt =
        shown.stream()
            .map(o -> titles.of(o.label()) + " " + Numbers.value(o.mean()))
            .collect(
                Collectors.joining("; ", "Distributions of |cos|, with the mean |cos|: ", "."));
    return new Figure(
        names.of("overlaps"), title, alt, new OverlapPlot(title, note, of, shown).draw());
  }

  private Figure matrices() {
    List<ArrayRow> ordered = shown.stream().map(o -> ordered(o.typical())).toList();
    List<String> of = shown.stream().map(this::typical).toList();
    String title = "Cosine of feature directions, a typical seed";
    List<String> labels = shown.stream().map(CosineRow::label).toList();
    HeatMaps maps =
        new HeatMaps(
            ordered,
            ordered,
            "cosine",
            "seed with the median mean |cos|; similar directions stand together (average linkage)"
                + left());
    String alt =
        "Heat maps of the cosine between the feature directions of one seed, one for each of "
            + of.size()
            + " configurations: "
            + String.join("; ", of)
            + ".";
    return new Figure(
        names.of("cosine"),
        title,
        alt,
        maps.draw(title, of, labels.indexOf(input.facts().baseline())));
  }

  /**
   * Returns a heat map for each configuration, {@code cosine_LABEL}, on a common colour scale. Of
   * more than {@value #MOST_SINGLE} configurations only those have one that {@link #overview}
   * shows.
   */
  List<Figure> byLabel() {
    List<CosineRow> all =
        input.tables().overlaps().size() <= MOST_SINGLE ? input.tables().overlaps() : shown;
    List<ArrayRow> ordered = all.stream().map(o -> ordered(o.typical())).toList();
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      String label = all.get(i).label();
      String title = "Cosine overlap, a typical seed";
      String of = typical(all.get(i));
      HeatMaps map =
          new HeatMaps(
              List.of(ordered.get(i)), ordered, "cosine", "seed with the median mean |cos|");
      String alt = "Heat map of the cosine between feature directions of " + of + ".";
      figures.add(
          new Figure(
              names.of("cosine_" + label),
              title + ": " + of,
              alt,
              map.draw(title, List.of(of), -1)));
    }
    return figures;
  }

  private String typical(CosineRow row) {
    return titles.of(row.label()) + ", seed " + row.typicalSeed();
  }

  private static ArrayRow ordered(ArrayRow matrix) {
    int n = matrix.rows();
    if (n != matrix.cols() || n > MOST_ORDERED) {
      return matrix;
    }
    int[] order = LeafOrder.of(matrix.data(), n);
    float[] data = new float[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        data[i * n + j] = matrix.data()[order[i] * n + order[j]];
      }
    }
    return new ArrayRow(matrix.cellId(), matrix.label(), matrix.seed(), matrix.name(), n, n, data);
  }
}
