package dev.polysweep.report.page;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
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
    JsonNode report = look(pages);
    assertEquals(pages.size(), report.size());
    assertAll(
        StreamSupport.stream(report.spliterator(), false)
            .flatMap(
                page ->
                    Stream.of(
                        () -> assertEquals(List.of(), problems(page), page.get("page").asText()),
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
    List<String> problems = problems(look(List.of(page)).get(0));
    for (String fault :
        List.of("no-dup-id", "axe image-alt", "request: file:", "fail is not defined")) {
      assertTrue(problems.stream().anyMatch(p -> p.contains(fault)), fault + problems);
    }
  }

  private static List<String> problems(JsonNode page) {
    List<String> problems = new ArrayList<>();
    page.get("problems").forEach(problem -> problems.add(problem.asText()));
    return problems;
  }

  private JsonNode look(List<Path> pages) throws Exception {
    Path modules = Path.of("target/browser/node_modules").toAbsolutePath();
    assumeTrue(
        Files.exists(modules.resolve("puppeteer-core")), "no Puppeteer, which .ci/run installs");
    Path chromium =
        Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
            .map(Path::of)
            .filter(Files::exists)
            .findFirst()
            .orElse(null);
    assumeTrue(chromium != null, "no Chromium, which .ci/run installs");
    List<String> command =
        new ArrayList<>(List.of("node", "src/test/js/browser.mjs", chromium.toString(), shots()));
    pages.forEach(page -> command.add(page.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("NODE_PATH", modules.toString());
    Path errors = folder.resolve("errors.txt");
    Process process = builder.redirectError(errors.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> read(errors));
    assertFalse(out.isEmpty());
    return new ObjectMapper().readTree(out);
  }

  /** The folder for screenshots, for people who want to look themselves. */
  private static String shots() {
    return System.getProperty("polysweep.screenshots", "-");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }
}
