package dev.polysweep.spark.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.feature.ContextPlan;
import dev.polysweep.feature.Dictionary;
import dev.polysweep.feature.Planted;
import dev.polysweep.spark.SparkFixture;
import dev.polysweep.spark.feature.FeatureAnalysis.Subject;
import dev.polysweep.spark.store.SparkRows;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.ActivationTable;
import dev.polysweep.table.row.ContextRow;
import dev.polysweep.table.row.CorpusByteRow;
import dev.polysweep.table.row.DictionaryRow;
import dev.polysweep.table.row.DirectionRow;
import dev.polysweep.table.row.FeatureRow;
import dev.polysweep.table.row.LabelRow;
import dev.polysweep.table.row.ProbeRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureAnalysisTest {

  private static final ContextPlan PLAN = new ContextPlan(4, 5, 2, 6, 2);

  @TempDir private Path folder;

  private static SparkSession spark() {
    return SparkFixture.spark();
  }

  /** The planted documents as an extraction leaves them. */
  private Path activations(String name, int files, boolean complete) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (long d = 0; d < Planted.DOCUMENTS; d++) {
      for (int p = 0; p < Planted.LENGTH; p++) {
        rows.add(
            RowFactory.create(
                d,
                p,
                (int) Planted.text(d, p).charAt(0),
                Planted.text(d, p),
                Planted.activation(d, p)));
      }
    }
    Path of = folder.resolve(name);
    spark()
        .createDataFrame(rows, SparkRows.schema(ActivationTable.of(false)))
        .repartition(files)
        .write()
        .parquet(of.resolve("activations").toString());
    Files.writeString(
        of.resolve("manifest.json"),
        String.format(
            Locale.ROOT,
            """
        {"complete": %s, "tokens": %d, "recipe": {"model": "m", "model_sha256": "0", "tap": "t",
         "width": 4, "context": 16, "long_documents": "windows", "dtype": "float32"}}
        """,
            complete,
            rows.size()));
    return of;
  }

  private Path labels() {
    List<Row> rows = new ArrayList<>();
    for (long d = 0; d < Planted.DOCUMENTS; d++) {
      for (int p = 0; p < Planted.LENGTH; p++) {
        rows.add(SparkRows.of(new CorpusByteRow(d, p, 0, Planted.language(d, p), "any", 0)));
      }
    }
    Path of = folder.resolve("corpus");
    spark()
        .createDataFrame(rows, SparkRows.schema(CorpusByteRow.SCHEMA))
        .repartition(3)
        .write()
        .parquet(of.resolve("bytes").toString());
    return of;
  }

  private FeatureAnalysis analysis(String name) {
    return new FeatureAnalysis(spark(), folder.resolve(name).toUri().toString(), PLAN, 3);
  }

  private static Subject subject(Path activations, Path labels, Dictionary... dictionaries) {
    return new Subject(
        "--activations",
        activations.toString(),
        labels == null ? null : labels.toString(),
        null,
        null,
        List.of(dictionaries),
        List.of(),
        false);
  }

  /** What an extraction says of itself is not guessed where it is missing or not known. */
  @Test
  void recipesAreUnderstoodWhole() throws IOException {
    Path of = activations("recipes", 1, true);
    Path manifest = of.resolve("manifest.json");
    String whole = Files.readString(manifest);
    for (String[] change :
        new String[][] {
          {"\"context\": 16", "\"was\": 16", "recipe.context", "is missing"},
          {"\"tap\": \"t\"", "\"tap\": 3", "recipe.tap", "is 3"},
          {"float32", "bfloat16", "recipe.dtype", "is \"bfloat16\""},
          {"windows", "dropped", "recipe.long_documents", "is \"dropped\""},
          {
            "\"tap\"",
            "\"rescaled\": true, \"tap\"",
            "recipe.rescaled",
            "is true, which is not known"
          }
        }) {
      Files.writeString(manifest, whole.replace(change[0], change[1]));
      SweepException e =
          assertThrows(
              SweepException.class,
              () -> analysis("unsound").width("--activations", of.toString()));
      assertTrue(e.getMessage().contains(change[2]), e.getMessage());
      assertTrue(e.getMessage().contains(change[3]), e.getMessage());
    }
    Files.writeString(manifest, whole);
    assertEquals(4, analysis("sound").width("--activations", of.toString()));
  }

  private static String text(Object of) {
    // Arrays of records compare by identity; JSON does not.
    try {
      return new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(of);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsPlantedIsFound() throws IOException {
    FeatureAnalysis analysis = analysis("out");
    Dictionary sae = Dictionary.of("sae", Planted.identity());
    analysis.add(
        subject(
            activations("a", 3, true),
            labels(),
            sae,
            Dictionary.neurons("neurons", Planted.WIDTH)));
    analysis.write();
    FeatureRow x = analysis.features().get(0);
    assertEquals("x", x.label());
    assertEquals(1, x.precision());
    assertEquals(1, x.recall());
    assertEquals(1, x.f1());
    assertEquals("x", x.language());
    assertEquals(1, x.purity());
    assertEquals(1, x.strongestPurity());
    assertEquals(0.4, x.density(), 1e-12);
    assertEquals(List.of("x"), List.of(x.topTokens()));
    assertEquals(1f, x.topTokenShares()[0]);
    assertEquals(0, x.tokenEntropy());
    assertEquals(x.activeTokens(), Arrays.stream(x.histogram()).sum());
    assertTrue(x.histogramFrom() > 0 && x.histogramFrom() <= x.maxActivation());
    assertTrue(x.purityTokens() > 0 && x.purityTokens() < x.activeTokens(), "of one half");
    assertEquals(10, analysis.directions().size());
    DirectionRow direction = analysis.directions().get(0);
    assertEquals(5, direction.neighbours().length, "all others");
    assertEquals(4, direction.neighbours()[0], "the same direction");
    assertEquals(1f, direction.neighbourCosines()[0]);
    assertEquals(0f, direction.neighbourCosines()[1], "all other rows are orthogonal");
    assertEquals(0, direction.raised().length, "there is no model");
    assertNull(analysis.directions().get(9).mapX(), "neurons");
    assertEquals(
        List.of("neurons", "sae"),
        analysis.contexts(1, 0).stream().map(ContextRow::dictionary).distinct().toList());
    FeatureRow dead = analysis.features().get(4);
    assertTrue(dead.dead());
    assertNull(dead.label());
    assertNull(dead.maxActivation());
    DictionaryRow row = analysis.dictionaries().get(0);
    assertEquals(Planted.DOCUMENTS * Planted.LENGTH, row.tokens());
    assertEquals(3, row.dead());
    assertEquals(1, row.explainedVariance());
    assertEquals(0, row.mse());
    assertEquals(0.4 + 1 / 3.0 + 1, row.l0(), 1e-12);
    assertNull(row.ceClean());
    DictionaryRow neurons = analysis.dictionaries().get(1);
    assertEquals(DictionaryRow.NEURONS, neurons.kind());
    assertNull(neurons.explainedVariance());
    LabelRow label = analysis.labels().get(0);
    assertEquals("x", label.label());
    assertEquals(0, label.feature());
    assertEquals(1, label.f1());
    assertEquals(10, spark().read().parquet(folder.resolve("out/features").toString()).count());
    List<ProbeRow> probes = analysis.probes();
    assertEquals(4, probes.size(), "two kinds, two languages");
    for (ProbeRow probe : probes) {
      assertEquals(1, probe.f1(), probe.probe() + " of " + probe.label());
      assertEquals(1, probe.precision());
      assertEquals(1, probe.recall());
    }
    assertEquals(label.tokens(), probes.get(0).tokens(), "the same tokens as of features");
    assertEquals(4, spark().read().parquet(folder.resolve("out/label_probes").toString()).count());
  }

  @Test
  void contextsAreRightAndNotMoreThanPlanned() throws IOException {
    FeatureAnalysis analysis = analysis("out");
    analysis.add(
        subject(activations("a", 2, true), null, Dictionary.of("sae", Planted.identity())));
    List<ContextRow> contexts = analysis.contexts(100, 100);
    for (int f = 0; f < 6; f++) {
      int feature = f;
      List<ContextRow> of = contexts.stream().filter(c -> c.feature() == feature).toList();
      long top = of.stream().filter(c -> c.kind().equals(ContextRow.TOP)).count();
      assertEquals(f < 3 ? 4 : 0, top);
      assertTrue(of.size() - top <= 5 * 2);
      for (ContextRow c : of) {
        for (int t = 0; t < c.tokens().length; t++) {
          int position = c.position() - c.peak() + t;
          assertEquals(Planted.text(c.document(), position), c.tokens()[t]);
          assertEquals(Planted.activation(c.document(), position)[f], c.activations()[t], 0f);
        }
      }
    }
    FeatureRow row = analysis.features().get(0);
    assertNull(row.label(), "no ground truth");
    assertNull(row.purity());
    assertNull(analysis.dictionaries().get(0).medianF1());
    assertNull(analysis.dictionaries().get(0).pure());
    assertTrue(analysis.labels().isEmpty());
    assertTrue(analysis.probes().isEmpty());
  }

  @Test
  void nothingDependsOnHowActivationsLieInFiles() throws IOException {
    Path labels = labels();
    String[] found = new String[2];
    int[] files = {1, 7};
    for (int i = 0; i < 2; i++) {
      FeatureAnalysis analysis = analysis("out" + i);
      analysis.add(
          subject(
              activations("a" + i, files[i], true),
              labels,
              Dictionary.of("sae", Planted.identity())));
      found[i] =
          text(analysis.features())
              + text(analysis.dictionaries())
              + text(analysis.labels())
              + text(analysis.probes())
              + text(analysis.contexts(100, 100));
    }
    assertEquals(found[0], found[1]);
  }

  @Test
  void aDeadDictionaryHasDefinedValues() throws IOException {
    FeatureAnalysis analysis = analysis("out");
    analysis.add(
        subject(
            activations("a", 1, true),
            labels(),
            Dictionary.of("dead", Planted.dead(Planted.WIDTH))));
    analysis.write();
    DictionaryRow row = analysis.dictionaries().get(0);
    assertEquals(8, row.dead());
    assertEquals(0, row.l0());
    assertTrue(row.explainedVariance() <= 0, "zeros explain less than the mean");
    assertNull(row.medianF1());
    assertNull(row.medianPurity());
    assertEquals(0, row.labelsFound());
    assertEquals(0, row.languagesOrRolesFound());
    assertEquals(0, row.languagesFound());
    assertEquals(0, row.languageF1());
    assertNull(analysis.labels().get(0).feature());
    assertTrue(analysis.contexts(100, 100).isEmpty());
  }

  @Test
  void stabilityIsOneWithItself() throws IOException {
    FeatureAnalysis analysis = analysis("out");
    analysis.add(
        subject(
            activations("a", 1, true),
            null,
            Dictionary.of("one", Planted.identity()),
            Dictionary.of("two", Planted.identity()),
            Dictionary.of("of other size", Planted.dead(Planted.WIDTH))));
    assertEquals(1, analysis.features().get(0).stability());
    assertNull(analysis.features().get(12).stability(), "no other of its size");
    assertNotNull(analysis.dictionaries().get(0).stability());
  }

  @Test
  void misuseIsRefusedInALine() throws IOException {
    Path good = activations("a", 1, true);
    Path unfinished = activations("b", 1, false);
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Dictionary sae = Dictionary.of("sae", Planted.identity());
    Dictionary wide = Dictionary.neurons("wide", 5);
    refused("holds no activations", subject(empty, null, sae));
    refused("not complete", subject(unfinished, null, sae));
    refused("wide is for activations of 5 numbers", subject(good, null, wide));
    refused("holds no labels", subject(good, empty, sae));
    refused("has no column language", subject(good, good.resolve("activations"), sae));
    refused(
        "the model is not the one",
        new Subject(
            "--activations",
            good.toString(),
            null,
            new byte[0],
            "1",
            List.of(sae),
            List.of(),
            false));
  }

  private void refused(String words, Subject subject) {
    SweepException e = assertThrows(SweepException.class, () -> analysis("x").add(subject));
    assertTrue(e.getMessage().contains(words), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }
}
