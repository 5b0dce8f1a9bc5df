package dev.polysweep.report.page;

import dev.polysweep.report.draw.Escape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/**
 * One self-contained page. Its content security policy allows nothing but its own style sheet, and
 * its own script if it has one, known by their hashes: no requests, and nothing that a label could
 * smuggle in would run.
 */
public final class HtmlPage {

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
      %s</body>
      </html>
      """;

  private final String title;
  private final String summary;
  private final StringBuilder links = new StringBuilder();
  private final StringBuilder sections = new StringBuilder();
  private String header = "";
  private String moreStyle = "";
  private String script = "";
  private String data = "";

  public HtmlPage(String title, String summary) {
    this.title = title;
    this.summary = summary;
  }

  /** Puts HTML below the title. */
  public void header(String html) {
    header = html;
  }

  /**
   * Adds a script, which runs when the page is there, with its style and its data.
   *
   * @param js name of the script's resource
   * @param css name of the resource of its style
   * @param json what the script finds in the element {@code data}
   */
  public void script(String js, String css, String json) {
    script = resource(js);
    moreStyle = resource(css);
    // No character can end the element or begin another: it is JSON without angle brackets.
    data = json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }

  /**
   * Adds a section.
   *
   * @param id its anchor
   * @param heading its heading, text
   * @param html its contents
   */
  public void section(String id, String heading, String html) {
    String text = Escape.xml(heading);
    links.append("<li><a href=\"#").append(id).append("\">").append(text).append("</a></li>\n");
    sections.append("<section aria-labelledby=\"").append(id).append("\">\n<h2 id=\"").append(id);
    sections.append("\">").append(text).append("</h2>\n").append(html).append("</section>\n");
  }

  /** The page. */
  public String html() {
    String style = resource("report.css") + moreStyle;
    String scripts = script.isEmpty() ? "" : "script-src 'sha256-" + sha256(script) + "'; ";
    String policy =
        "default-src 'none'; "
            + scripts
            + "style-src 'sha256-"
            + sha256(style)
            + "'; base-uri 'none'; form-action 'none'";
    String end =
        script.isEmpty()
            ? ""
            : "<script type=\"application/json\" id=\"data\">"
                + data
                + "</script>\n<script>"
                + script
                + "</script>\n";
    String name = Escape.xml(title);
    return String.format(
        Locale.ROOT,
        TEMPLATE,
        policy,
        name,
        style,
        name,
        Escape.xml(summary),
        header,
        links,
        sections,
        end);
  }

  private static String resource(String name) {
    try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
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
