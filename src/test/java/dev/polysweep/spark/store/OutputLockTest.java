package dev.polysweep.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputLockTest {

  @TempDir Path folder;

  @Test
  void oneHolderAtATime() throws Exception {
    Path output = folder.resolve("new/output");
    try (OutputLock held = OutputLock.acquire(output)) {
      OutputInUseException e =
          assertThrows(OutputInUseException.class, () -> OutputLock.acquire(output));
      assertTrue(e.getMessage().contains(output.toString()), e.getMessage());
      OutputLock.acquire(folder.resolve("another")).close();
    }
    OutputLock.acquire(output).close();
  }

  @Test
  void anotherProcessIsRefusedAndADeadOneHoldsNothing() throws Exception {
    Process other =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    assertEquals('h', other.getInputStream().read(), "the other process holds the lock");
    assertThrows(OutputInUseException.class, () -> OutputLock.acquire(folder));
    other.destroyForcibly().waitFor();
    OutputLock.acquire(folder).close();
  }

  /** Takes the lock, says so, and waits to be killed. */
  static final class Holder {
    public static void main(String[] args) throws Exception {
      OutputLock.acquire(Path.of(args[0]));
      System.out.print("h");
      System.out.flush();
      Thread.sleep(60_000);
    }
  }
}
