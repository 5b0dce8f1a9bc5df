package dev.polysweep.data.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.math.Matrix;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that numpy and safetensors wrote ({@code tensors.py}), and ours. */
class TensorFileTest {

  /** What every one of those files holds. */
  private static final Matrix MATRIX =
      new Matrix(2, 3, new float[] {1.5f, -2, 0.25f, -0f, 96, 0x1p-14f});

  @TempDir private Path folder;

  static Stream<Path> numpy() throws IOException, URISyntaxException {
    List<Path> files;
    try (Stream<Path> all = Files.list(resource("types.safetensors").getParent())) {
      files = all.filter(file -> file.toString().endsWith(".npy")).sorted().toList();
    }
    assertEquals(14, files.size());
    return files.stream();
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(TensorFileTest.class.getResource("/tensors/" + name).toURI());
  }

  @ParameterizedTest
  @MethodSource("numpy")
  void npy(Path file) throws IOException {
    try (TensorFile tensors = TensorFile.open(file)) {
      assertEquals(List.of(""), tensors.matrices());
      assertEquals(MATRIX, tensors.matrix());
    }
  }

  @Test
  void npyIsKnownByItsFirstBytes() throws IOException, URISyntaxException {
    Path copy = Files.copy(resource("le_f4_C_v1.npy"), folder.resolve("weights.bin"));
    try (TensorFile tensors = TensorFile.open(copy)) {
      assertEquals(MATRIX, tensors.matrix());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"f64", "f32", "f16", "bf16"})
  void safetensors(String name) throws IOException, URISyntaxException {
    try (TensorFile tensors = TensorFile.open(resource("types.safetensors"))) {
      assertEquals(4, tensors.matrices().size());
      assertEquals(MATRIX, tensors.matrix(name));
    }
  }

  @Test
  void everyHalfIsItsFormula() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      int exponent = bits >> 10 & 31;
      double fraction = (bits & 1023) / 1024.0;
      double size =
          exponent == 0
              ? fraction * Math.pow(2, -14)
              : exponent < 31
                  ? (1 + fraction) * Math.pow(2, exponent - 15)
                  : fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
      float half = Halves.toFloat((short) bits);
      assertEquals(size, Math.abs(half), "bits " + bits);
      if (!Float.isNaN(half)) {
        assertEquals(bits >> 15 == 1, Float.floatToRawIntBits(half) < 0, "sign of " + bits);
      }
    }
  }

  @Test
  void brainFloatsAreTheUpperHalvesOfFloats() {
    for (float value : new float[] {1, -2.5f, 0x1p-126f, 0x1.fep127f, 0}) {
      ByteBuffer bytes = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putShort(0, (short) (Float.floatToIntBits(value) >> 16));
      assertEquals(value, ElementType.BF16.next(bytes));
    }
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    // More than one buffer's worth of numbers, an odd header, characters that JSON escapes.
    Matrix large = new Matrix(130, 257);
    for (int i = 0; i < large.data().length; i++) {
      large.data()[i] = i;
    }
    Map<String, Matrix> matrices = new LinkedHashMap<>();
    matrices.put("W", MATRIX);
    matrices.put("größe \"\\\n", large);
    Path file = folder.resolve("out.safetensors");
    Files.writeString(file, "something else");
    SafetensorsWriter.write(file, matrices, Map.of("label", "a\u0000b"));
    try (TensorFile tensors = TensorFile.open(file)) {
      assertEquals(List.copyOf(matrices.keySet()), tensors.matrices());
      assertEquals(MATRIX, tensors.matrix("W"));
      assertEquals(large, tensors.matrix("größe \"\\\n"));
    }
    byte[] bytes = Files.readAllBytes(file);
    long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertEquals(0, header % 8, "the numbers are aligned");
    assertEquals(8 + header + 4 * (6 + 130 * 257), bytes.length);
    try (Stream<Path> left = Files.list(folder)) {
      assertTrue(left.allMatch(file::equals), "nothing else is left");
    }
  }

  @Test
  void columnMajorFilesLargerThanABuffer() throws IOException {
    int rows = 300;
    int cols = 70;
    String header =
        String.format(
            Locale.ROOT,
            "{'descr': '<f4', 'fortran_order': True, 'shape': (%dL, %dL), }\n",
            rows,
            cols);
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length() + 4 * rows * cols).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(NpyHeader.MAGIC).put((byte) 1).put((byte) 0).putShort((short) header.length());
    bytes.put(header.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    for (int c = 0; c < cols; c++) {
      for (int r = 0; r < rows; r++) {
        bytes.putFloat(1000 * r + c);
      }
    }
    Path file = Files.write(folder.resolve("f.npy"), bytes.array());
    try (TensorFile tensors = TensorFile.open(file)) {
      Matrix matrix = tensors.matrix();
      assertEquals(rows, matrix.rows());
      assertEquals(1000 * 299 + 69, matrix.get(299, 69));
      assertEquals(1000 * 17 + 3, matrix.get(17, 3));
    }
  }
}
