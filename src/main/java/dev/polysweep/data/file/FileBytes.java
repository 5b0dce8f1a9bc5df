package dev.polysweep.data.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a regular file, read from any position. */
final class FileBytes implements AutoCloseable {

  private final FileChannel channel;
  private final long size;

  FileBytes(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new TensorFileException("there is no such file");
    }
    if (!Files.isRegularFile(path)) {
      throw new TensorFileException("not a file");
    }
    if (!Files.isReadable(path)) {
      throw new TensorFileException("cannot be read");
    }
    channel = FileChannel.open(path, StandardOpenOption.READ);
    size = channel.size();
  }

  long size() {
    return size;
  }

  /**
   * Reads the {@code length} bytes from position {@code from}; the caller has checked that the file
   * has them.
   */
  byte[] read(long from, int length) throws IOException {
    byte[] bytes = new byte[length];
    fill(ByteBuffer.wrap(bytes), from);
    return bytes;
  }

  /** Fills the buffer with the bytes from position {@code from} and flips it for reading. */
  void fill(ByteBuffer buffer, long from) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
    }
    buffer.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
