package dev.polysweep.data.file;

import static dev.polysweep.data.file.TensorFileException.quoted;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file: eight bytes with its length, little-endian, then JSON that
 * gives each tensor's {@code dtype}, {@code shape} and {@code data_offsets} [begin, end) into the
 * bytes after the header. The JSON is read token by token, so that a header which nests deeper than
 * the format allows is refused at once. As the format demands, the tensors must cover the bytes
 * after the header without gap or overlap.
 */
final class SafetensorsHeader {

  /**
   * The longest header that is accepted, in bytes; those of the largest published models take some
   * 100 KB.
   */
  private static final long LONGEST = 16 << 20;

  private static final int MOST_DIMENSIONS = 32;
  private static final String METADATA = "__metadata__";

  private final JsonParser json;
  private final long start;
  private final List<TensorEntry> entries = new ArrayList<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final List<long[]> ranges = new ArrayList<>(); // begin, end, index of the entry

  private SafetensorsHeader(JsonParser json, long start) {
    this.json = json;
    this.start = start;
  }

  /**
   * Reads the header.
   *
   * @throws TensorFileException if the file is no valid safetensors file
   */
  static SafetensorsHeader read(FileBytes file) throws IOException {
    if (file.size() < Long.BYTES) {
      throw new TensorFileException("not a .safetensors file: it has " + file.size() + " bytes");
    }
    long length =
        ByteBuffer.wrap(file.read(0, Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 0 || length > file.size() - Long.BYTES) {
      throw new TensorFileException(
          "not a .safetensors file, or cut short: its header claims "
              + Long.toUnsignedString(length)
              + " bytes, the file has "
              + file.size());
    }
    if (length > LONGEST) {
      throw new TensorFileException(
          "its header of "
              + length
              + " bytes is longer than "
              + LONGEST
              + ", the most that is read");
    }
    byte[] text = file.read(Long.BYTES, (int) length);
    long start = Long.BYTES + length;
    try (JsonParser json = parser(text)) {
      SafetensorsHeader header = new SafetensorsHeader(json, start);
      header.tensors();
      header.checkRanges(file.size() - start);
      return header;
    } catch (JsonProcessingException | CharacterCodingException e) {
      throw new TensorFileException("its header is not sound JSON");
    }
  }

  /** The descriptions of the tensors, in the header's order. */
  List<TensorEntry> entries() {
    return entries;
  }

  /** The texts of the header's metadata by key; empty without metadata. */
  Map<String, String> metadata() {
    return metadata;
  }

  private static JsonParser parser(byte[] text) throws IOException {
    JsonFactory factory =
        JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    return factory.createParser(
        new InputStreamReader(new ByteArrayInputStream(text), StandardCharsets.UTF_8.newDecoder()));
  }

  private void tensors() throws IOException {
    expect(json.nextToken(), JsonToken.START_OBJECT, "the header");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.getCurrentName();
      if (json.nextToken() == JsonToken.VALUE_NULL && name.equals(METADATA)) {
        continue; // the same as none, as the format's own reader has it
      }
      expect(json.currentToken(), JsonToken.START_OBJECT, quoted(name));
      if (name.equals(METADATA)) {
        readMetadata();
      } else {
        tensor(name);
      }
    }
    if (json.nextToken() != null) {
      throw new TensorFileException("its header has more text after its closing brace");
    }
  }

  private void readMetadata() throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.getCurrentName();
      expect(json.nextToken(), JsonToken.VALUE_STRING, METADATA);
      metadata.put(key, json.getText());
    }
  }

  private void tensor(String name) throws IOException {
    String dtype = null;
    long[] shape = null;
    long[] offsets = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.getCurrentName();
      json.nextToken();
      switch (key) {
        case "dtype" -> dtype = text(name);
        case "shape" -> shape = sizes(name);
        case "data_offsets" -> offsets = sizes(name);
        default -> throw new TensorFileException(quoted(name) + " has a key " + quoted(key));
      }
    }
    if (dtype == null || shape == null || offsets == null) {
      throw new TensorFileException(quoted(name) + " lacks dtype, shape or data_offsets");
    }
    add(name, dtype, shape, offsets);
  }

  private void add(String name, String dtype, long[] shape, long[] offsets) throws IOException {
    if (offsets.length != 2 || offsets[0] > offsets[1]) {
      throw new TensorFileException(quoted(name) + ": data_offsets are not [begin, end]");
    }
    ElementType type = ElementType.named(dtype).orElse(null);
    long bits;
    try {
      bits = Math.multiplyExact(TensorEntry.count(shape), type == null ? 1L : type.bits);
    } catch (ArithmeticException e) {
      throw new TensorFileException(quoted(name) + " claims more elements than any file has");
    }
    if (type != null && bits % Byte.SIZE != 0) {
      throw new TensorFileException(quoted(name) + " does not fill its last byte by its shape");
    }
    if (type != null && offsets[1] - offsets[0] != bits / Byte.SIZE) {
      throw new TensorFileException(
          quoted(name)
              + " should take "
              + bits / Byte.SIZE
              + " bytes by its shape, its offsets give it "
              + (offsets[1] - offsets[0]));
    }
    ranges.add(new long[] {offsets[0], offsets[1], entries.size()});
    entries.add(
        new TensorEntry(
            name, dtype, type, shape, ByteOrder.LITTLE_ENDIAN, false, start + offsets[0]));
  }

  private void checkRanges(long available) throws TensorFileException {
    ranges.sort(Comparator.<long[]>comparingLong(r -> r[0]).thenComparingLong(r -> r[1]));
    long at = 0;
    for (long[] range : ranges) {
      String name = quoted(entries.get((int) range[2]).name());
      if (range[1] > available) {
        throw new TensorFileException(
            name + " ends at byte " + range[1] + " of its data, the file has " + available);
      }
      if (range[0] != at) {
        throw new TensorFileException(
            name + (range[0] < at ? " overlaps another tensor" : " leaves a gap before it"));
      }
      at = range[1];
    }
    if (at != available) {
      throw new TensorFileException((available - at) + " bytes at its end belong to no tensor");
    }
  }

  private String text(String name) throws IOException {
    expect(json.currentToken(), JsonToken.VALUE_STRING, quoted(name));
    return json.getText();
  }

  private long[] sizes(String name) throws IOException {
    expect(json.currentToken(), JsonToken.START_ARRAY, quoted(name));
    List<Long> sizes = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json.currentToken(), JsonToken.VALUE_NUMBER_INT, quoted(name));
      if (sizes.size() == MOST_DIMENSIONS || json.getLongValue() < 0) {
        throw new TensorFileException(quoted(name) + " has no sound shape or offsets");
      }
      sizes.add(json.getLongValue());
    }
    return sizes.stream().mapToLong(Long::longValue).toArray();
  }

  private static void expect(JsonToken found, JsonToken wanted, String of) throws IOException {
    if (found != wanted) {
      throw new TensorFileException(
          "not a sound .safetensors file: " + of + " is not what the format asks for");
    }
  }
}
