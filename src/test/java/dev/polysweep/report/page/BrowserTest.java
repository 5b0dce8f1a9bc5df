package dev.polysweep.report.page;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pages in Chromium: they say nothing on the console, ask for nothing, please axe-core and
 * html-validate at two widths and in two colour schemes, and their explorer does what it says.
 * {@code browser.mjs} does the looking.
 */
class BrowserTest {

  /** Bytes of the largest page that is still quick to send. */
  private static final long LARGEST = 3_000_000;

  /** Seconds of processor time within which a page is ready. */
  private static final double READY = 2;

  @TempDir private Path folder;

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void pagesWorkInChromium() throws Exception {
    assertWork(Map.of("taming", SyntheticRuns.taming(), "large", SyntheticRuns.large()));
  }

  @Test
  @Tag("full")
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void pagesOfOtherExperimentsWorkInChromium() throws Exception {
    assertWork(
        Map.of(
            "toy", SyntheticRuns.toy(),
            "temporal", SyntheticRuns.temporal(),
            "monosemantic", SyntheticRuns.monosemantic()));
  }

  private void assertWork(Map<String, ReportInput> inputs) throws Exception {
    List<Path> pages = new ArrayList<>();
    for (String name : inputs.keySet().stream().sorted().toList()) {
      ReportInput input = inputs.get(name);
      Path page = folder.resolve(name + ".html");
      Files.writeString(page, new HtmlReport(input, new Figures(input)).html());
      pages.add(page);
    }
    JsonNode report = Browser.look(folder, pages);
    assertEquals(pages.size(), report.size());
    assertAll(
        StreamSupport.stream(report.spliterator(), false)
            .flatMap(
                page ->
                    Stream.of(
                        () ->
                            assertEquals(
                                List.of(), Browser.problems(page), page.get("page").asText()),
                        () -> assertTrue(page.get("bytes").asLong() < LARGEST, page.toString()),
                        () -> assertTrue(page.get("ready").asDouble() < READY, page.toString()))));
  }

  /** What the other test relies on: faults are found. */
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void faultsAreFound() throws Exception {
    Path page = folder.resolve("bad.html");
    Files.writeString(
        page,
        "<!DOCTYPE html><html lang='en'><head><title>x</title></head><body><p id='a'></p><p"
            + " id='a'></p><img src='y.png'><script>fail()</script></body></html>");
    List<String> problems = Browser.problems(Browser.look(folder, List.of(page)).get(0));
    for (String fault :
        List.of("no-dup-id", "axe image-alt", "request: file:", "fail is not defined")) {
      assertTrue(problems.stream().anyMatch(p -> p.contains(fault)), fault + problems);
    }
  }
}
