package dev.polysweep.experiment.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.experiment.Experiment;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.LinearProbes;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.SweepFile;
import dev.polysweep.sweep.result.CellResult;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.Column;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MeasuresTest {

  private static String sweep(String measures) {
    return """
        experiment: network
        seeds: 1
        base:
          data: {generator: groups, samples: 200}
          widths: [8, 2, 8]
          steps: 60
          optimizer.lr: 0.02
          keep: [weights, activations]
          measure: [MEASURES]
        log_every: 30
        """
        .replace("MEASURES", measures);
  }

  /** Every metric there is, at the end and when it is logged, under the names of its columns. */
  @Test
  void everyMetricIsMeasured() {
    String all =
        Arrays.stream(Metric.values())
            .map(metric -> "{metric: " + Measures.word(metric) + ", at: logged}")
            .collect(Collectors.joining(", "));
    CellResult cell = NetworkCells.of(sweep(all), "simd").get(0);
    assertEquals(CellResult.Status.OK, cell.status(), cell.error());
    for (Metric metric : Metric.values()) {
      Double value = cell.metrics().get(Measures.word(metric));
      assertNotNull(value, metric + " is undefined");
      assertTrue(Double.isFinite(value), metric + " is " + value);
      assertEquals(
          value,
          cell.epochs().get(cell.epochs().size() - 1).metrics().get(Measures.word(metric)),
          metric + " of the last logged step");
    }
    assertTrue(cell.metrics().containsKey("macs_z") && cell.metrics().containsKey("macs_p_less"));
    double cka = cell.metrics().get("cka");
    assertTrue(cka > 0 && cka < 1 - 1e-9, "the twin is another network: " + cka);
  }

  /** A metric is taken of the layer and of the side that the measure names. */
  @Test
  void theLayerAndTheSideAreThoseNamed() {
    CellResult cell =
        NetworkCells.of(
                sweep(
                    "{metric: norm_mean, layer: 1}, {metric: norm_mean, layer: 0, of: rows},"
                        + " {metric: probe_r2, layer: 0}, {metric: dead_units, layer: 1}"),
                "simd")
            .get(0);
    Matrix w0 = matrix(cell, "0.weight");
    Matrix w1 = matrix(cell, "2.weight");
    assertEquals(2, w0.rows());
    assertEquals(meanColumnNorm(w1), cell.metrics().get("norm_mean_1"), 1e-6);
    assertEquals(meanColumnNorm(w0.transpose()), cell.metrics().get("norm_mean_0_rows"), 1e-6);
    NetworkConfig config = (NetworkConfig) cell.cell().configuration().settings();
    Samples samples = Samples.of(config, 0);
    Matrix h = new Matrix(samples.x().rows(), 2);
    float[] bias = matrix(cell, "0.bias").data();
    for (int s = 0; s < h.rows(); s++) {
      for (int u = 0; u < 2; u++) {
        float z = bias[u];
        for (int k = 0; k < 8; k++) {
          z += w0.get(u, k) * samples.x().get(s, k);
        }
        h.set(s, u, Math.max(z, 0));
      }
    }
    double r2 = Arrays.stream(LinearProbes.of(h, samples.x()).rSquared()).average().orElseThrow();
    assertEquals(r2, cell.metrics().get("probe_r2_0"), 1e-4);
  }

  private static Matrix matrix(CellResult cell, String name) {
    var row = NetworkCells.array(cell, name);
    return new Matrix(row.rows(), row.cols(), row.data());
  }

  private static double meanColumnNorm(Matrix w) {
    double sum = 0;
    for (int c = 0; c < w.cols(); c++) {
      double square = 0;
      for (int r = 0; r < w.rows(); r++) {
        square += w.get(r, c) * w.get(r, c);
      }
      sum += Math.sqrt(square);
    }
    return sum / w.cols();
  }

  /** Configurations that measure different things share a table with the columns of all. */
  @Test
  void theColumnsAreThoseThatTheConfigurationsMeasure() {
    Sweep sweep =
        SweepFile.parse(
            """
            experiment: network
            seeds: 1
            configs:
              - {label: a, measure: [{metric: macs}, {metric: psi, at: logged}]}
              - {label: b, measure: [{metric: d_star, layer: 1}, {metric: macs}]}
            """,
            "test");
    Experiment<?> experiment = Experiments.installed().of(sweep);
    List<String> names = experiment.cellMetrics().stream().map(Column::name).toList();
    assertTrue(
        names.containsAll(List.of("val_mse", "macs", "macs_z", "psi", "d_star_1")), names + "");
    assertEquals(names.size(), names.stream().distinct().count());
    assertEquals(
        List.of("val_mse", "psi"), experiment.epochMetrics().stream().map(Column::name).toList());
    assertEquals("val_mse", experiment.headline().get(0));
    assertFalse(experiment.cellMetrics().stream().anyMatch(c -> c.meaning().isBlank()));
  }

  @Test
  void aMetricThatDoesNotFitSaysWhy() {
    refuses(
        "measure.0.metric: angle_gap_sd is of two dimensions", "{metric: angle_gap_sd, layer: 1}");
    refuses("measure.0.layer: there is no layer 2, only 0 to 1", "{metric: psi, layer: 2}");
    refuses("measure.1.metric: macs is measured twice", "{metric: macs}, {metric: macs}");
    refuses("measure.0.of: psi is not of weights", "{metric: psi, of: rows}");
    refuses(
        "measure.0.layer: sparsity_w4 is of the whole network", "{metric: sparsity_w4, layer: 0}");
    refuses("measure.0.metric: is missing; it must be one of ", "{layer: 0}");
    refuses("measure.0.metric: 'mac' is not allowed", "{metric: mac}");
    refuses(
        "measure.0.when: unknown setting; there are metric, layer, of, at",
        "{metric: macs, when: end}");
  }

  private static void refuses(String why, String measures) {
    String message =
        assertThrows(SweepException.class, () -> SweepFile.parse(sweep(measures), "test"))
            .getMessage();
    assertTrue(message.startsWith("test:9: " + why), message);
  }
}
