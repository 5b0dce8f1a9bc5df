package dev.polysweep.report.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.report.page.SyntheticSweep;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTableTest {

  @ParameterizedTest
  @ValueSource(ints = {80, 100, 120, 132, 200})
  void noLineIsWiderThanTheTerminal(int width) {
    String table = TerminalTable.of(SyntheticSweep.of(8, 10), width, true);
    table.lines().forEach(line -> assertTrue(TerminalTable.columns(line) <= width, line));
    assertTrue(table.contains("5.70 ± 1.10"));
    assertTrue(table.contains("−27 [−48, −6] (0.005)"));
  }

  @Test
  void wideTerminalHasOneBlockOfAlignedLines() {
    String table = TerminalTable.of(SyntheticSweep.of(8, 10), 200, true);
    List<String> lines = table.lines().toList();
    assertEquals(10, lines.size());
    assertEquals(1, lines.stream().map(TerminalTable::columns).distinct().count());
    assertTrue(lines.get(0).startsWith("configuration "));
    assertTrue(lines.get(2).startsWith("random_bipolar_l1_relu "));
  }

  @Test
  void narrowTerminalRepeatsTheLabels() {
    String table = TerminalTable.of(SyntheticSweep.of(8, 10), 80, true);
    assertTrue(table.lines().filter(line -> line.startsWith("random_bipolar_l1_relu")).count() > 1);
    assertTrue(table.lines().filter(String::isEmpty).count() >= 1);
  }

  @Test
  void asciiIsAscii() {
    String table = TerminalTable.of(SyntheticSweep.of(List.of("größe", "b"), 3, false), 100, false);
    assertTrue(table.chars().allMatch(c -> c == '\n' || (c >= ' ' && c <= '~')), table);
    assertTrue(table.contains("+/-"));
  }

  @Test
  void controlCharactersOfLabelsDoNotReachTheTerminal() {
    String table =
        TerminalTable.of(SyntheticSweep.of(List.of("a\u001b[2Jb\rc", "d"), 3, false), 100, true);
    assertFalse(table.contains("\u001b") || table.contains("\r"));
    assertTrue(table.contains("a?[2Jb?c"));
  }

  @Test
  void wideCharactersTakeTwoColumns() {
    assertEquals(4, TerminalTable.columns("界面"));
    assertEquals(1, TerminalTable.columns("e\u0301"));
    String table = TerminalTable.of(SyntheticSweep.of(List.of("界面", "d"), 3, false), 200, true);
    assertEquals(1, table.lines().map(TerminalTable::columns).distinct().count());
  }

  @Test
  void oneSeedHasValuesWithoutIntervals() {
    String table = TerminalTable.of(SyntheticSweep.of(2, 1), 200, true);
    assertTrue(table.contains("5.70") && !table.contains("±"), table);
  }
}
