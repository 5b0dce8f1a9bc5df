package dev.polysweep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int polysweep(String... args) {
    CommandLine line = Polysweep.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(args);
  }

  @Test
  void cellsASecondByTheSizeOfPacks() throws Exception {
    assertEquals(0, polysweep("bench", "--packs", "1,2", "--engine", "simd", "--json"));
    JsonNode figures = new ObjectMapper().readTree(out.toString());
    assertEquals(2, figures.size());
    for (int i = 0; i < 2; i++) {
      assertEquals("simd", figures.get(i).get("engine").asText());
      assertEquals(i + 1, figures.get(i).get("pack").asInt());
      assertTrue(figures.get(i).get("cells_per_s_per_core").asDouble() > 0);
    }
  }

  @Test
  void aPackOfNoCellsIsRefused() {
    assertEquals(2, polysweep("bench", "--packs", "8,0"));
    assertTrue(err.toString().contains("--packs"), err::toString);
  }
}
