package dev.polysweep.data.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.math.Matrix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Safetensors files with tensors that are not read beside the one that is. */
class NewerTypesTest {

  private static final Matrix W = new Matrix(2, 2, new float[] {1, 2, 3, 4});

  @TempDir private Path folder;

  /** W, and another matrix of 24 elements in so many bytes; ' stands for ". */
  private Path file(String before, String dtype, int bytes) throws IOException {
    String header =
        ("{" + before + "'W':{'dtype':'F32','shape':[2,2],'data_offsets':[0,16]}")
            + String.format(
                Locale.ROOT,
                ",'other':{'dtype':'%s','shape':[4,6],'data_offsets':[16,%d]}}",
                dtype,
                16 + bytes);
    byte[] text = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    ByteBuffer all =
        ByteBuffer.allocate(8 + text.length + 16 + bytes).order(ByteOrder.LITTLE_ENDIAN);
    all.putLong(text.length).put(text).putFloat(1).putFloat(2).putFloat(3).putFloat(4);
    return Files.write(folder.resolve("w.safetensors"), all.array());
  }

  private static String refusal(Executable action) {
    return assertThrows(TensorFileException.class, action).getMessage();
  }

  @ParameterizedTest
  @CsvSource({
    "F4, 12",
    "F6_E2M3, 18",
    "F6_E3M2, 18",
    "F8_E5M2, 24",
    "F8_E4M3, 24",
    "F8_E8M0, 24",
    "F8_E4M3FNUZ, 24",
    "F8_E5M2FNUZ, 24",
    "C64, 192"
  })
  void typesThatAreNotReadFailOnlyIfAskedFor(String dtype, int bytes) throws IOException {
    try (TensorFile tensors = TensorFile.open(file("", dtype, bytes))) {
      assertEquals(W, tensors.matrix("W"));
      String asked = refusal(() -> tensors.matrix("other"));
      assertTrue(asked.startsWith("'other' " + dtype + " [4, 6] cannot be read"), asked);
      assertTrue(refusal(tensors::matrix).startsWith("holds several tensors, name one: "));
    }
  }

  @Test
  void unknownTypesFailOnlyIfAskedFor() throws IOException {
    try (TensorFile tensors = TensorFile.open(file("", "F3_X", 9))) {
      assertEquals(W, tensors.matrix("W"));
      String asked = refusal(() -> tensors.matrix("other"));
      assertTrue(asked.startsWith("'other' of unknown dtype 'F3_X' [4, 6] cannot be read"), asked);
    }
  }

  @Test
  void integersAreNeverMeant() throws IOException {
    try (TensorFile tensors = TensorFile.open(file("", "I64", 192))) {
      assertEquals(W, tensors.matrix());
    }
  }

  @Test
  void noMetadataMayBeWrittenAsNull() throws IOException {
    try (TensorFile tensors = TensorFile.open(file("'__metadata__':null,", "F4", 12))) {
      assertEquals(W, tensors.matrix("W"));
    }
  }
}
