package dev.polysweep.spark.activation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.data.file.TensorFile;
import dev.polysweep.data.store.ActivationStore;
import dev.polysweep.data.store.RowOrder;
import dev.polysweep.data.store.StoreManifest;
import dev.polysweep.data.store.StoreManifest.Shard;
import dev.polysweep.math.Matrix;
import dev.polysweep.spark.SparkFixture;
import dev.polysweep.sweep.yaml.SweepException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores of activations: order, hold-out, statistics, and what is refused. */
class ActivationShuffleTest {

  private static final int DOCUMENTS = 60;
  private static final int WIDTH = 5;
  private static final long FILE_BYTES = 200 * WIDTH * Float.BYTES;
  private static final RowOrder ORDER = new RowOrder(7, 0.2);

  @TempDir static Path folder;

  private static SparkSession spark;
  private static List<Row> tokens;
  private static StoreManifest manifest;
  private static ActivationStore store;

  /** Numbers of a token: document, position, and noise. */
  @BeforeAll
  static void tokens() throws IOException {
    spark = SparkFixture.spark();
    tokens = new ArrayList<>();
    Random random = new Random(1);
    for (long document = 0; document < DOCUMENTS; document++) {
      for (int position = 0; position < 5 + document % 30; position++) {
        List<Float> x = new ArrayList<>(List.of((float) document, (float) position));
        while (x.size() < WIDTH) {
          x.add((float) random.nextInt(100) / 4); // exact in half precision
        }
        tokens.add(RowFactory.create(document, position, x));
      }
    }
    frame().repartition(3).write().parquet(folder.resolve("source").toString());
    manifest = shuffle("source", "store", ORDER);
    store = ActivationStore.open(path("store"));
  }

  private static Dataset<Row> frame() {
    return spark.createDataFrame(
        tokens,
        new StructType()
            .add("document", DataTypes.LongType)
            .add("position", DataTypes.IntegerType)
            .add("activations", DataTypes.createArrayType(DataTypes.FloatType)));
  }

  private static StoreManifest shuffle(String source, String to, RowOrder order)
      throws IOException {
    Path out = Files.createDirectories(folder.resolve(to));
    return new ActivationShuffle(spark, folder.resolve(source).toString(), out, order, FILE_BYTES)
        .run();
  }

  @Test
  void everyTokenIsThereOnceAndDocumentsAreHeldOutWhole() throws IOException {
    assertTrue(manifest.train().size() > 2 && manifest.validation().size() > 0, "several files");
    assertEquals(tokens.size(), store.trainRows() + store.validationRows());
    Set<List<Float>> seen = new HashSet<>();
    Set<Float> held = new HashSet<>();
    Matrix validation = store.validation(0, (int) store.validationRows());
    for (int s = 0; s < validation.rows(); s++) {
      assertTrue(seen.add(row(validation, s)));
      held.add(validation.get(s, 0));
    }
    Matrix train = store.train(0, (int) store.trainRows());
    int neighbours = 0;
    for (int s = 0; s < train.rows(); s++) {
      assertTrue(seen.add(row(train, s)));
      assertTrue(!held.contains(train.get(s, 0)), "a document on both sides");
      neighbours += s > 0 && train.get(s, 0) == train.get(s - 1, 0) ? 1 : 0;
    }
    assertTrue(held.size() > 3 && held.size() < 25, held.size() + " documents of 60 held out");
    assertTrue(neighbours < train.rows() / 10, neighbours + " neighbours of one document");
    tokens.forEach(
        token -> assertTrue(seen.contains(token.<List<Float>>getAs(2)), token.toString()));
  }

  private static List<Float> row(Matrix matrix, int s) {
    List<Float> row = new ArrayList<>();
    for (int i = 0; i < matrix.cols(); i++) {
      row.add(matrix.get(s, i));
    }
    return row;
  }

  @Test
  void statisticsAreThoseOfTheTrainingRows() throws IOException {
    Matrix train = store.train(0, (int) store.trainRows());
    double[] mean = new double[WIDTH];
    double norm = 0;
    for (int s = 0; s < train.rows(); s++) {
      double square = 0;
      for (int i = 0; i < WIDTH; i++) {
        mean[i] += train.get(s, i) / (double) train.rows();
        square += Math.pow(train.get(s, i), 2);
      }
      norm += Math.sqrt(square) / train.rows();
    }
    double variance = 0;
    for (int s = 0; s < train.rows(); s++) {
      for (int i = 0; i < WIDTH; i++) {
        variance += Math.pow(train.get(s, i) - mean[i], 2) / train.rows();
      }
    }
    assertArrayEquals(mean, manifest.statistics().mean(), 1e-9);
    assertEquals(norm, manifest.statistics().meanNorm(), 1e-9);
    assertEquals(variance, manifest.statistics().variance(), 1e-8 * variance);
    assertEquals(store.trainRows(), manifest.statistics().rows());
    StoreManifest read = StoreManifest.read(path("store"));
    assertEquals(manifest.sha256(), read.sha256());
    assertArrayEquals(manifest.statistics().mean(), read.statistics().mean());
  }

  @Test
  void bytesDependOnSeedAndTokensAlone() throws IOException {
    StoreManifest one = manifest;
    assertEquals(Set.of("seed", "validation", "source_sha256"), one.recipe().keySet());
    assertEquals(7L, one.recipe().get("seed"));
    assertEquals(0.2, one.recipe().get("validation"));
    frame().orderBy("position").repartition(11).write().parquet(path("other").toString());
    frame()
        .withColumn(
            "activations",
            functions
                .udf(
                    (org.apache.spark.sql.api.java.UDF1<scala.collection.Seq<Float>, byte[]>)
                        ActivationShuffleTest::halves,
                    DataTypes.BinaryType)
                .apply(functions.col("activations")))
        .write()
        .parquet(path("halves").toString());
    assertEquals(one.sha256(), shuffle("other", "two", ORDER).sha256());
    assertEquals(one.sha256(), shuffle("halves", "three", ORDER).sha256());
    assertArrayEquals(
        Files.readAllBytes(path("store/train-00001.npy")),
        Files.readAllBytes(path("two/train-00001.npy")));
    assertNotEquals(one.sha256(), shuffle("source", "four", new RowOrder(8, 0.2)).sha256());
  }

  /** Normal halves of numbers that have them: 5 bits of exponent, 10 of fraction. */
  private static byte[] halves(scala.collection.Seq<Float> x) {
    byte[] bytes = new byte[2 * x.size()];
    for (int i = 0; i < x.size(); i++) {
      int bits = Float.floatToIntBits(x.apply(i));
      int half = bits == 0 ? 0 : (bits >>> 23) - 127 + 15 << 10 | bits >>> 13 & 0x3ff;
      bytes[2 * i] = (byte) half;
      bytes[2 * i + 1] = (byte) (half >>> 8);
    }
    return bytes;
  }

  @Test
  void rowsGoRoundAndAcrossFiles() throws IOException {
    assertEquals(store, ActivationStore.open(path("store")), "mapped once");
    int rows = (int) store.trainRows();
    Matrix all = store.train(0, rows);
    Matrix twice = store.train(rows - 3L, rows + 5);
    for (int s = 0; s < twice.rows(); s++) {
      assertEquals(row(all, (s + rows - 3) % rows), row(twice, s));
    }
    assertEquals(row(all, rows - 1), row(store.train(-1, 1), 0));
    int at = 0;
    for (Shard shard : manifest.train()) {
      try (TensorFile file = TensorFile.open(path("store/" + shard.file()))) {
        Matrix matrix = file.matrix();
        assertEquals(shard.rows(), matrix.rows());
        assertEquals(row(all, at), row(matrix, 0));
        at += matrix.rows();
      }
    }
  }

  @Test
  void sameStoreAgainAndRefusals() throws IOException {
    assertEquals(manifest.sha256(), shuffle("source", "store", ORDER).sha256());
    assertRefused("holds another store", "source", "store", new RowOrder(8, 0.2));
    Path same = Files.createDirectories(path("same"));
    try (Stream<Path> all = Files.list(path("source"))) {
      for (Path file : all.toList()) {
        Files.copy(file, same.resolve(file.getFileName()));
      }
    }
    assertEquals(manifest.sha256(), shuffle("same", "store", ORDER).sha256(), "the content counts");
    frame()
        .withColumn("activations", functions.expr("transform(activations, a -> a + 1)"))
        .write()
        .parquet(path("shifted").toString());
    assertRefused("holds another store", "shifted", "store", ORDER);
    assertRefused("there is no such folder", "nowhere", "x", ORDER);
    assertRefused("holds out every document", "source", "x", new RowOrder(7, 0.99999));
    assertRefused("holds out none of so few", "source", "x", new RowOrder(7, 1e-6));
    frame().drop("position").write().parquet(path("columns").toString());
    assertRefused("there is no column position, only", "columns", "x", ORDER);
    frame()
        .withColumn("activations", functions.expr("slice(activations, 1, 2 + position % 2)"))
        .write()
        .parquet(path("ragged").toString());
    assertRefused("not equally wide: from 2 to 3", "ragged", "x", ORDER);
    frame()
        .withColumn("activations", functions.lit("1 2 3"))
        .write()
        .parquet(path("text").toString());
    assertRefused("activations holds string, not float numbers", "text", "x", ORDER);
    frame().limit(0).write().parquet(path("empty").toString());
    assertRefused("there are no tokens", "empty", "x", ORDER);
    Path unfinished = Files.createDirectories(path("unfinished"));
    Files.writeString(unfinished.resolve("manifest.json"), "{\"complete\": false}");
    assertRefused("the extraction is not complete", "unfinished", "x", ORDER);
    try (Stream<Path> left = Files.list(path("x"))) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void damagedStores() throws IOException {
    Path store = Files.createDirectories(path("damaged"));
    try (Stream<Path> files = Files.list(path("store"))) {
      for (Path file : files.toList()) {
        Files.copy(file, store.resolve(file.getFileName()));
      }
    }
    String manifest = Files.readString(store.resolve("manifest.json"));
    Files.writeString(
        store.resolve("manifest.json"),
        manifest.replaceFirst("(\"sha256\" : \")[0-9a-f]{64}(\",\\s*\"train\")", "$100$2"));
    assertUnreadable("manifest.json was changed", store);
    Files.writeString(store.resolve("manifest.json"), "{");
    assertUnreadable("not sound JSON", store);
    Files.writeString(store.resolve("manifest.json"), "{}");
    assertUnreadable("does not describe a store", store);
    Files.writeString(store.resolve("manifest.json"), manifest);
    Path file = store.resolve("train-00000.npy");
    Files.write(file, new byte[] {1}, java.nio.file.StandardOpenOption.APPEND);
    assertUnreadable("train-00000.npy has ", store);
    Files.delete(file);
    assertUnreadable("train-00000.npy is missing", store);
    assertUnreadable("there is no manifest.json", folder);
    assertUnreadable("there is no such folder", path("nowhere"));
  }

  private static void assertUnreadable(String message, Path store) {
    IOException e = assertThrows(IOException.class, () -> ActivationStore.open(store));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  private static void assertRefused(String message, String source, String to, RowOrder order) {
    SweepException e = assertThrows(SweepException.class, () -> shuffle(source, to, order));
    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
  }

  private static Path path(String name) {
    return folder.resolve(name);
  }
}
