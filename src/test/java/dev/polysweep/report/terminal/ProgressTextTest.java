package dev.polysweep.report.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.report.terminal.ProgressText.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTextTest {

  private static final State STATE =
      new State(40, 160, "cells", 1, 2, 3.84, 31, "lowest loss 0.0123 (orthogonal_kurtosis)");

  private final ProgressText text = new ProgressText(true, Colours.NONE);

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 79, 119, 199})
  void fitsAndKeepsTheMostImportant(int width) {
    String line = text.line("training", STATE, 12.4, 3, width);
    assertTrue(TerminalTable.columns(line) <= width, line);
    assertTrue(line.startsWith("⠸ training"), line);
    if (width >= 40) {
      assertTrue(line.contains("40 of 160 cells"), line);
    }
    if (width >= 79) {
      assertTrue(line.contains("25 %") && line.contains("31 s left"), line);
      assertTrue(line.contains("1 failed") && line.contains("██"), line);
    }
    if (width >= 119) {
      assertTrue(line.contains("3.8 cells/s") && line.contains("12 s"), line);
    }
    assertEquals(width >= 199, line.contains("lowest loss 0.0123 (orthogonal_kurtosis)"), line);
  }

  @Test
  void somethingMovesWhileNothingIsCounted() {
    assertNotEquals(text.line("starting Spark", 1, 1, 79), text.line("starting Spark", 1, 2, 79));
    assertEquals(
        "- drawing  61 min",
        new ProgressText(false, Colours.NONE)
            .line("drawing", 61 * 60, 2, 79)
            .replace("1 h 1 min", "61 min"));
  }

  @Test
  void slowCellsAreSecondsACell() {
    assertEquals("2.5 s a cell", ProgressText.rate(slow(0.4)));
    assertEquals("2 min 30 s a cell", ProgressText.rate(slow(1 / 150.0)));
    assertEquals("1.0 cells/s", ProgressText.rate(slow(1)));
    assertEquals("12,000 cells/s", ProgressText.rate(slow(12_000)));
  }

  private static State slow(double rate) {
    return new State(1, 2, "cells", 0, 0, rate, 1, "");
  }

  @Test
  void coloursAreEscapesOnlyWhereWanted() {
    String plain = text.line("training", STATE, 12.4, 3, 119);
    String coloured =
        new ProgressText(true, new Colours(true)).line("training", STATE, 12.4, 3, 119);
    assertFalse(plain.contains("\u001b"));
    assertTrue(coloured.contains("\u001b[31m1 failed\u001b[0m"), coloured);
    assertEquals(plain, coloured.replaceAll("\u001b\\[[0-9]+m", ""));
  }
}
