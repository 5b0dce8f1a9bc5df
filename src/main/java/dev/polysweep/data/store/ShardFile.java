package dev.polysweep.data.store;

import dev.polysweep.data.file.FileKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * One file of a store in NumPy's format, which {@code numpy.load(file, mmap_mode='r')} opens: a
 * header of fixed length, then float32 numbers {@code [rows, width]}, little-endian and row-major.
 * The file is mapped into memory, so the operating system caches its pages, shared by all processes
 * that read it.
 */
public final class ShardFile {

  /** The length of the header in bytes. */
  public static final int HEADER = 128;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  private final ByteBuffer bytes;
  private final FloatBuffer numbers;
  private final int width;
  private boolean sound;

  private ShardFile(ByteBuffer bytes, FloatBuffer numbers, int width) {
    this.bytes = bytes;
    this.numbers = numbers;
    this.width = width;
  }

  /** The header of a file {@code [rows, width]}. */
  public static byte[] header(long rows, int width) {
    String literal =
        String.format(
            Locale.ROOT,
            "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }",
            rows,
            width);
    int length = HEADER - MAGIC.length - Short.BYTES;
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).putShort((short) length);
    header.put(
        (literal + " ".repeat(length - 1 - literal.length()) + "\n")
            .getBytes(StandardCharsets.US_ASCII));
    return header.array();
  }

  /**
   * Maps a file into memory.
   *
   * @throws IOException if the file does not exist or has another size or shape; the message is for
   *     users
   */
  static ShardFile map(Path file, long rows, int width) throws IOException {
    long bytes = HEADER + rows * width * Float.BYTES;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() != bytes) {
        String other =
            FileKind.insteadOf(FileKind.Format.NPY, file)
                .orElse("has " + channel.size() + " bytes instead of " + bytes);
        throw new IOException(file.getFileName() + " " + other);
      }
      ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes);
      byte[] header = new byte[HEADER];
      mapped.get(header);
      if (!java.util.Arrays.equals(header, header(rows, width))) {
        throw new IOException(
            file.getFileName()
                + " is not a NumPy file of the shape that the store's manifest states");
      }
      FloatBuffer floats = mapped.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
      return new ShardFile(mapped.rewind(), floats, width);
    } catch (NoSuchFileException e) {
      throw new IOException(file.getFileName() + " is missing", e);
    }
  }

  /**
   * Compares the file's bytes with the hash that the store's manifest states. They are read once,
   * when the file is first used.
   *
   * @param file the file's name, for the message
   * @param sha256 SHA-256 of all bytes, in hexadecimal
   * @throws IllegalStateException if the bytes have another hash; the message is for users
   */
  synchronized void requireSound(String file, String sha256) {
    if (sound) {
      return;
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes.duplicate());
      if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
        throw new IllegalStateException(
            file
                + " of the store of activations is not the file that its manifest states: the bytes"
                + " have another SHA-256; make the store again with polysweep shuffle");
      }
      sound = true;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JRE has SHA-256", e);
    }
  }

  /**
   * Copies the {@code rows} rows from row {@code from} on.
   *
   * @param into array of at least offset + rows · width floats, overwritten from offset on
   */
  void copy(int from, int rows, float[] into, int offset) {
    numbers.get(from * width, into, offset, rows * width);
  }
}
