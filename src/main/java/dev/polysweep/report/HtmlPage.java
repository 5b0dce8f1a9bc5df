package dev.polysweep.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * One self-contained page. Its content security policy allows nothing but its own style sheet,
 * known by its hash: no scripts, no requests, and nothing that a label could smuggle in would run.
 */
final class HtmlPage {

  private static final String TEMPLATE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="%s">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="referrer" content="no-referrer">
      <title>%s</title>
      <style>%s</style>
      </head>
      <body>
      <a class="skip" href="#content">Skip to the contents</a>
      <header>
      <h1>%s</h1>
      <p class="lead">%s</p>
      %s<nav aria-label="Sections"><ul>
      %s</ul></nav>
      </header>
      <main id="content">
      %s</main>
      <footer><p>The figures also lie beside this page in figures/, as PNG and SVG.</p></footer>
      </body>
      </html>
      """;

  private final String title;
  private final String summary;
  private final StringBuilder links = new StringBuilder();
  private final StringBuilder sections = new StringBuilder();
  private String header = "";

  HtmlPage(String title, String summary) {
    this.title = title;
    this.summary = summary;
  }

  /** Puts HTML below the title. */
  void header(String html) {
    header = html;
  }

  /**
   * Adds a section.
   *
   * @param id its anchor
   * @param heading its heading, text
   * @param html its contents
   */
  void section(String id, String heading, String html) {
    String text = Escape.xml(heading);
    links.append("<li><a href=\"#").append(id).append("\">").append(text).append("</a></li>\n");
    sections.append("<section aria-labelledby=\"").append(id).append("\">\n<h2 id=\"").append(id);
    sections.append("\">").append(text).append("</h2>\n").append(html).append("</section>\n");
  }

  /** The page. */
  String html() {
    String style = style();
    String policy =
        "default-src 'none'; style-src 'sha256-"
            + sha256(style)
            + "'; base-uri 'none'; form-action 'none'";
    String name = Escape.xml(title);
    return TEMPLATE.formatted(
        policy, name, style, name, Escape.xml(summary), header, links, sections);
  }

  private static String style() {
    try (InputStream css = HtmlPage.class.getResourceAsStream("report.css")) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
