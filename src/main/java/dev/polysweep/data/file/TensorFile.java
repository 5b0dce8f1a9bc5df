package dev.polysweep.data.file;

import dev.polysweep.math.Matrix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A {@code .safetensors} or {@code .npy} file, open for reading. A file is taken for a .npy file if
 * its name ends in {@code .npy} or its first bytes are those of that format, and otherwise for a
 * safetensors file. Elements of float64, float32, float16 and bfloat16 can be read, all as floats;
 * a matrix with an entry that is not finite is refused. Not thread-safe.
 */
public final class TensorFile implements AutoCloseable {

  private static final int CHUNK = 1 << 16; // bytes, a multiple of every element's size
  private static final int SHOWN = 8;

  private final FileBytes file;
  private final List<TensorEntry> entries;
  private final Map<String, String> metadata;

  private TensorFile(FileBytes file, List<TensorEntry> entries, Map<String, String> metadata) {
    this.file = file;
    this.entries = entries;
    this.metadata = metadata;
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws TensorFileException if the file does not exist or is not valid
   */
  public static TensorFile open(Path path) throws IOException {
    FileBytes file = new FileBytes(path);
    FileKind.Format format = FileKind.Format.SAFETENSORS;
    try {
      if (path.toString().toLowerCase(Locale.ROOT).endsWith(".npy")
          || NpyHeader.startsWithMagic(file)) {
        format = FileKind.Format.NPY;
        return new TensorFile(file, List.of(NpyHeader.read(file)), Map.of());
      }
      SafetensorsHeader header = SafetensorsHeader.read(file);
      return new TensorFile(file, header.entries(), header.metadata());
    } catch (TensorFileException e) {
      file.close();
      throw FileKind.insteadOf(format, path).map(TensorFileException::new).orElse(e);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /**
   * The names of the readable matrices in the file, in the file's order; the name of a .npy file's
   * matrix is empty.
   */
  public List<String> matrices() {
    return entries.stream().filter(TensorEntry::isMatrix).map(TensorEntry::name).toList();
  }

  /** The texts that a safetensors file holds beside its tensors, by key; empty for a .npy file. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** Names of all tensors in it, of any type and shape, in the file's order. */
  public List<String> names() {
    return entries.stream().map(TensorEntry::name).toList();
  }

  /**
   * Reads the file's only matrix.
   *
   * @throws TensorFileException if the file holds no readable matrix or several
   */
  public Matrix matrix() throws IOException {
    List<TensorEntry> found = entries.stream().filter(TensorEntry::mayBeWeights).toList();
    if (found.isEmpty()) {
      throw new TensorFileException("holds no matrix of floating-point numbers, only " + listed());
    }
    if (found.size() > 1) {
      throw new TensorFileException("holds several tensors, name one: " + listed());
    }
    return read(found.get(0));
  }

  /**
   * Reads a matrix by name.
   *
   * @throws TensorFileException if there is no tensor of that name or it is no readable matrix
   */
  public Matrix matrix(String name) throws IOException {
    for (TensorEntry entry : entries) {
      if (entry.name().equals(name)) {
        return read(entry);
      }
    }
    throw new TensorFileException(
        "has no tensor " + TensorFileException.quoted(name) + ", only " + listed());
  }

  /** Whether the file holds a tensor of that name, readable or not. */
  public boolean has(String name) {
    return entries.stream().anyMatch(entry -> entry.name().equals(name));
  }

  /**
   * Reads a vector by name; a matrix of one row counts as a vector.
   *
   * @throws TensorFileException if there is no tensor of that name or it is no readable vector
   */
  public float[] vector(String name) throws IOException {
    for (TensorEntry entry : entries) {
      if (entry.name().equals(name) && entry.shape().length <= 1) {
        return read(entry.asRow()).data();
      }
    }
    Matrix matrix = matrix(name);
    if (matrix.rows() != 1) {
      throw new TensorFileException(
          TensorFileException.quoted(name) + " is a " + matrix + ", not a vector");
    }
    return matrix.data();
  }

  private String listed() {
    String shown =
        entries.stream().limit(SHOWN).map(TensorEntry::describe).collect(Collectors.joining(", "));
    int more = entries.size() - SHOWN;
    return entries.isEmpty() ? "nothing" : more > 0 ? shown + " and " + more + " more" : shown;
  }

  private Matrix read(TensorEntry entry) throws IOException {
    if (entry.shape().length == 2 && !entry.readable()) {
      throw new TensorFileException(
          entry.describe()
              + " cannot be read, only "
              + ElementType.READABLE
              + "; save it as one of these");
    }
    if (!entry.isMatrix()) {
      throw new TensorFileException(
          entry.describe() + " is not a matrix of floating-point numbers");
    }
    if (entry.count() == 0) {
      throw new TensorFileException(entry.describe() + " is empty");
    }
    checkMemory(entry);
    int rows = (int) entry.shape()[0];
    int cols = (int) entry.shape()[1];
    Matrix matrix = new Matrix(rows, cols);
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(entry.order());
    long at = entry.from();
    long end = at + entry.count() * entry.type().bytes();
    for (int k = 0; at < end; at += buffer.limit()) {
      buffer.clear().limit((int) Math.min(CHUNK, end - at));
      file.fill(buffer, at);
      while (buffer.hasRemaining()) {
        int r = entry.columnMajor() ? k % rows : k / cols;
        int c = entry.columnMajor() ? k / rows : k % cols;
        float value = entry.type().next(buffer);
        if (!Float.isFinite(value)) {
          throw new TensorFileException(
              entry.describe() + ": entry [" + r + ", " + c + "] is no finite float32: " + value);
        }
        matrix.set(r, c, value);
        k++;
      }
    }
    return matrix;
  }

  private static void checkMemory(TensorEntry entry) throws TensorFileException {
    Runtime runtime = Runtime.getRuntime();
    long free = runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
    if (entry.count() > Integer.MAX_VALUE - 8 || entry.count() > free / Float.BYTES) {
      throw new TensorFileException(
          entry.describe()
              + " is too large: "
              + (entry.count() >> 18)
              + " MB as float32, but only "
              + (free >> 20)
              + " MB of the heap are free (raise -Xmx), and no matrix may take more than 8191 MB");
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
