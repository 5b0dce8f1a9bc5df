package dev.polysweep.experiment.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.data.MiniBatches;
import dev.polysweep.data.MixingMatrix;
import dev.polysweep.data.TrainingData;
import dev.polysweep.data.file.SafetensorsWriter;
import dev.polysweep.experiment.ConfigurationBuilder;
import dev.polysweep.experiment.InvalidSettingException;
import dev.polysweep.experiment.network.NetworkData.Draw;
import dev.polysweep.experiment.network.NetworkData.Generator;
import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.FixedSettings;
import dev.polysweep.sweep.file.SweepFile;
import dev.polysweep.sweep.result.CellResult;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkDataTest {

  @TempDir Path folder;

  private static ConfigurationBuilder<NetworkConfig> config() {
    return ConfigurationBuilder.from(NetworkConfig.DEFAULTS);
  }

  /** Each generator draws what it says, fixed and anew, and a longer set begins with a shorter. */
  @ParameterizedTest
  @EnumSource(value = Generator.class, mode = EnumSource.Mode.EXCLUDE, names = "EACH")
  void everyGeneratorDraws(Generator generator) {
    NetworkConfig few = config().set("data.generator", generator).set("data.samples", 50).build();
    NetworkConfig many = config().set("data.generator", generator).set("data.samples", 100).build();
    Samples samples = Samples.of(few, 7);
    assertEquals(40, samples.x().rows());
    assertEquals(10, samples.valX().rows());
    assertEquals(generator == Generator.GROUPS ? 8 : 5, samples.x().cols());
    assertEquals(samples.x(), Samples.of(many, 7).x().rows(0, 40));
    assertNotEquals(samples.x(), Samples.of(few, 8).x());
    NetworkConfig anew = ConfigurationBuilder.from(few).set("data.draw", Draw.ANEW).build();
    Samples heldOut = Samples.of(anew, 7);
    assertEquals(50, heldOut.valX().rows());
    TrainingData batches = heldOut.training(anew, 7);
    assertEquals(256, batches.samples());
    if (batches instanceof TrainingData.Generated generated) {
      Matrix x = new Matrix(256, batches.inputs());
      Matrix y = new Matrix(256, batches.targets());
      generated.fill(3, x, y);
      assertEquals(x, y);
      Matrix other = new Matrix(256, batches.inputs());
      generated.fill(4, other, y);
      assertNotEquals(x, other);
      assertEquals(batches, Samples.of(anew, 7).training(anew, 7));
    } else {
      assertEquals(Generator.UNIFORM, generator);
    }
  }

  @Test
  void everyFeatureInTurnAndOfLengthOneAndOfPowerLawChances() {
    NetworkConfig each =
        config()
            .set("data.generator", Generator.EACH)
            .set("data.samples", 7)
            .set("data.validation_share", 0)
            .build();
    Matrix x = Samples.of(each, 3).x();
    for (int s = 0; s < 7; s++) {
      for (int i = 0; i < 5; i++) {
        assertEquals(i == s % 5 ? 1 : 0, x.get(s, i));
      }
    }
    NetworkConfig unit =
        config().set("data.feature_probability", 0.2).set("data.unit_norm", true).build();
    Matrix scaled = Samples.of(unit, 3).x();
    Matrix plain =
        Samples.of(ConfigurationBuilder.from(unit).set("data.unit_norm", false).build(), 3).x();
    for (int s = 0; s < scaled.rows(); s++) {
      double square = 0;
      double plainSquare = 0;
      for (int i = 0; i < 5; i++) {
        square += scaled.get(s, i) * scaled.get(s, i);
        plainSquare += plain.get(s, i) * plain.get(s, i);
        assertEquals(plain.get(s, i) == 0, scaled.get(s, i) == 0);
      }
      assertEquals(plainSquare == 0 ? 0 : 1, square, 1e-6);
    }
    NetworkConfig power =
        config()
            .set("data.feature_probability", 0.8)
            .set("data.feature_power", 2)
            .set("data.samples", 20_000)
            .build();
    Matrix many = Samples.of(power, 3).x();
    for (int i = 0; i < 5; i++) {
      int active = 0;
      for (int s = 0; s < many.rows(); s++) {
        active += many.get(s, i) > 0 ? 1 : 0;
      }
      // 16 000 training samples: three standard errors are at most 0.012.
      assertEquals(0.8 / ((i + 1) * (i + 1)), active / (double) many.rows(), 0.012);
    }
  }

  /** Fresh samples are held out beside a fixed set, which does not change with their number. */
  @Test
  void freshSamplesAreHeldOut() {
    NetworkConfig plain = config().set("data.samples", 6).set("data.validation_share", 0).build();
    NetworkConfig config =
        ConfigurationBuilder.from(plain)
            .set("data.held_out", 400)
            .set("data.validation_share", 0.5)
            .build();
    Samples samples = Samples.of(config, 3);
    assertEquals(Samples.of(plain, 3).x(), samples.x());
    assertEquals(400, samples.valX().rows());
    assertEquals(samples.valX(), samples.valY());
    assertNotEquals(samples.x(), samples.valX().rows(0, 6));
    InvalidSettingException wrong =
        assertThrows(
            InvalidSettingException.class,
            () ->
                new NetworkExperiment()
                    .check(ConfigurationBuilder.from(config).set("data.draw", Draw.ANEW).build()));
    assertEquals("data.held_out", wrong.key());
  }

  /** ReLU(x) + s·Mx for signed x, of fixed samples and of samples drawn anew, by one M a seed. */
  @Test
  void whatIsLeftToALayerBesideAResidualStream() {
    NetworkConfig config =
        config()
            .set("data.signed", true)
            .set("data.feature_probability", 0.5)
            .set("data.draw", Draw.ANEW)
            .set("target.of", NetworkConfig.Of.RESIDUAL)
            .set("target.mixing", 0.5)
            .set("target.embedding", 20)
            .build();
    Samples samples = Samples.of(config, 3);
    TrainingData.Generated anew = (TrainingData.Generated) samples.training(config, 3);
    Matrix x = new Matrix(256, 5);
    Matrix y = new Matrix(256, 5);
    anew.fill(1, x, y);
    requireResidual(x, y, MixingMatrix.draw(5, 20, 3));
    requireResidual(samples.valX(), samples.valY(), MixingMatrix.draw(5, 20, 3));
  }

  private static void requireResidual(Matrix x, Matrix y, Matrix mixing) {
    int negative = 0;
    for (int s = 0; s < x.rows(); s++) {
      for (int i = 0; i < 5; i++) {
        double expected = Math.max(0, x.get(s, i));
        for (int j = 0; j < 5; j++) {
          expected += 0.5 * mixing.get(i, j) * x.get(s, j);
        }
        assertEquals(expected, y.get(s, i), 1e-6);
        negative += x.get(s, i) < 0 ? 1 : 0;
      }
    }
    // A quarter of all values; of 1 280 at least, three standard errors are 0.036.
    assertEquals(0.25, negative / (5.0 * x.rows()), 0.036);
  }

  @Test
  void mixingNeedsATargetThatMixes() {
    InvalidSettingException wrong =
        assertThrows(
            InvalidSettingException.class,
            () -> new NetworkExperiment().check(config().set("target.mixing", 1).build()));
    assertEquals("target.mixing", wrong.key());
  }

  /** One chance for all features, or the same chance for each: the same bits. */
  @Test
  void aProbabilityEachDrawsTheSameBits() {
    String yaml =
        """
        experiment: network
        seeds: 2
        base: {data: {draw: anew, n_features: 6, CHANCE}, widths: [6, 2, 6], steps: 40, batch: 32}
        log_every: 10
        """;
    List<CellResult> one =
        NetworkCells.of(yaml.replace("CHANCE", "feature_probability: 0.3"), "simd");
    List<CellResult> each =
        NetworkCells.of(
            yaml.replace("CHANCE", "feature_probabilities: [0.3, 0.3, 0.3, 0.3, 0.3, 0.3]"),
            "simd");
    for (int i = 0; i < 2; i++) {
      assertEquals(one.get(i).epochs(), each.get(i).epochs());
      assertArrayEquals(
          NetworkCells.array(one.get(i), "0.weight").data(),
          NetworkCells.array(each.get(i), "0.weight").data());
    }
  }

  @Test
  void aPassTakesEverySampleOnce() {
    Matrix x = new Matrix(10, 1);
    for (int r = 0; r < 10; r++) {
      x.set(r, 0, r);
    }
    MiniBatches batches = new MiniBatches(x, x, 4, 5);
    float[] seen = new float[20];
    for (int step = 0; step < 5; step++) {
      Matrix bx = new Matrix(4, 1);
      batches.fill(step, bx, new Matrix(4, 1));
      System.arraycopy(bx.data(), 0, seen, 4 * step, 4);
    }
    for (int pass = 0; pass < 2; pass++) {
      float[] sorted = Arrays.copyOfRange(seen, 10 * pass, 10 * pass + 10);
      assertNotEquals(Arrays.toString(x.data()), Arrays.toString(sorted));
      Arrays.sort(sorted);
      assertArrayEquals(x.data(), sorted);
    }
    assertEquals(batches, new MiniBatches(x.copy(), x.copy(), 4, 5));
    assertNotEquals(batches, new MiniBatches(x, x, 4, 6));
  }

  private Path file(Matrix x, Matrix y, String labels) throws IOException {
    Path file = folder.resolve("data.safetensors");
    Map<String, Matrix> tensors = new java.util.LinkedHashMap<>(Map.of("x", x));
    if (y != null) {
      tensors.put("y", y);
    }
    SafetensorsWriter.write(file, tensors, labels == null ? Map.of() : Map.of("labels", labels));
    return file;
  }

  private static NetworkConfig fixed(String base) {
    Sweep sweep =
        FixedSettings.of(
            SweepFile.parse("{experiment: network, seeds: 1, base: " + base + "}", "test"));
    return (NetworkConfig) sweep.configurations().get(0).settings();
  }

  @Test
  void aFileIsKnownByItsContent() throws IOException {
    Matrix x = Initializers.normal(30, 3, 1, new RandomStream(1, StreamId.DATA));
    Path file = file(x, Initializers.normal(30, 2, 1, new RandomStream(2, StreamId.DATA)), "a,b,c");
    NetworkConfig found = fixed("{data.file: '" + file + "'}");
    assertEquals(30, found.data().samples());
    assertEquals(3, found.data().nFeatures());
    assertEquals(NetworkConfig.Of.Y, found.target().of());
    assertEquals(List.of(3, 2, 2), found.widths());
    Path copy = Files.copy(file, folder.resolve("copy.safetensors"));
    String identity = identity(file);
    assertEquals(identity, identity(copy), "the path is no part of a cell's identity");
    SafetensorsWriter.write(copy, Map.of("x", x), Map.of());
    assertNotEquals(identity, identity(copy));
    assertTrue(
        refused("{data: {file: '" + copy + "', sha256: " + found.data().sha256() + "}}")
            .contains("is another file: its hash is "));
  }

  /** Cells of other seeds differ in their initial weights and batches only. */
  @Test
  void allSeedsShareTheRowsOfAFile() throws IOException {
    Matrix x = Initializers.normal(40, 3, 1, new RandomStream(1, StreamId.DATA));
    Path file = file(x, Initializers.normal(40, 2, 1, new RandomStream(2, StreamId.DATA)), "a,b,c");
    String data = "data: {file: '" + file + "'";
    NetworkConfig ordered = fixed("{" + data + "}}");
    assertEquals(Samples.key(ordered, 0), Samples.key(ordered, 1));
    assertEquals(Samples.of(ordered, 0), Samples.of(ordered, 1));
    NetworkConfig shuffled = fixed("{" + data + ", shuffle: true}}");
    assertNotEquals(Samples.key(shuffled, 0), Samples.key(shuffled, 1));
    assertNotEquals(Samples.of(shuffled, 0), Samples.of(shuffled, 1));
    NetworkConfig mixed = fixed("{" + data + "}, target: {of: residual, mixing: 0.3}}");
    assertNotEquals(Samples.key(mixed, 0), Samples.key(mixed, 1));
    assertNotEquals(Samples.of(mixed, 0), Samples.of(mixed, 1));
    NetworkConfig drawn = config().build();
    assertNotEquals(Samples.key(drawn, 0), Samples.key(drawn, 1));
    String sweep =
        "{experiment: network, seeds: SEEDS, base: {" + data + "}, steps: 20, batch: 8}}";
    List<CellResult> together = NetworkCells.of(sweep.replace("SEEDS", "2"), "simd");
    CellResult alone = NetworkCells.of(sweep.replace("SEEDS", "[1]"), "simd").get(0);
    assertEquals(alone.metrics(), together.get(1).metrics());
    assertNotEquals(alone.metrics(), together.get(0).metrics());
  }

  /** One that takes no space: it is as long as its header says, and has nothing in it. */
  @Test
  void aFileBeyondTheHeapIsRefusedWithBothSizes() throws IOException {
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (100000000, 30), }";
    Path file = folder.resolve("large.npy");
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.write(0x93);
      raw.write("NUMPY".getBytes(StandardCharsets.US_ASCII));
      raw.write(new byte[] {1, 0, 118, 0});
      raw.write(
          (header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
      raw.setLength(raw.length() + 100_000_000L * 30 * Float.BYTES);
    }
    String message = refused("{data.file: '" + file + "'}");
    assertTrue(message.contains("is too large: 11444 MB as float32, but only "), message);
    assertTrue(message.contains(" MB of the heap are free (raise -Xmx)"), message);
    assertEquals(1, message.lines().count(), message);
  }

  private static String identity(Path file) {
    return FixedSettings.of(
            SweepFile.parse(
                "{experiment: network, seeds: 1, base: {data.file: '" + file + "'}}", "test"))
        .configurations()
        .get(0)
        .identity();
  }

  private static String refused(String base) {
    return assertThrows(RuntimeException.class, () -> fixed(base)).getMessage();
  }

  @Test
  void labelsNameTheColumnsOfFormulas() throws IOException {
    Matrix x = Initializers.normal(30, 3, 1, new RandomStream(1, StreamId.DATA));
    Path file = file(x, null, "[\"length\", \"width\", \"age\"]");
    NetworkConfig config =
        fixed("{data.file: '" + file + "', target.formulas: [area = length*width, age]}");
    Samples samples = Samples.of(config, 0);
    assertEquals(x.get(4, 0) * (double) x.get(4, 1), samples.y().get(4, 0), 1e-6);
    assertEquals(x.get(4, 2), samples.y().get(4, 1));
    assertTrue(
        refused("{data.file: '" + file + "', target.formulas: [x0 + 1]}")
            .contains("there is no column x0; there are length, width, age"));
  }

  @Test
  void whatDoesNotFitTheFileIsSaid() throws IOException {
    Matrix x = Initializers.normal(30, 3, 1, new RandomStream(1, StreamId.DATA));
    Path file = file(x, null, null);
    String data = "data: {file: '" + file + "'";
    assertTrue(refused("{" + data + "}, widths: [4, 2, 4]}").contains("the input has 3"));
    assertTrue(refused("{" + data + "}, widths: [3, 2, 4]}").contains("the target 3"));
    assertTrue(refused("{" + data + ", n_features: 4}}").contains("not the width of x"));
    assertTrue(refused("{" + data + ", samples: 31}}").contains("more than the 30 rows"));
    assertTrue(refused("{" + data + "}, target.of: y}").contains("has no tensor y"));
    assertTrue(refused("{" + data + "}, batch: 25}").contains("24 training samples"));
    assertTrue(
        refused("{" + data + "}, target.columns: [3]}").contains("no column 3, only 0 to 2"));
    file(x, new Matrix(29, 1, new float[29]), null);
    assertTrue(refused("{" + data + "}}").contains("x and y have 30 and 29 rows"));
    file(x, null, "a,b");
    assertTrue(refused("{" + data + "}}").contains("labels must be 3 different names"));
  }

  @Test
  void aTargetThatIsNotFiniteIsSaid() {
    NetworkConfig config =
        config()
            .set("data.generator", Generator.GAUSSIAN)
            .set("target.formulas", List.of("log(x0)"))
            .build();
    String message =
        assertThrows(IllegalArgumentException.class, () -> Samples.of(config, 0)).getMessage();
    assertTrue(message.matches("target 0 of sample [0-9]+ is not finite: NaN"), message);
  }

  @Test
  void shufflingKeepsInputsAndTargetsTogether() {
    NetworkConfig config =
        config()
            .set("data.shuffle", true)
            .set("data.samples", 60)
            .set("data.feature_probability", 1)
            .set("target.formulas", Collections.nCopies(1, "2*x0"))
            .build();
    Samples shuffled = Samples.of(config, 0);
    Samples ordered =
        Samples.of(ConfigurationBuilder.from(config).set("data.shuffle", false).build(), 0);
    assertNotEquals(ordered.x(), shuffled.x());
    for (int s = 0; s < shuffled.x().rows(); s++) {
      assertEquals(2 * shuffled.x().get(s, 0), shuffled.y().get(s, 0));
    }
  }

  @Test
  void contradictionsAreRefused() {
    assertRefused(
        "data.n_features",
        config().set("data.generator", Generator.GROUPS).set("data.n_features", 9));
    assertRefused(
        "data.feature_probabilities",
        config().set("data.feature_probabilities", List.of(0.5)).set("data.n_features", 2));
    assertRefused("data.magnitude_max", config().set("data.magnitude_max", 0));
    assertRefused("data.sha256", config().set("data.sha256", "00"));
    assertRefused("target.of", config().set("target.of", NetworkConfig.Of.Y));
    assertRefused(
        "target.formulas",
        config().set("target.of", NetworkConfig.Of.INPUT).set("target.formulas", List.of("x0")));
    assertRefused("target.columns", config().set("target.of", NetworkConfig.Of.COLUMNS));
    assertRefused("loss.importance", config().set("loss.importance", List.of(1.0)));
    assertRefused("batch", config().set("batch", 1000));
  }

  private static void assertRefused(String key, ConfigurationBuilder<NetworkConfig> config) {
    InvalidSettingException refused =
        assertThrows(InvalidSettingException.class, () -> NetworkChecks.check(config.build()), key);
    assertEquals(key, refused.key());
  }
}
