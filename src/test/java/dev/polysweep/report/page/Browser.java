package dev.polysweep.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks at pages in Chromium, with {@code browser.mjs}. */
public final class Browser {

  private Browser() {}

  /** What is wrong with a page. */
  public static List<String> problems(JsonNode page) {
    List<String> problems = new ArrayList<>();
    page.get("problems").forEach(problem -> problems.add(problem.asText()));
    return problems;
  }

  /**
   * Looks at pages; skips the test where Chromium or Puppeteer is missing.
   *
   * @param folder a folder for scratch files
   */
  public static JsonNode look(Path folder, List<Path> pages) throws Exception {
    return lookAt(folder, pages.stream().map(Path::toString).toList());
  }

  /** Looks at pages, each the path of a file or the address of a feature browser. */
  public static JsonNode lookAt(Path folder, List<String> pages) throws Exception {
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
    command.addAll(pages);
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
