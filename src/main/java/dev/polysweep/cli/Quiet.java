package dev.polysweep.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Silences the log messages of libraries, since the commands report what matters to the user.
 * Spark's log level is set in {@code log4j2.properties}.
 */
final class Quiet {

  private Quiet() {}

  static void install() {
    System.setProperty("java.awt.headless", "true");
    Logger.getLogger("").setLevel(Level.SEVERE); // java.util.logging: Parquet, Jersey
  }

  /**
   * Silences even errors, for the time after an interrupt, when failures are the intended
   * consequence.
   */
  static void entirely() {
    Configurator.setAllLevels("", org.apache.logging.log4j.Level.OFF);
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }
}
