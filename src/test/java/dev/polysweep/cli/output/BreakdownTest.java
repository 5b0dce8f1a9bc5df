package dev.polysweep.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a failure that the machine is the cause of, and of output that is lost. */
class BreakdownTest {

  @ParameterizedTest
  @CsvSource({
    "unable to create native thread: possibly out of memory or limits reached, ulimit -u",
    "Java heap space, POLYSWEEP_JAVA_OPTS=-Xmx4g",
  })
  void aLackOfMemoryOrThreads(String message, String remedy) {
    String said = Breakdown.of(new IllegalStateException("a task", new OutOfMemoryError(message)));
    assertTrue(said.contains(remedy), said);
    assertTrue(said.endsWith("(OutOfMemoryError: " + message + ")"), said);
  }

  @Test
  void aLibraryThatCannotBeLoaded() {
    String said = Breakdown.of(new UnsatisfiedLinkError("x.so: failed to map segment"));
    assertTrue(said.contains("-Djava.io.tmpdir=DIR"), said);
  }

  @Test
  void openFiles() {
    String said = Breakdown.of(new IOException("/a/b: Too many open files"));
    assertTrue(said.contains("ulimit -n"), said);
  }

  @Test
  void aPathWithLettersThatTheLocaleLacks() {
    String java = "Malformed input or input contains unmappable characters";
    String said = "r\u00e9sum\u00e9 has letters that the locale lacks; set LC_ALL=C.UTF-8";
    InvalidPathException e = new InvalidPathException("r\u00e9sum\u00e9", java);
    assertTrue(Breakdown.lettersLacking(e).orElse("").startsWith(said), e.getMessage());
    RuntimeException wrapped = new RuntimeException("cannot convert (" + e + ")");
    assertTrue(Breakdown.lettersLacking(wrapped).orElse("").startsWith(said));
    assertEquals(Optional.empty(), Breakdown.lettersLacking(new IOException("a: b")));
  }

  @Test
  void outputRemembersWhyItWasLost() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    StandardOutput output = new StandardOutput(full, false);
    PrintStream print = new PrintStream(output, true, StandardCharsets.UTF_8);
    print.println("lost");
    print.println("more");
    assertEquals(Optional.of("No space left on device"), output.failure());
    StandardOutput unread = new StandardOutput(full, true);
    new PrintStream(unread, true, StandardCharsets.UTF_8).println("lost");
    assertEquals(Optional.empty(), unread.failure());
    StandardOutput well = new StandardOutput(new ByteArrayOutputStream(), false);
    new PrintStream(well, true, StandardCharsets.UTF_8).println("kept");
    assertEquals(Optional.empty(), well.failure());
  }
}
