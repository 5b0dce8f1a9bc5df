package dev.polysweep.cli.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Standard output that remembers why a write failed, which Java's own stream does not. */
public final class StandardOutput extends OutputStream {

  /** The path by which Linux tells whether standard output is a pipe or a file. */
  private static final Path ITSELF = Path.of("/proc/self/fd/1");

  private final OutputStream out;
  private final boolean pipe;
  private IOException failure;

  /**
   * @param out the stream to write to
   * @param pipe whether the stream is a pipe. A write into a pipe fails only if nobody reads it any
   *     more; the error's message depends on the locale and cannot be relied on
   */
  public StandardOutput(OutputStream out, boolean pipe) {
    this.out = out;
    this.pipe = pipe;
  }

  /** Replaces Java's standard output by this one. */
  public static StandardOutput install() {
    StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out), isPipe());
    System.setOut(new PrintStream(output, false, Terminal.charset()));
    System.setErr(
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, Terminal.charset()));
    return output;
  }

  /** Makes a writer that writes to a stream in the terminal's charset. */
  public static PrintWriter writer(PrintStream stream) {
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
   * The reason why not everything could be written; empty if everything was, or if the reader of a
   * pipe, such as {@code head}, closed the pipe.
   */
  public synchronized Optional<String> failure() {
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
