package dev.polysweep.data.file;

import static dev.polysweep.data.file.TensorFileException.quoted;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a .npy file (NumPy Enhancement Proposal 1): magic bytes, version, the length of a
 * Python dictionary literal, and the literal with {@code descr}, {@code fortran_order} and {@code
 * shape}. The numbers fill the rest of the file. Versions 1 to 3 differ in the width of the length
 * and the literal's encoding.
 */
final class NpyHeader {

  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** The longest literal that is accepted, in bytes; one with these three keys takes about 100. */
  private static final int LONGEST = 10_000;

  private static final int LARGEST_VERSION = 3;

  private static final Pattern ENTRY =
      Pattern.compile(
          "\\s*['\"](\\w{1,20})['\"]\\s*:\\s*"
              + "(?:'([^']*)'|\"([^\"]*)\"|(True|False)|\\(([0-9L,\\s]*)\\))\\s*(,|(?=\\}))\\s*");

  private NpyHeader() {}

  static boolean startsWithMagic(FileBytes file) throws IOException {
    return file.size() >= MAGIC.length && Arrays.equals(file.read(0, MAGIC.length), MAGIC);
  }

  /**
   * Reads the header and returns the description of the file's one tensor, whose name is empty.
   *
   * @throws TensorFileException if the file is no valid .npy file or its element type cannot be
   *     read
   */
  static TensorEntry read(FileBytes file) throws IOException {
    int fixed = MAGIC.length + 2;
    if (!startsWithMagic(file) || file.size() < fixed + 4) {
      throw new TensorFileException("not a .npy file, or cut short");
    }
    byte[] prefix = file.read(0, fixed + 4);
    int version = prefix[MAGIC.length];
    if (version < 1 || version > LARGEST_VERSION || prefix[MAGIC.length + 1] != 0) {
      throw new TensorFileException(
          "its .npy version "
              + version
              + "."
              + prefix[MAGIC.length + 1]
              + " is unknown; 1.0, 2.0 and 3.0 can be read");
    }
    int width = version == 1 ? 2 : 4;
    long length = 0;
    for (int i = width - 1; i >= 0; i--) {
      length = length << 8 | prefix[fixed + i] & 0xff;
    }
    long from = fixed + width;
    if (length > file.size() - from || length > LONGEST) {
      throw new TensorFileException(
          "its header claims " + length + " bytes, the file has " + file.size());
    }
    String text =
        new String(
            file.read(from, (int) length),
            version == LARGEST_VERSION ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    return entry(literal(text), from + length, file.size());
  }

  /** The values of the dictionary literal by key, as text without quotes and brackets. */
  private static Map<String, String> literal(String text) throws TensorFileException {
    String body = text.strip();
    if (!body.startsWith("{") || !body.endsWith("}")) {
      throw new TensorFileException("its .npy header is not a dictionary");
    }
    Map<String, String> values = new HashMap<>();
    Matcher entry = ENTRY.matcher(body).region(1, body.length());
    entry.useTransparentBounds(true);
    while (entry.lookingAt()) {
      String value = null;
      for (int group = 2; group <= 5 && value == null; group++) {
        value = entry.group(group);
      }
      if (values.put(entry.group(1), value) != null) {
        throw new TensorFileException("its .npy header has " + quoted(entry.group(1)) + " twice");
      }
      entry.region(entry.end(), body.length());
    }
    if (entry.regionStart() != body.length() - 1
        || !values.keySet().equals(java.util.Set.of("descr", "fortran_order", "shape"))) {
      throw new TensorFileException(
          "its .npy header does not give descr, fortran_order and shape of one plain array");
    }
    return values;
  }

  private static TensorEntry entry(Map<String, String> values, long from, long size)
      throws TensorFileException {
    String descr = values.get("descr");
    ElementType type =
        switch (descr.length() == 3 ? descr.substring(1) : "") {
          case "f8" -> ElementType.F64;
          case "f4" -> ElementType.F32;
          case "f2" -> ElementType.F16;
          default -> null;
        };
    if (type == null || descr.charAt(0) != '<' && descr.charAt(0) != '>') {
      throw new TensorFileException(
          "holds numbers of dtype " + quoted(descr) + "; save them as float32 or float64");
    }
    ByteOrder order = descr.charAt(0) == '<' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    String fortran = values.get("fortran_order");
    if (!fortran.equals("True") && !fortran.equals("False")) {
      throw new TensorFileException("its fortran_order is neither True nor False");
    }
    long[] shape;
    long bytes;
    try {
      shape =
          Arrays.stream(values.get("shape").replace("L", "").split(","))
              .map(String::strip)
              .filter(part -> !part.isEmpty())
              .mapToLong(Long::parseLong)
              .toArray();
      bytes = Math.multiplyExact(TensorEntry.count(shape), (long) type.bytes());
    } catch (ArithmeticException | NumberFormatException e) {
      throw new TensorFileException("its shape (" + cut(values.get("shape")) + ") is not sound");
    }
    if (bytes != size - from) {
      throw new TensorFileException(
          "its shape asks for " + bytes + " bytes of numbers, the file has " + (size - from));
    }
    return new TensorEntry("", type.name(), type, shape, order, fortran.equals("True"), from);
  }

  private static String cut(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
