package dev.polysweep.report.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.report.draw.PngEncoder;
import dev.polysweep.report.draw.PngWriter;
import dev.polysweep.table.row.SummaryRow;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class ReportTest {

  @TempDir Path folder;

  @BeforeAll
  static void headless() {
    System.setProperty("java.awt.headless", "true");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 40})
  void everyFigureIsThereAsPngTwiceTheSizeOfItsSvg(int labels) throws Exception {
    ReportInput input = SyntheticSweep.of(SyntheticSweep.labels(labels), labels == 1 ? 1 : 3, true);
    List<Path> written = new Report(input).write(folder).files();
    assertEquals(folder.resolve("report.html"), written.get(0));
    List<String> expected =
        new ArrayList<>(List.of("cosine", "overlaps", "interference", "macs", "val_mse"));
    expected.addAll(List.of("loss_mlp", "loss_sae", "val_mse_mlp", "macs_sae", "interference_sae"));
    expected.add("effects_interference");
    if (labels > 1) {
      expected.addAll(List.of("contrast_interference", "contrast_macs", "contrast_val_mse"));
    }
    for (String label : input.facts().labels()) {
      expected.add("cosine_" + label);
    }
    for (String name : expected) {
      Element svg = parse(Files.readAllBytes(folder.resolve("figures/" + name + ".svg")));
      BufferedImage png = ImageIO.read(folder.resolve("figures/" + name + ".png").toFile());
      assertEquals(2 * Integer.parseInt(svg.getAttribute("width")), png.getWidth(), name);
      assertEquals(2 * Integer.parseInt(svg.getAttribute("height")), png.getHeight(), name);
    }
    try (var files = Files.list(folder.resolve("figures"))) {
      assertEquals(2 * expected.size(), files.count());
    }
  }

  @Test
  void aSecondReportHasTheSameBytes() throws IOException {
    ReportInput input = SyntheticSweep.of(2, 3);
    List<Path> first = new Report(input).write(folder.resolve("a")).files();
    List<Path> second = new Report(input).write(folder.resolve("b")).files();
    assertEquals(first.size(), second.size());
    for (int i = 0; i < first.size(); i++) {
      assertArrayEquals(
          Files.readAllBytes(first.get(i)),
          Files.readAllBytes(second.get(i)),
          first.get(i).toString());
    }
  }

  @Test
  void hostileLabelsStayTextAndNameNoOtherFolder() throws Exception {
    List<String> labels =
        List.of("<script>alert(1)</script>", "\"'&", "../../up", "a\u0000\u001b[31m", "界面_データ");
    List<Path> written = new Report(SyntheticSweep.of(labels, 2, false)).write(folder).files();
    for (Path file : written) {
      assertTrue(file.toRealPath().startsWith(folder.toRealPath()), file.toString());
      if (file.toString().endsWith(".svg")) {
        Element svg = parse(Files.readAllBytes(file));
        assertEquals(0, svg.getElementsByTagName("script").getLength());
      }
    }
    Element overview = parse(Files.readAllBytes(folder.resolve("figures/interference.svg")));
    assertTrue(overview.getTextContent().contains("<script>alert(1)</script>"));
    assertTrue(overview.getTextContent().contains("\"'&"));
  }

  @Test
  void aLabelWithoutRowsAndNumbersThatAreNoneAreSaid() throws IOException {
    ReportInput whole = SyntheticSweep.of(3, 2);
    String lost = whole.facts().labels().get(1);
    ReportInput.Tables t = whole.tables();
    List<SummaryRow> summary =
        t.summary().stream()
            .map(
                row ->
                    row.label().equals(whole.facts().labels().get(2))
                        ? new SummaryRow(
                            row.label(),
                            row.metric(),
                            0,
                            Double.NaN,
                            null,
                            null,
                            null,
                            null,
                            Double.NaN,
                            Double.NaN,
                            Double.NaN)
                        : row)
            .filter(row -> !row.label().equals(lost))
            .toList();
    ReportInput.Tables tables =
        new ReportInput.Tables(
            summary,
            t.nulls().stream().filter(row -> !row.label().equals(lost)).toList(),
            t.contrasts().stream().filter(row -> !row.label().equals(lost)).toList(),
            t.curves().stream().filter(row -> !row.label().equals(lost)).toList(),
            List.of(),
            t.overlaps().stream().filter(row -> !row.label().equals(lost)).toList());
    ReportInput input =
        new ReportInput(whole.facts(), tables, whole.headline(), whole.metrics(), List.of());
    new Report(input).write(folder);
    String svg = Files.readString(folder.resolve("figures/interference.svg"));
    assertEquals(2, svg.split(">no value<", -1).length - 1);
    assertTrue(Files.readString(folder.resolve("figures/loss_mlp.svg")).contains(">no values<"));
    assertFalse(svg.contains("NaN"));
    assertFalse(Files.readString(folder.resolve("report.html")).contains("NaN"));
  }

  @Test
  void noTablesAtAllStillMakeAPage() throws IOException {
    var facts =
        new ReportInput.Facts("empty", "taming", "", List.of("a"), null, 1, 0, 1, 0, Map.of());
    var none =
        new ReportInput.Tables(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    List<Path> written =
        new Report(new ReportInput(facts, none, List.of("macs"), List.of(), List.of()))
            .write(folder)
            .files();
    assertEquals(3, written.size());
    assertTrue(Files.readString(written.get(0)).contains("<dd>1</dd>"));
  }

  @Test
  void pngHoldsThePixels() throws IOException {
    BufferedImage image =
        PngWriter.paint(
            new Figures(SyntheticSweep.of(1, 1)).overlaps().overview().get(0).drawing());
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(PngEncoder.encode(image, 2)));
    int w = image.getWidth();
    int h = image.getHeight();
    assertArrayEquals(image.getRGB(0, 0, w, h, null, 0, w), read.getRGB(0, 0, w, h, null, 0, w));
  }

  private static Element parse(byte[] svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg)).getDocumentElement();
  }
}
