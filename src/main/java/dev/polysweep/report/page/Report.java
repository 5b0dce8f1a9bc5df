package dev.polysweep.report.page;

import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.PngWriter;
import dev.polysweep.report.draw.SvgWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes the report of a sweep into its results folder: figures, HTML page, notebook and the
 * documentation of the tables.
 */
public final class Report {

  private final ReportInput input;

  /**
   * The result of writing a report.
   *
   * @param files the files that were written, the HTML page first
   * @param withoutPngs a message for the user that says why there are no PNGs; empty if there are
   *     PNGs
   */
  public record Written(List<Path> files, Optional<String> withoutPngs) {}

  /** Makes a report on the given results. Nothing is written before {@link #write} is called. */
  public Report(ReportInput input) {
    this.input = input;
  }

  /**
   * Writes {@code report.html}, {@code report.ipynb}, {@code docs/tables.md} and {@code
   * figures/*.svg} and {@code *.png}, replacing files of the same names from an earlier report. The
   * same input gives the same page and the same SVGs on every machine. The pixels of the PNGs
   * depend on the machine's fonts; where Java finds no fonts, as in minimal containers, no PNGs are
   * written.
   *
   * @param folder the results folder, which is created if it does not exist
   * @return the files that were written
   * @throws IOException if a file cannot be written
   */
  public Written write(Path folder) throws IOException {
    Path figuresFolder = Files.createDirectories(folder.resolve("figures"));
    Path docs = Files.createDirectories(folder.resolve("docs"));
    Figures figures = new Figures(input);
    HtmlReport page = new HtmlReport(input, figures);
    List<Path> written = new ArrayList<>();
    written.add(text(folder.resolve("report.html"), page.html()));
    written.add(
        text(folder.resolve("report.ipynb"), new ReportNotebook(input, page.figures()).json()));
    written.add(
        text(docs.resolve("tables.md"), TableDocs.markdown(input.facts().name(), input.schemas())));
    Optional<String> obstacle = PngWriter.obstacle();
    List<Figure> all = new ArrayList<>(page.figures());
    all.addAll(figures.overlaps().byLabel());
    try {
      // Painting and compressing take most of the time, and figures do not depend on each other.
      all.parallelStream()
          .map(figure -> draw(figure, figuresFolder, obstacle.isEmpty()))
          .forEachOrdered(written::addAll);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new Written(List.copyOf(written), obstacle);
  }

  private static List<Path> draw(Figure figure, Path folder, boolean withPng) {
    try {
      Path svg = text(folder.resolve(figure.name() + ".svg"), SvgWriter.document(figure));
      if (!withPng) {
        return List.of(svg);
      }
      Path png = folder.resolve(figure.name() + ".png");
      return List.of(svg, Files.write(png, PngWriter.png(figure.drawing())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path text(Path file, String text) throws IOException {
    return Files.writeString(file, text, StandardCharsets.UTF_8);
  }
}
