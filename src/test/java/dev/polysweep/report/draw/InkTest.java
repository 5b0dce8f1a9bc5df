package dev.polysweep.report.draw;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class InkTest {

  /** A colour that the dark page does not change would be dark on dark. */
  @Test
  void aDarkPageHasAColourForEveryInk() throws IOException {
    String css;
    try (InputStream in = Ink.class.getResourceAsStream("/dev/polysweep/report/page/report.css")) {
      css = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    String dark = css.substring(css.lastIndexOf("prefers-color-scheme: dark"));
    for (Ink ink : Ink.values()) {
      if (ink != Ink.ON_DARK && ink != Ink.ON_PALE) { // these stand on cells, which keep theirs
        assertTrue(dark.contains(".fill-" + ink.role() + " {"), "fill of " + ink);
        assertTrue(dark.contains(".line-" + ink.role() + " {"), "line of " + ink);
      }
    }
  }
}
