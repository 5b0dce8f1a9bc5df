package dev.polysweep.data.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.math.Matrix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that lie: each gets a sentence, and no more memory than it has bytes. */
class HostileFileTest {

  @TempDir private Path folder;

  private static final String W = "'W':{'dtype':'F32','shape':[2,2],'data_offsets':[0,16]}";

  /** Headers over 16 bytes of numbers; ' stands for ". */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[]                                                         | the header is not",
        "'W'                                                        | the header is not",
        "null                                                       | the header is not",
        "{                                                          | not sound JSON",
        "{'W':}                                                     | not sound JSON",
        "~~                                                         | the header is not",
        "nonsense                                                   | not sound JSON",
        "{W:1}                                                      | not sound JSON",
        "{'W':3}                                                    | 'W' is not",
        "{'W':{}}                                                   | lacks dtype",
        "{'W':{'dtype':'F32','shape':[2,2]}}                        | lacks dtype",
        "{'W':{'dtype':'F31','shape':[2,2],'data_offsets':[0,16]}}  | dtype 'F31'",
        "{'W':{'dtype':7,'shape':[2,2],'data_offsets':[0,16]}}      | 'W' is not",
        "{'W':{'dtype':'F32','shape':4,'data_offsets':[0,16]}}      | 'W' is not",
        "{'W':{'dtype':'F32','shape':[2,2.0],'data_offsets':[0,16]}}| 'W' is not",
        "{'W':{'dtype':'F32','shape':[2,'2'],'data_offsets':[0,16]}}| 'W' is not",
        "{'W':{'dtype':'F32','shape':[-2,-2],'data_offsets':[0,16]}}| no sound shape",
        "{'W':{'dtype':'F32','shape':[3,2],'data_offsets':[0,16]}}  | take 24 bytes",
        "{'W':{'dtype':'F64','shape':[2,2],'data_offsets':[0,16]}}  | take 32 bytes",
        "{'W':{'dtype':'F32','shape':[2,2],'data_offsets':[16,0]}}  | [begin, end]",
        "{'W':{'dtype':'F32','shape':[2,2],'data_offsets':[0]}}     | [begin, end]",
        "{'W':{'dtype':'F32','shape':[2,2],'data_offsets':[0,8,16]}}| [begin, end]",
        "{'W':{'dtype':'F32','shape':[2,2],'data_offsets':[4,20]}}  | ends at byte 20",
        "{'W':{'dtype':'F32','shape':[1,2],'data_offsets':[0,8]}}   | 8 bytes at its end",
        "{'W':{'dtype':'F32','shape':[1,2],'data_offsets':[8,16]}}  | gap before",
        "{'W':{'dtype':'F32','shape':[2,2],'data_offsets':[0,16],'x':1}} | has a key 'x'",
        "{'__metadata__':{'a':1}}                                   | __metadata__ is not",
        "{'__metadata__':{'a':{'b':'c'}}}                           | __metadata__ is not",
        "{'__metadata__':[]}                                        | '__metadata__' is not",
        "{'W':null}                                                 | 'W' is not",
        "{'W':{'dtype':'F4','shape':[2,2],'data_offsets':[0,16]}}   | take 2 bytes",
        "{'W':{'dtype':'F6_E2M3','shape':[3],'data_offsets':[0,2]}} | does not fill its last byte",
        "{'W':{'dtype':'X9','shape':[2,2],'data_offsets':[0,8]}}    | 8 bytes at its end",
        "{'W':{'dtype':'X9','shape':[2,2],'data_offsets':[8,16]}}   | gap before",
        "{'W':{'dtype':'X9','shape':[2,2],'data_offsets':[0,99]}}   | ends at byte 99",
        "{}                                                         | 16 bytes at its end",
        "{'W':{'dtype':'F32','shape':[2000000000,2000000000,2000000000],'data_offsets':[0,16]}}"
            + "| more elements than any",
        "{'W':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,16]}}"
            + "| not sound JSON",
        "{'W':{'dtype':'F32','shape':[1000000000000,1],'data_offsets':[0,4000000000000]}}"
            + "| ends at byte 4000000000000",
        "{'W':{'dtype':'F32','dtype':'F32','shape':[2,2],'data_offsets':[0,16]}}| not sound JSON"
      })
  void safetensors(String header, String problem) throws IOException {
    byte[] text =
        (header == null ? "" : header).replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    assertRefused(safetensors(text, new byte[16]), problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{W,'V':{'dtype':'F32','shape':[1,2],'data_offsets':[8,16]}}  | overlaps",
        "{W,'V':{'dtype':'F32','shape':[2,2],'data_offsets':[0,16]}}  | overlaps",
        "{W,W}                                                        | not sound JSON",
        "{W}{}                                                        | more text after",
        "{W,'b':{'dtype':'F32','shape':[],'data_offsets':[16,20]}}    | ends at byte 20"
      })
  void severalTensors(String header, String problem) throws IOException {
    byte[] text =
        header
            .replace("{W", "{" + W)
            .replace(",W", "," + W)
            .replace('\'', '"')
            .getBytes(StandardCharsets.UTF_8);
    assertRefused(safetensors(text, new byte[16]), problem);
  }

  @Test
  void deepNesting() throws IOException {
    assertRefused(
        safetensors("[".repeat(200_000).getBytes(StandardCharsets.UTF_8), new byte[4]),
        "the header is not");
    String deep = "{\"W\":{\"dtype\":" + "[".repeat(200_000);
    assertRefused(safetensors(deep.getBytes(StandardCharsets.UTF_8), new byte[4]), "'W' is not");
  }

  @Test
  void headersThatClaimWhatIsNotThere() throws IOException {
    for (long claim : new long[] {-1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40, 100, 9}) {
      byte[] bytes = new byte[16];
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(claim);
      assertRefused(bytes, "its header claims " + Long.toUnsignedString(claim));
    }
    assertRefused(new byte[0], "it has 0 bytes");
    assertRefused(new byte[7], "it has 7 bytes");
  }

  @Test
  void bytesThatAreNoText() throws IOException {
    assertRefused(
        safetensors(new byte[] {'{', '"', (byte) 0xff, '"', '}'}, new byte[0]), "not sound JSON");
    assertRefused(
        safetensors("{\"W\":1}".getBytes(StandardCharsets.UTF_16), new byte[0]), "not sound JSON");
  }

  @Test
  void longNamesAreCut() throws IOException {
    String name = "x".repeat(100_000);
    byte[] bytes =
        safetensors(("{\"" + name + "\":1}").getBytes(StandardCharsets.UTF_8), new byte[0]);
    TensorFileException e = refused(bytes, "w.safetensors");
    assertTrue(e.getMessage().length() < 200, e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[4]      | no matrix",
        "[2,2,1]  | no matrix",
        "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,4] | no sound shape"
      })
  void shapesThatAreNoMatrix(String shape, String problem) throws IOException {
    String header = "{\"W\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":[0,16]}}";
    assertRefused(safetensors(header.getBytes(StandardCharsets.UTF_8), new byte[16]), problem);
  }

  @Test
  void emptyMatrices() throws IOException {
    for (String shape : new String[] {"[0,3]", "[3,0]", "[0,0]", "[9223372036854775807,0]"}) {
      String header = "{\"W\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":[0,0]}}";
      assertRefused(safetensors(header.getBytes(StandardCharsets.UTF_8), new byte[0]), "is empty");
    }
  }

  @Test
  void numbersThatAreNotFinite() throws IOException {
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, -1f / 0}) {
      byte[] numbers = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).array();
      ByteBuffer.wrap(numbers).order(ByteOrder.LITTLE_ENDIAN).putFloat(8, value);
      String header = ("{" + W + "}").replace('\'', '"');
      assertRefused(
          safetensors(header.getBytes(StandardCharsets.UTF_8), numbers),
          "entry [1, 0] is no finite float32");
    }
    byte[] numbers = new byte[8];
    ByteBuffer.wrap(numbers).order(ByteOrder.LITTLE_ENDIAN).putDouble(1e300);
    String header = "{\"W\":{\"dtype\":\"F64\",\"shape\":[1,1],\"data_offsets\":[0,8]}}";
    assertRefused(
        safetensors(header.getBytes(StandardCharsets.UTF_8), numbers),
        "entry [0, 0] is no finite float32");
  }

  /** Headers of .npy files over 16 bytes of numbers. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), } | asks for 24 bytes",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), } | asks for 8 bytes",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }   | no matrix",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (), }     | asks for 4 bytes",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-2, -2)} | does not give",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 9999999999999999999)}|is not sound",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1 2, 2)} | is not sound",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4000000000000000000, 4)}|is not sound",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 2), }     | does not give",
        "{'descr': '<f4', 'fortran_order': 'x', 'shape': (2, 2), }   | neither True nor False",
        "{'descr': '<i4', 'fortran_order': False, 'shape': (2, 2), } | dtype '<i4'",
        "{'descr': '=f4', 'fortran_order': False, 'shape': (2, 2), } | dtype '=f4'",
        "{'descr': '', 'fortran_order': False, 'shape': (2, 2), }    | dtype ''",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2, 2), } | does not give",
        "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2, 2)} | twice",
        "{'descr': '<f4', 'shape': (2, 2), }                         | does not give",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), 'x': '1'} | does not give",
        "__import__('os')                                            | not a dictionary",
        "{}                                                          | does not give",
        "{}}                                                         | does not give"
      })
  void npy(String header, String problem) throws IOException {
    assertRefused(npy(1, header, new byte[16]), problem);
  }

  @Test
  void npyVersionsAndLengths() throws IOException {
    String sound = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }";
    assertRefused(npy(4, sound, new byte[16]), "version 4.0 is unknown");
    assertRefused(npy(0, sound, new byte[16]), "version 0.0 is unknown");
    byte[] bytes = npy(2, sound, new byte[16]);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(8, -1);
    assertRefused(bytes, "claims 4294967295 bytes");
    byte[] cut = java.util.Arrays.copyOf(npy(1, sound, new byte[16]), 9);
    assertRefused(cut, "cut short");
    assertRefused(new byte[] {1, 2, 3}, "not a .npy file", "w.npy");
  }

  @Test
  void aFileThatIsMostlyHole() throws IOException {
    // The header is honest, but 3 GB of zeros are more than there is memory for, or one array.
    long bytes = 64L << 30;
    String header =
        "{\"W\":{\"dtype\":\"F32\",\"shape\":[4,4294967296],\"data_offsets\":[0," + bytes + "]}}";
    Path file =
        Files.write(
            folder.resolve("hole"),
            safetensors(header.getBytes(StandardCharsets.UTF_8), new byte[0]));
    try (var channel =
        java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[1]), 8 + header.length() + bytes - 1);
    }
    try (TensorFile tensors = TensorFile.open(file)) {
      TensorFileException e = assertThrows(TensorFileException.class, tensors::matrix);
      assertTrue(e.getMessage().contains("is too large: 65536 MB"), e.getMessage());
    }
  }

  @Test
  void readingTakesNoMoreThanTheFile() throws IOException {
    Path file = folder.resolve("large.safetensors");
    Matrix large = new Matrix(1000, 1000);
    SafetensorsWriter.write(file, Map.of("W", large), Map.of());
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (TensorFile tensors = TensorFile.open(file)) {
      long before = threads.getCurrentThreadAllocatedBytes();
      tensors.matrix();
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertTrue(allocated < 4_000_000 + 200_000, "allocated " + allocated);
    }
  }

  @Test
  void whatIsNoFile() {
    for (Path path : new Path[] {folder, folder.resolve("absent"), Path.of("/dev/zero")}) {
      assertThrows(TensorFileException.class, () -> TensorFile.open(path), path.toString());
    }
  }

  private void assertRefused(byte[] bytes, String problem) throws IOException {
    assertRefused(bytes, problem, "w.safetensors");
  }

  private void assertRefused(byte[] bytes, String problem, String name) throws IOException {
    String message = refused(bytes, name).getMessage();
    assertTrue(message.contains(problem), () -> "'" + message + "' does not say: " + problem);
    assertEquals(1, message.lines().count(), message);
  }

  private TensorFileException refused(byte[] bytes, String name) throws IOException {
    Path file = Files.write(folder.resolve(name), bytes);
    return assertThrows(
        TensorFileException.class,
        () -> {
          try (TensorFile tensors = TensorFile.open(file)) {
            tensors.matrix();
          }
        });
  }

  private static byte[] safetensors(byte[] header, byte[] numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + header.length + numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    return bytes.putLong(header.length).put(header).put(numbers).array();
  }

  private static byte[] npy(int version, String header, byte[] numbers) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(NpyHeader.MAGIC);
    bytes.write(new byte[] {(byte) version, 0, (byte) header.length(), 0});
    if (version > 1) {
      bytes.write(new byte[2]);
    }
    bytes.write(header.getBytes(StandardCharsets.ISO_8859_1));
    bytes.write(numbers);
    return bytes.toByteArray();
  }
}
