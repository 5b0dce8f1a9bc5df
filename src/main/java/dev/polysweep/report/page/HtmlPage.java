package dev.polysweep.report.page;

import dev.polysweep.report.draw.Escape;
import dev.polysweep.report.explorer.Widget;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A self-contained HTML page. Its content security policy allows only the page's own style sheet
 * and, if the page has any, its own scripts, which are all identified by their hashes. The page
 * therefore makes no requests, and no markup or script that a label might contain would run.
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
      %s</header>
      <nav class="contents" aria-label="Contents"><ul>
      %s</ul></nav>
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
  private final Set<String> moreStyles = new LinkedHashSet<>();
  private final Set<String> scripts = new LinkedHashSet<>();
  private final Map<String, String> data = new LinkedHashMap<>();

  /**
   * Begins a page without sections.
   *
   * @param title title of the page, as plain text
   * @param summary a sentence below the title, as plain text
   */
  public HtmlPage(String title, String summary) {
    this.title = title;
    this.summary = summary;
  }

  /** Sets the HTML that stands below the title. */
  public void header(String html) {
    header = html;
  }

  /**
   * Adds a script with its style sheet and its data. The script stands at the end of the page,
   * where it finds all elements of the page in place.
   *
   * @param js name of the script's resource
   * @param css name of the style sheet's resource
   * @param json the data, which the script finds in the element {@code data}
   */
  public void script(String js, String css, String json) {
    scripts.add(resource(js));
    moreStyles.add(resource(css));
    data("data", json);
  }

  /**
   * Adds the scripts, styles and data of an interactive part, whose markup is in a section. The
   * scripts stand at the end of the page, where they find all elements in place.
   */
  public void widget(Widget widget) {
    scripts.addAll(widget.scripts());
    moreStyles.addAll(widget.css());
    if (!widget.dataId().isEmpty()) {
      data(widget.dataId(), widget.json());
    }
  }

  private void data(String id, String json) {
    // Without angle brackets no text in the JSON can end the script element or begin another
    // element.
    data.put(id, json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"));
  }

  /**
   * Adds a section to the page and a link to it.
   *
   * @param id anchor of the section
   * @param heading heading of the section, as plain text
   * @param html contents of the section, as HTML
   */
  public void section(String id, String heading, String html) {
    String text = link(id, heading);
    sections.append("<section aria-labelledby=\"").append(id).append("\">\n<h2 id=\"").append(id);
    sections.append("\">").append(text).append("</h2>\n").append(html).append("</section>\n");
  }

  /**
   * Adds a section that is closed until a reader opens it, and a link to it. Print shows it open.
   *
   * @param id anchor of the section
   * @param heading heading of the section, as plain text
   * @param html contents of the section, as HTML
   */
  public void folded(String id, String heading, String html) {
    String text = link(id, heading);
    sections.append("<section aria-labelledby=\"").append(id).append("\">\n<details>\n<summary>");
    sections.append("<h2 id=\"").append(id).append("\">").append(text).append("</h2></summary>\n");
    sections.append(html).append("</details>\n</section>\n");
  }

  /** Adds a link to a section to the contents, and returns the section's heading as HTML. */
  private String link(String id, String heading) {
    String text = Escape.xml(heading);
    links.append("<li><a href=\"#").append(id).append("\">").append(text).append("</a></li>\n");
    return text;
  }

  /** Returns the whole page as HTML. */
  public String html() {
    String style = resource("report.css") + String.join("", moreStyles);
    String hashes =
        scripts.stream()
            .map(script -> " 'sha256-" + sha256(script) + "'")
            .collect(Collectors.joining());
    String policy =
        "default-src 'none'; "
            + (scripts.isEmpty() ? "" : "script-src" + hashes + "; ")
            + "style-src 'sha256-"
            + sha256(style)
            + "'; base-uri 'none'; form-action 'none'";
    StringBuilder end = new StringBuilder();
    data.forEach(
        (id, json) ->
            end.append("<script type=\"application/json\" id=\"")
                .append(id)
                .append("\">")
                .append(json)
                .append("</script>\n"));
    scripts.forEach(script -> end.append("<script>").append(script).append("</script>\n"));
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
