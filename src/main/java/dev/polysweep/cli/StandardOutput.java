package dev.polysweep.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Standard output, which remembers whether what was written has arrived: Java's own forgets why it
 * has not.
 */
final class StandardOutput extends OutputStream {

  /** Where Linux says what standard output is. */
  private static final Path ITSELF = Path.of("/proc/self/fd/1");

  private final OutputStream out;
  private final boolean pipe;
  private IOException failure;

  /**
   * @param out where it writes
   * @param pipe whether that is a pipe: a write into one fails only where nobody reads it, and not
   *     every locale calls that broken
   */
  StandardOutput(OutputStream out, boolean pipe) {
    this.out = out;
    this.pipe = pipe;
  }

  /** Puts it in the place of Java's. */
  static StandardOutput install() {
    StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out), isPipe());
    System.setOut(new PrintStream(output, false, Terminal.charset()));
    System.setErr(
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, Terminal.charset()));
    return output;
  }

  /** A writer to a stream in the terminal's charset. */
  static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, Terminal.charset());
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    if (failure != null) {
      return;
    }
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /**
   * Why not everything could be written; nothing if all was, or if the reader of a pipe, such as
   * {@code head}, wanted no more.
   */
  synchronized Optional<String> failure() {
    return Optional.ofNullable(failure)
        .filter(e -> !String.valueOf(e.getMessage()).contains("Broken pipe") && !pipe)
        .map(IOException::getMessage);
  }

  private static boolean isPipe() {
    try {
      return Files.readSymbolicLink(ITSELF).toString().startsWith("pipe:");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
