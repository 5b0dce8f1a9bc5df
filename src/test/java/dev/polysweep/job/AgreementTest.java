package dev.polysweep.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.experiment.monosemantic.MonosemanticExperiment;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.dictionary.SeedAgreement;
import dev.polysweep.metric.statistic.Proportion;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.SweepBuilder;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.row.AgreementRow;
import dev.polysweep.table.row.ArrayRow;
import dev.polysweep.table.row.ConsensusRow;
import dev.polysweep.table.row.ReturnRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agreement of a small sweep's seeds against loops over all pairs in this process. */
class AgreementTest {

  private static final int SEEDS = 5;

  @TempDir Path folder;

  private SweepJob job() {
    Sweep sweep =
        SweepBuilder.of(new MonosemanticExperiment())
            .name("agree")
            .seeds(SEEDS)
            .base("data.d_in", 16)
            .base("data.n_features", 12)
            .base("data.active_mean", 1.5)
            .base("data.truth_seed", 3)
            .base("data.eval_samples", 64)
            .base("sae.architecture", "topk")
            .base("sae.k", 2)
            .base("sae.d_sae", 12)
            .base("sae.aux_k", 0)
            .base("sae.batch", 64)
            .base("sae.lr", 0.01)
            .base("sae.lr_warmup", 0)
            .base("sae.lr_decay", 0)
            .grid("sae.steps", 1, 500)
            .build();
    return SweepJob.of(sweep, folder.resolve("out")).engine("simd").master("local[2]");
  }

  @Test
  void tablesAreThoseOfPlainLoops() throws IOException {
    job().run();
    SweepException before =
        assertThrows(
            SweepException.class, () -> Results.in(folder.resolve("out")).agreement().close());
    assertTrue(before.getMessage().contains("polysweep agree makes it"), before.getMessage());
    List<AgreementRow> rows = job().agree();
    assertEquals(List.of("1", "500"), rows.stream().map(AgreementRow::label).toList());
    for (AgreementRow row : rows) {
      compare(row);
    }
    // Trained seeds find the same features, and untrained ones agree by chance.
    AgreementRow untrained = rows.get(0);
    AgreementRow trained = rows.get(1);
    assertTrue(trained.mcc() > 0.8 && trained.nullMcc() < 0.6, trained.toString());
    assertEquals(untrained.nullMcc(), untrained.mcc(), 0.06);
    assertTrue(trained.returning() > 0.5 && untrained.returning() < 0.2, rows.toString());
    assertTrue(trained.trueOfReturning() > 0.8, trained.toString());
    assertTrue(trained.mccCi95Low() < trained.mcc() && trained.mcc() < trained.mccCi95High());
    try (Stream<AgreementRow> stored = Results.in(folder.resolve("out")).agreement()) {
      assertEquals(
          trained.mcc(), stored.filter(r -> r.label().equals("500")).toList().get(0).mcc());
    }
    returns();
    consensus(trained);
    assertEquals(0, untrained.consensus());
    // The same bits again, in whatever partitions.
    AgreementRow again = SweepJob.in(folder.resolve("out")).master("local[1]").agree().get(1);
    assertEquals(trained.mcc(), again.mcc());
    assertEquals(trained.mccCi95Low(), again.mccCi95Low());
    assertEquals(trained.nullMcc(), again.nullMcc());
  }

  /** For intervals the latents of the five seeds count as twelve, not as sixty. */
  private void returns() throws IOException {
    try (Stream<ReturnRow> all = Results.in(folder.resolve("out")).returns()) {
      List<ReturnRow> rows = all.filter(r -> r.label().equals("500") && r.latents() > 0).toList();
      assertEquals(60, rows.stream().mapToLong(ReturnRow::latents).sum());
      for (ReturnRow row : rows) {
        Proportion share = new Proportion(row.real() / 5.0, row.latents() / 5.0);
        assertEquals((double) row.real() / row.latents(), row.realShare(), 1e-15);
        assertEquals(share.ci95Low(), row.ci95Low(), 1e-15);
        assertEquals(share.ci95High(), row.ci95High(), 1e-15);
      }
    }
  }

  /** Each direction of the consensus is that of its latents, which are the true features. */
  private void consensus(AgreementRow trained) throws IOException {
    List<ConsensusRow> rows;
    try (Stream<ConsensusRow> all = Results.in(folder.resolve("out")).consensus()) {
      rows = all.filter(r -> r.label().equals("500")).toList();
    }
    assertEquals(trained.consensus(), rows.size());
    assertTrue(rows.size() >= 6 && rows.size() <= 14, "" + rows.size());
    for (ConsensusRow row : rows) {
      assertEquals((row.seeds() - 1) / 4.0, row.share(), 1e-12);
      assertTrue(row.share() >= 0.5 && row.cosine() > 0.7, row.toString());
      assertTrue(row.probability() >= row.probabilityCi95Low(), row.toString());
      assertTrue(row.probability() <= row.probabilityCi95High(), row.toString());
      double square = 0;
      for (float v : row.direction()) {
        square += v * v;
      }
      assertEquals(1, square, 1e-5);
    }
    double real = rows.stream().filter(row -> row.real() > 0.5).count() / (double) rows.size();
    assertEquals(real, trained.trueOfConsensus(), 1e-12);
    assertTrue(real > 0.8, "" + real);
  }

  private void compare(AgreementRow row) throws IOException {
    Map<Long, Map<String, Matrix>> cells = new TreeMap<>();
    try (Stream<ArrayRow> arrays = Results.in(folder.resolve("out")).arrays()) {
      arrays
          .filter(a -> a.label().equals(row.label()))
          .forEach(
              a ->
                  cells
                      .computeIfAbsent(a.seed(), s -> new TreeMap<>())
                      .put(a.name(), new Matrix(a.rows(), a.cols(), a.data())));
    }
    double mcc = 0;
    double shared = 0;
    int[][] back = new int[SEEDS][12];
    List<SeedAgreement> pairs = new ArrayList<>();
    for (int a = 0; a < SEEDS; a++) {
      for (int b = a + 1; b < SEEDS; b++) {
        Map<String, Matrix> one = cells.get((long) a);
        Map<String, Matrix> other = cells.get((long) b);
        SeedAgreement pair =
            SeedAgreement.of(
                one.get("W_enc").transpose(),
                one.get("W_dec"),
                other.get("W_enc").transpose(),
                other.get("W_dec"),
                List.of(0.7));
        pairs.add(pair);
        mcc += pair.mcc() / 10;
        shared += pair.shared().get(0) / 10;
        for (int f = 0; f < 12; f++) {
          if (pair.cosine()[f] >= 0.7) {
            back[a][f]++;
            back[b][pair.partner()[f]]++;
          }
        }
      }
    }
    assertEquals(10, row.pairs());
    assertEquals(mcc, row.mcc(), 1e-12);
    assertEquals(shared, row.shared(), 1e-6); // stored in single precision
    int returning = 0;
    int real = 0;
    for (int a = 0; a < SEEDS; a++) {
      for (int f = 0; f < 12; f++) {
        if (back[a][f] >= 2) {
          returning++;
          real += cells.get((long) a).get("truth_cosine").get(0, f) >= 0.8f ? 1 : 0;
        }
      }
    }
    assertEquals(returning / 60.0, row.returning(), 1e-12);
    if (returning == 0) {
      assertNull(row.trueOfReturning());
    } else {
      assertEquals((double) real / returning, row.trueOfReturning(), 1e-12);
    }
  }
}
