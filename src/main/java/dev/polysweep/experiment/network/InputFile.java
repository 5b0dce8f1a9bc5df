package dev.polysweep.experiment.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.data.file.TensorFile;
import dev.polysweep.data.file.TensorFileException;
import dev.polysweep.math.Matrix;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A user's data: inputs, and targets if the file has them. A file is read once in a process, by
 * whichever thread needs it first, as long as the memory allows it and the file does not change.
 *
 * @param x inputs, {@code [n, d]}
 * @param y targets, {@code [n, k]}; null if the file has none
 * @param labels names of the columns of x, {@code [d]}: those of the file, or x0, x1, …
 * @param sha256 hash of the file's content, in hex
 */
record InputFile(Matrix x, Matrix y, List<String> labels, String sha256) {

  private static final int CHUNK = 1 << 20;
  private static final String NAME = "[A-Za-z_][A-Za-z0-9_]{0,63}";
  private static final Map<Version, SoftReference<InputFile>> READ = new HashMap<>();

  /** A state of a file; another size or time means that it must be read again. */
  private record Version(Path path, long size, FileTime time) {}

  /**
   * Reads a file: a .npy file whose matrix is x, or a safetensors file with a matrix {@code x}, or
   * just one matrix, and if wanted a matrix or vector {@code y}. Its metadata {@code labels} may
   * name the columns of x, separated by commas or as a JSON list.
   *
   * @throws IOException if the file cannot be read or does not fit; the message is for users
   */
  static synchronized InputFile read(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    if (!Files.isRegularFile(absolute)) {
      throw new IOException(Files.exists(absolute) ? "not a file" : "there is no such file");
    }
    Version version =
        new Version(absolute, Files.size(absolute), Files.getLastModifiedTime(absolute));
    SoftReference<InputFile> kept = READ.get(version);
    InputFile file = kept == null ? null : kept.get();
    if (file == null) {
      file = readAnew(absolute);
      READ.keySet().removeIf(other -> other.path.equals(absolute));
      READ.put(version, new SoftReference<>(file));
    }
    return file;
  }

  private static InputFile readAnew(Path path) throws IOException {
    try (TensorFile file = TensorFile.open(path)) {
      Matrix x = file.has("x") ? file.matrix("x") : file.matrix();
      Matrix y = file.has("y") ? column(file, "y") : null;
      if (y != null && y.rows() != x.rows()) {
        throw new IOException("x and y have " + x.rows() + " and " + y.rows() + " rows");
      }
      return new InputFile(x, y, labels(file.metadata().get("labels"), x.cols()), hash(path));
    }
  }

  /** A matrix, or a vector as a matrix of one column. */
  private static Matrix column(TensorFile file, String name) throws IOException {
    try {
      return file.matrix(name);
    } catch (TensorFileException e) {
      try {
        float[] values = file.vector(name);
        return new Matrix(values.length, 1, values);
      } catch (TensorFileException neither) {
        throw e;
      }
    }
  }

  private static List<String> labels(String text, int width) throws IOException {
    if (text == null) {
      return names(width);
    }
    List<String> labels = new ArrayList<>();
    if (text.strip().startsWith("[")) {
      try {
        labels.addAll(Arrays.asList(new ObjectMapper().readValue(text, String[].class)));
      } catch (JsonProcessingException e) {
        throw new IOException("its labels are neither a JSON list nor separated by commas");
      }
    } else {
      Arrays.stream(text.split(",", -1)).map(String::strip).forEach(labels::add);
    }
    boolean sound = labels.stream().allMatch(label -> label != null && label.matches(NAME));
    if (!sound || labels.size() != width || labels.stream().distinct().count() != width) {
      throw new IOException(
          "its labels must be "
              + width
              + " different names of letters, digits and _, one a column of x");
    }
    return List.copyOf(labels);
  }

  /** The names x0, x1, … of columns without labels. */
  static List<String> names(int width) {
    List<String> names = new ArrayList<>();
    for (int k = 0; k < width; k++) {
      names.add("x" + k);
    }
    return names;
  }

  private static String hash(Path path) throws IOException {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(path), sha)) {
        byte[] chunk = new byte[CHUNK];
        while (in.read(chunk) >= 0) {
          // the digest sees what is read
        }
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
