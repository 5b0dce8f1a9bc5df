package dev.polysweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.math.Matrix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A file of named tensors, most of them of float32: eight bytes with the header's length, a JSON
 * header with each tensor's type, shape and byte range, then the numbers, all little-endian.
 */
public final class Safetensors {

  private final Path file;
  private final Map<String, String> metadata = new HashMap<>();
  private final Map<String, JsonNode> entries = new HashMap<>();
  private final ByteBuffer data;

  private Safetensors(Path file) throws IOException {
    this.file = file;
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[Math.toIntExact(bytes.getLong())];
    bytes.get(header);
    data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    JsonNode json = new ObjectMapper().readTree(header);
    json.fields().forEachRemaining(entry -> entries.put(entry.getKey(), entry.getValue()));
    JsonNode strings = entries.remove("__metadata__");
    if (strings != null) {
      strings.fields().forEachRemaining(e -> metadata.put(e.getKey(), e.getValue().asText()));
    }
  }

  /** Reads a whole file. */
  public static Safetensors read(Path file) {
    try {
      return new Safetensors(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it was read from. */
  public Path file() {
    return file;
  }

  /** The header's strings. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** A number among the header's strings. */
  public double number(String key) {
    return Double.parseDouble(metadata.get(key));
  }

  /** Names of the tensors. */
  public Set<String> names() {
    return entries.keySet();
  }

  /** A tensor of two dimensions. */
  public Matrix tensor(String name) {
    JsonNode shape = entry(name, 2).get("shape");
    return new Matrix(shape.get(0).asInt(), shape.get(1).asInt(), floats(name));
  }

  /** A tensor of one dimension. */
  public float[] vector(String name) {
    entry(name, 1);
    return floats(name);
  }

  /** The file's name without its ending: what a test is called. */
  @Override
  public String toString() {
    return file.getFileName().toString().replace(".safetensors", "");
  }

  private JsonNode entry(String name, int dimensions) {
    JsonNode entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(file + " has no tensor " + name + " but " + names());
    }
    if (!entry.get("dtype").asText().equals("F32") || entry.get("shape").size() != dimensions) {
      throw new IllegalArgumentException(name + " is " + entry + ", not F32 of " + dimensions);
    }
    return entry;
  }

  /** The numbers of a tensor of int32 or uint8, of any shape. */
  public int[] ints(String name) {
    JsonNode entry = entries.get(name);
    int from = entry.get("data_offsets").get(0).asInt();
    int bytes = entry.get("data_offsets").get(1).asInt() - from;
    boolean small = entry.get("dtype").asText().equals("U8");
    int[] values = new int[small ? bytes : bytes / Integer.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = small ? data.get(from + i) & 0xFF : data.getInt(from + i * Integer.BYTES);
    }
    return values;
  }

  /** The numbers of a tensor of any shape. */
  public float[] floats(String name) {
    JsonNode offsets = entries.get(name).get("data_offsets");
    int from = offsets.get(0).asInt();
    float[] values = new float[(offsets.get(1).asInt() - from) / Float.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = data.getFloat(from + i * Float.BYTES);
    }
    return values;
  }
}
