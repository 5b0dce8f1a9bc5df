package dev.polysweep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.cli.output.Terminal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

  @Test
  void coloursOnlyOnTerminalsAndNeverAgainstTheUsersWish() {
    Map<String, String> terminal = Map.of("TERM", "xterm");
    assertTrue(Terminal.coloured(true, terminal));
    assertTrue(Terminal.coloured(true, Map.of("TERM", "xterm", "NO_COLOR", "")));
    assertFalse(Terminal.coloured(false, terminal));
    assertFalse(Terminal.coloured(true, Map.of("TERM", "xterm", "NO_COLOR", "1")));
    assertFalse(Terminal.coloured(true, Map.of("TERM", "dumb")));
    assertFalse(Terminal.coloured(true, Map.of()));
  }

  @Test
  void experimentsAreListedWithRangesAndDefaults() {
    Child.Ended all = InProcess.run("experiments");
    assertEquals(0, all.code(), all.err());
    assertTrue(all.out().contains("toy\n    toy models"), all.out());
    Child.Ended toy = InProcess.run("experiments", "toy");
    assertTrue(toy.out().contains("feature_probability = 0.03"), toy.out());
    assertTrue(toy.out().contains("a number from 0 to 1"), toy.out());
    assertTrue(toy.out().contains("Metrics"), toy.out());
    Child.Ended unknown = InProcess.run("experiments", "tayming");
    assertEquals(2, unknown.code());
    assertTrue(unknown.err().contains("did you mean 'taming'?"), unknown.err());
    assertEquals(1, unknown.err().lines().count());
  }
}
