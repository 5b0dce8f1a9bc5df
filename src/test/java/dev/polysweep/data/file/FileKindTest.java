package dev.polysweep.data.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.data.file.FileKind.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are something else than their place says. */
class FileKindTest {

  @TempDir private Path folder;

  private static byte[] zip(String first) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(first));
      zip.write(new byte[100]);
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }

  private String refusal(String name, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve(name), content);
    String message =
        assertThrows(TensorFileException.class, () -> TensorFile.open(file)).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  /** \n stands for a line's end. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "version https://git-lfs.github.com/spec/v1\\noid sha256:ab\\nsize 30\\n"
            + "| is a Git LFS pointer | git lfs pull",
        "<!DOCTYPE html>\\n<html><head><title>404</title></head></html>"
            + "| is a web page (HTML) | take the link of the file itself",
        "\\n  <html lang='en'>            | is a web page (HTML) | take the link",
        "<?xml version='1.0'?><Error/>   | is an XML text       | download the file again",
        "{\"metadata\": {\"total_size\": 96}, \"weight_map\": {\"W\": \"m-1-of-2.safetensors\"}}"
            + "| is the index of a model | m-1-of-2.safetensors",
        "{\"d_in\": 4, \"d_sae\": 8}     | is a JSON text       | JSON",
        "GGUF\\n\\n\\n\\n\\n\\n          | is a GGUF file       | .safetensors",
        "PAR1\\n\\n\\n\\n\\n\\n          | is a Parquet file    | save its numbers"
      })
  void texts(String content, String what, String remedy) throws IOException {
    byte[] bytes = content.replace("\\n", "\n").getBytes(StandardCharsets.UTF_8);
    for (String name : new String[] {"w.safetensors", "w.npy"}) {
      String message = refusal(name, bytes);
      assertTrue(message.startsWith(what) && message.contains(remedy), message);
    }
  }

  @Test
  void archives() throws IOException {
    String torch = refusal("w.pt", zip("w/data.pkl"));
    assertTrue(torch.startsWith("is a file of torch.save") && torch.contains("save_file"), torch);
    String npz = refusal("w.npz", zip("W_enc.npy"));
    assertTrue(npz.startsWith("is a .npz archive") && npz.contains("['W_enc']"), npz);
    assertTrue(refusal("w.safetensors", zip("readme.txt")).startsWith("is a ZIP archive"));
    byte[] pickle = {
      (byte) 0x80, 2, (byte) 0x8a, 10, 'l', (byte) 0xfc, (byte) 0x9c, 'F', (byte) 0xf9
    };
    assertTrue(refusal("w.bin", pickle).startsWith("is a Python pickle"));
    byte[] gzip = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};
    assertTrue(refusal("w.safetensors", gzip).startsWith("is compressed by gzip"));
    byte[] hdf = "\u0089HDF\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);
    assertTrue(refusal("w.safetensors", hdf).startsWith("is an HDF5 file"));
    assertTrue(refusal("w.npy", new byte[0]).startsWith("is empty"));
  }

  @Test
  void formatsThatAreReadElsewhere() throws IOException {
    byte[] model = Files.readAllBytes(Path.of("src/test/resources/transformer/tiny.onnx"));
    assertTrue(refusal("w.safetensors", model).startsWith("is an ONNX model"));
    byte[] tensors = Files.readAllBytes(Path.of("src/test/resources/tensors/types.safetensors"));
    assertTrue(refusal("w.npy", tensors).startsWith("is a .safetensors file"));
    byte[] npy = Files.readAllBytes(Path.of("src/test/resources/tensors/le_f4_C_v1.npy"));
    assertTrue(FileKind.insteadOf(Format.ONNX, npy).orElseThrow().startsWith("is a .npy file"));
    assertTrue(FileKind.insteadOf(Format.ONNX, tensors).orElseThrow().contains(".safetensors"));
  }

  /** What is wrong with a file of the format that is wanted, its reader says better. */
  @ParameterizedTest
  @ValueSource(strings = {"le_f4_C_v1.npy", "types.safetensors"})
  void damagedFilesKeepTheirOwnMessage(String name) throws IOException {
    byte[] whole = Files.readAllBytes(Path.of("src/test/resources/tensors").resolve(name));
    byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 1);
    Format format = name.endsWith(".npy") ? Format.NPY : Format.SAFETENSORS;
    assertEquals(Optional.empty(), FileKind.insteadOf(format, cut));
    assertTrue(refusal("cut_" + name, cut).contains("the file has"));
  }
}
