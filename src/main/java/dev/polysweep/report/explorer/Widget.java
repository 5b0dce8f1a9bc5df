package dev.polysweep.report.explorer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An interactive part of a page: markup, data and the scripts that bring it to life.
 *
 * @param html markup, which makes sense without scripts too
 * @param dataId id of the element in which the scripts find the data; empty if there are none
 * @param json the data
 * @param scripts texts of the scripts in the order in which they run; a script that two widgets of
 *     a page share is put into the page once
 * @param css texts of the style sheets
 */
public record Widget(
    String html, String dataId, String json, List<String> scripts, List<String> css) {

  /** Makes unmodifiable copies of the lists. */
  public Widget {
    scripts = List.copyOf(scripts);
    css = List.copyOf(css);
  }

  /** Makes markup that needs no scripts of its own. */
  public static Widget of(String html) {
    return new Widget(html, "", "", List.of(), List.of());
  }

  /**
   * Returns the text of a file that lies beside this class.
   *
   * @param name name of the file
   */
  static String resource(String name) {
    try (InputStream in = Widget.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
