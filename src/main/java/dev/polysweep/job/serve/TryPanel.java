package dev.polysweep.job.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The panel "try your own text", which the server adds to the page of a feature analysis. The
 * page's content security policy is widened by this script, and by requests to the server itself.
 */
final class TryPanel {

  private static final String PANEL =
      """
      <section aria-labelledby="try">
      <h2 id="try">Try your own text</h2>
      <p>Choose the dictionary above. Point at a token to see the features that are active on it; take one out of the
      activation to see what the model predicts worse.</p>
      <div class="tools"><label>text<textarea id="try-text" rows="3" maxlength="4000"></textarea></label>
      <button id="try-read" type="button">read</button></div>
      <p id="try-state" role="status"></p>
      <p class="text" id="try-tokens"></p>
      <div id="try-features"></div>
      </section>
      </main>""";

  private TryPanel() {}

  /** Returns the page with the panel, and with a link to it among its contents. */
  static String in(String page) {
    String script = resource("try.js");
    return page.replaceFirst(
            "script-src ", "connect-src 'self'; script-src 'sha256-" + hash(script) + "' ")
        .replace("</ul></nav>", "<li><a href=\"#try\">Try your own text</a></li>\n</ul></nav>")
        .replace("</main>", PANEL)
        .replace("</body>", "<script>" + script + "</script>\n</body>");
  }

  private static String resource(String name) {
    try (InputStream in = TryPanel.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
