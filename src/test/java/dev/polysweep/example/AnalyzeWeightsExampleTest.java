package dev.polysweep.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.data.file.SafetensorsWriter;
import dev.polysweep.job.analysis.WeightAnalyzer;
import dev.polysweep.job.analysis.Weights;
import dev.polysweep.math.Matrix;
import dev.polysweep.report.terminal.WeightAnalysis;
import dev.polysweep.report.terminal.WeightReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Example: how five features share the two dimensions of a weight matrix from a file. */
class AnalyzeWeightsExampleTest {

  private static final int COLUMNS = 100; // of the text

  @TempDir Path folder;

  @Test
  void aPentagon() throws IOException {
    Path file = folder.resolve("pentagon.safetensors");
    SafetensorsWriter.write(file, Map.of("W", pentagon()), Map.of());

    Weights weights = Weights.read(file, "W", null).oriented(false); // columns are features
    WeightAnalyzer analyzer = new WeightAnalyzer(weights, 0.5, COLUMNS);
    WeightAnalysis analysis = analyzer.analysis(null, null, List.of());

    for (double fraction : analysis.overlaps().dimFracs()) {
      assertEquals(2.0 / 5, fraction, 1e-5);
    }
    assertEquals(1, analyzer.cka(weights), 1e-9);
    String text = WeightReport.of(analysis, COLUMNS, true);
    assertTrue(text.contains("5 in 2 dimensions"), text);
  }

  private static Matrix pentagon() {
    Matrix w = new Matrix(2, 5);
    for (int i = 0; i < 5; i++) {
      w.set(0, i, (float) Math.cos(2 * Math.PI * i / 5));
      w.set(1, i, (float) Math.sin(2 * Math.PI * i / 5));
    }
    return w;
  }
}
