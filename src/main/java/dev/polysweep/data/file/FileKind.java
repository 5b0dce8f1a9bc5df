package dev.polysweep.data.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what a file is that was given in place of a tensor file, a model or a tokenizer, and what to
 * do about it. Only a file that its own reader has refused is looked at: a sound safetensors file
 * may begin with any byte.
 */
public final class FileKind {

  /** Formats that are read. */
  public enum Format {
    SAFETENSORS,
    NPY,
    ONNX,
    JSON
  }

  /** Bytes at a file's beginning that are looked at. */
  private static final int HEAD = 1 << 16;

  private static final String LFS = "version https://git-lfs.github.com/spec/";
  private static final Pattern SHARD = Pattern.compile("\"([^\"/\\\\]{1,80}\\.safetensors)\"");
  private static final int ZIP_NAME_LENGTH = 26; // of the first entry, two bytes
  private static final int ZIP_NAME = 30;

  private final Format wanted;
  private final byte[] head;
  private final String latin;

  private FileKind(Format wanted, byte[] bytes) {
    this.wanted = wanted;
    head = Arrays.copyOf(bytes, Math.min(bytes.length, HEAD));
    latin = new String(head, StandardCharsets.ISO_8859_1);
  }

  /**
   * What a file is, if it is of a kind that is often mistaken for another.
   *
   * @param wanted the format that the file should have and does not
   * @return a clause for the user that follows the file's name: "is …; do this"
   * @throws IOException if the file cannot be read
   */
  public static Optional<String> insteadOf(Format wanted, Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return insteadOf(wanted, in.readNBytes(HEAD));
    }
  }

  /**
   * The same, of a file's content.
   *
   * @param bytes the file's first bytes, at least 64 KB where it has as many
   */
  public static Optional<String> insteadOf(Format wanted, byte[] bytes) {
    FileKind kind = new FileKind(wanted, bytes);
    if (kind.isSafetensors()) {
      return Optional.ofNullable(
          switch (wanted) {
            case SAFETENSORS -> null;
            case NPY -> "is a .safetensors file; give it that ending";
            case ONNX -> "is a .safetensors file, which holds weights alone; export it to .onnx";
            case JSON -> "is a .safetensors file, which holds weights alone";
          });
    }
    return Optional.ofNullable(kind.binary()).or(() -> Optional.ofNullable(kind.text()));
  }

  /** Whether eight bytes, of which the last is 0 since no header is so long, precede a brace. */
  private boolean isSafetensors() {
    return head.length > Long.BYTES && head[Long.BYTES - 1] == 0 && head[Long.BYTES] == '{';
  }

  private String binary() {
    if (head.length == 0) {
      return "is empty: it has 0 bytes; copy or download it again";
    }
    if (latin.startsWith("PK\3\4")) {
      return zip();
    }
    if (head.length > 1 && latin.charAt(0) == 0x80 && head[1] >= 2 && head[1] <= 5) {
      return pickle("is a Python pickle, as PyTorch's .pt and .bin files are");
    }
    if (latin.startsWith(new String(NpyHeader.MAGIC, StandardCharsets.ISO_8859_1))) {
      return wanted == Format.NPY ? null : "is a .npy file, one array of NumPy";
    }
    if (latin.startsWith("\u0089HDF\r\n\u001a\n")) {
      return "is an HDF5 file; save its tensors as .safetensors or .npy";
    }
    if (latin.startsWith("GGUF")) {
      return "is a GGUF file of llama.cpp; take the model's .safetensors or .onnx files";
    }
    if (latin.startsWith("PAR1")) {
      return "is a Parquet file, a table; save its numbers as .safetensors or .npy";
    }
    if (latin.startsWith("\u001f\u008b")) {
      return "is compressed by gzip; unpack it first with gunzip";
    }
    if (wanted != Format.ONNX && latin.matches("(?s)\\x08[\\x03-\\x1f]\\x12.*")) {
      // field 1 of a model is the version of its format, field 2 the name of the exporter
      return "is an ONNX model; polysweep extract --model runs it";
    }
    return null;
  }

  private String zip() {
    int length =
        head.length < ZIP_NAME
            ? 0
            : (head[ZIP_NAME_LENGTH] & 0xff) | (head[ZIP_NAME_LENGTH + 1] & 0xff) << 8;
    String first = latin.substring(Math.min(latin.length(), ZIP_NAME));
    first = first.substring(0, Math.min(first.length(), length));
    if (first.endsWith(".npy")) {
      return "is a .npz archive of NumPy; save one of its arrays by itself:"
          + " numpy.save('w.npy', numpy.load('file.npz')['"
          + first.substring(0, first.length() - 4).replaceAll("[^\\w.-]", "?")
          + "'])";
    }
    if (first.endsWith(".pkl") || latin.contains("/data.pkl")) {
      return pickle("is a file of torch.save, a ZIP archive with a Python pickle");
    }
    return "is a ZIP archive; unpack it first";
  }

  private static String pickle(String what) {
    return what
        + "; pickles can run programs and are not read; save its tensors in Python:"
        + " safetensors.torch.save_file(torch.load('file.pt', weights_only=True), 'w.safetensors')";
  }

  private String text() {
    String text = latin.replaceFirst("^\u00ef\u00bb\u00bf", "").stripLeading(); // byte order mark
    String start = text.substring(0, Math.min(text.length(), 256)).toLowerCase(Locale.ROOT);
    if (start.startsWith(LFS)) {
      return "is a Git LFS pointer, which stands for the file and does not hold it; fetch the file:"
          + " git lfs pull";
    }
    if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
      return "is a web page (HTML): a page about the file, or an error or a log-in, was downloaded"
          + " in its place; take the link of the file itself";
    }
    if (start.startsWith("<?xml")) {
      return "is an XML text, such as a storage service's error message; download the file again";
    }
    if (start.startsWith("{") && text.contains("\"weight_map\"")) {
      Matcher shard = SHARD.matcher(text);
      return "is the index of a model whose weights lie in several files; give the one that holds"
          + " the tensor"
          + (shard.find() ? ", such as " + shard.group(1) : "");
    }
    if (wanted != Format.JSON && start.matches("(?s)[{\\[]\\s*[\"{}\\[\\]].*")) {
      return "is a JSON text";
    }
    return null;
  }
}
