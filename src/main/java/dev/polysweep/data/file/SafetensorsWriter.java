package dev.polysweep.data.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.polysweep.math.Matrix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;

/**
 * Writes matrices and vectors as float32 tensors of a safetensors file: the length of the header in
 * eight bytes, the JSON header padded with spaces to a multiple of eight bytes, then the numbers in
 * row-major order, all little-endian.
 */
public final class SafetensorsWriter {

  private static final int ALIGNMENT = 8;

  private SafetensorsWriter() {}

  /**
   * Writes a file under a temporary name and renames it when it is complete, so that {@code file}
   * never exists half-written.
   *
   * @param file the file to write; replaced if it exists
   * @param matrices the matrices by name, in the order in which they are to be written
   * @param metadata the texts of the header's {@code __metadata__} by key
   */
  public static void write(Path file, Map<String, Matrix> matrices, Map<String, String> metadata)
      throws IOException {
    write(file, matrices, Set.of(), metadata);
  }

  /**
   * Writes a file like {@link #write(Path, Map, Map)}, but some of the matrices as vectors.
   *
   * @param vectors names of matrices of one row that are to be written as tensors of one dimension
   */
  public static void write(
      Path file, Map<String, Matrix> matrices, Set<String> vectors, Map<String, String> metadata)
      throws IOException {
    Path unfinished = file.resolveSibling("." + file.getFileName() + ".unfinished");
    try {
      try (OutputStream out = Files.newOutputStream(unfinished)) {
        byte[] header = header(matrices, vectors, metadata);
        out.write(little(Long.BYTES).putLong(header.length).array());
        out.write(header);
        for (Matrix matrix : matrices.values()) {
          for (int r = 0; r < matrix.rows(); r++) {
            ByteBuffer row = little(matrix.cols() * Float.BYTES);
            row.asFloatBuffer().put(matrix.data(), r * matrix.cols(), matrix.cols());
            out.write(row.array());
          }
        }
      }
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static byte[] header(
      Map<String, Matrix> matrices, Set<String> vectors, Map<String, String> metadata)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeObjectFieldStart("__metadata__");
      for (Map.Entry<String, String> entry : metadata.entrySet()) {
        json.writeStringField(entry.getKey(), entry.getValue());
      }
      json.writeEndObject();
      long at = 0;
      for (Map.Entry<String, Matrix> entry : matrices.entrySet()) {
        Matrix matrix = entry.getValue();
        long end = at + (long) matrix.rows() * matrix.cols() * Float.BYTES;
        json.writeObjectFieldStart(entry.getKey());
        json.writeStringField("dtype", ElementType.F32.name());
        json.writeFieldName("shape");
        int[] shape = {matrix.rows(), matrix.cols()};
        boolean vector = vectors.contains(entry.getKey());
        json.writeArray(shape, vector ? 1 : 0, vector ? 1 : 2);
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {at, end}, 0, 2);
        json.writeEndObject();
        at = end;
      }
      json.writeEndObject();
    }
    int padding = Math.floorMod(-bytes.size(), ALIGNMENT);
    bytes.write(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
