package dev.polysweep.report.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.report.page.Browser;
import dev.polysweep.table.row.ContextRow;
import dev.polysweep.table.row.DictionaryRow;
import dev.polysweep.table.row.DirectionRow;
import dev.polysweep.table.row.FeatureRow;
import dev.polysweep.table.row.LabelRow;
import dev.polysweep.table.row.ProbeRow;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

public class FeaturePageTest {

  private static final String HOSTILE =
      "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&\u2028\u0000\ud800";

  /** Made-up features of a dictionary of some name, and as many of neurons. */
  public static FeatureReport.Input input(String text, int features) {
    List<FeatureRow> rows = new ArrayList<>();
    List<ContextRow> contexts = new ArrayList<>();
    for (String dictionary : List.of(text, "neurons")) {
      for (int f = 0; f < features; f++) {
        boolean dead = f % 7 == 6;
        rows.add(
            new FeatureRow(
                dictionary,
                f,
                dead ? 0 : 10 * f + 1,
                dead ? 0 : Math.pow(10, -1 - f % 5),
                dead,
                f % 5 == 4 && !dead,
                dead ? null : 1.5,
                dead ? null : 4.0,
                dead ? null : 0.75,
                dead ? null : text,
                dead ? null : 0.5,
                dead ? null : 1.0,
                dead ? null : 0.5,
                dead ? null : 2 / 3.0,
                dead ? null : text,
                dead ? null : 0.8,
                dead ? null : 40L,
                dead ? null : 0.95,
                dead ? new String[0] : new String[] {text, " "},
                dead ? new float[0] : new float[] {0.75f, 0.25f},
                dead ? null : 0.81,
                dead ? null : 0.75,
                dead ? new int[0] : new int[] {5, 0, 7}));
      }
    }
    contexts.add(
        new ContextRow(
            text,
            0,
            ContextRow.TOP,
            null,
            0,
            3,
            7,
            4,
            1,
            new String[] {text, "b", "\n"},
            new float[] {0, 4, 0.1f}));
    contexts.add(
        new ContextRow(
            text,
            0,
            ContextRow.INTERVAL,
            2,
            0,
            5,
            7,
            2,
            0,
            new String[] {"a", "<"},
            new float[] {2, 0}));
    return new FeatureReport.Input(
        List.of(dictionary(text, DictionaryRow.SAE), dictionary("neurons", DictionaryRow.NEURONS)),
        rows,
        List.of(
            new LabelRow(text, text, LabelRow.LANGUAGE, 10, 0, 0.5, 1.0, 0.5, 2 / 3.0),
            new LabelRow("neurons", text, LabelRow.LANGUAGE, 10, null, null, null, null, null)),
        List.of(
            new ProbeRow(
                false, "difference_of_means", text, LabelRow.LANGUAGE, 10, null, null, null),
            new ProbeRow(true, "logistic", text, LabelRow.LANGUAGE, 10, 1.0, 0.5, 2 / 3.0)),
        List.of(
            new DirectionRow(
                text,
                0,
                0.5,
                -0.25,
                new int[] {1},
                new float[] {0.5f},
                new String[] {text},
                new float[] {2},
                new String[] {"b"},
                new float[] {-3})),
        contexts,
        4,
        Map.of("activations", text));
  }

  private static DictionaryRow dictionary(String name, String kind) {
    boolean sae = kind.equals(DictionaryRow.SAE);
    return new DictionaryRow(
        name,
        kind,
        false,
        20,
        3,
        1000,
        2,
        4,
        12.5,
        sae ? 0.9 : null,
        sae ? 0.1 : null,
        1.0,
        sae ? 1.1 : null,
        3.0,
        2.5,
        sae ? 0.95 : null,
        sae ? 0.93 : null,
        sae ? 0.75 : null,
        0.6,
        0.5,
        0.7,
        0.2,
        0.1,
        0.3,
        0.8,
        0.7,
        0.9,
        0.4,
        0.35,
        0.45,
        1,
        0.5,
        1,
        2,
        0.45);
  }

  private static String find(String html, String pattern) {
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(html);
    assertTrue(matcher.find(), pattern);
    return matcher.group(1);
  }

  private static String hash(String of) throws Exception {
    byte[] bytes = of.getBytes(StandardCharsets.UTF_8);
    return "'sha256-"
        + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes))
        + "'";
  }

  @Test
  void policyAllowsNothingButItsStyleAndItsScript() throws Exception {
    String html = new FeaturePage(input("sae", 20)).html();
    String script = find(html, "<script>(.*?)</script>");
    assertEquals(
        "default-src 'none'; script-src "
            + hash(script)
            + "; style-src "
            + hash(find(html, "<style>(.*?)</style>"))
            + "; base-uri 'none'; form-action 'none'",
        find(html, "http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\""));
    for (String forbidden : List.of("innerHTML", "outerHTML", "insertAdjacent", "eval(")) {
      assertFalse(script.contains(forbidden), forbidden);
    }
    assertFalse(html.contains(" style="), "the policy would refuse it");
  }

  @Test
  void textOfDocumentsAndLabelsStaysText() throws Exception {
    String html = new FeaturePage(input(HOSTILE, 20)).html();
    assertFalse(html.contains("<script>alert"));
    assertFalse(html.contains("<img"));
    assertEquals(2, html.split("</script", -1).length - 1, "its own two elements and no other");
    String json = find(html, "<script type=\"application/json\" id=\"data\">(.*?)</script>");
    assertTrue(json.chars().allMatch(c -> c >= 32 && c < 127), "ASCII alone");
    assertFalse(json.matches("(?s).*[<>&].*"));
    JsonNode data = new ObjectMapper().readTree(json);
    assertEquals(HOSTILE, data.at("/dictionaries/0/features/0/label").asText());
    assertEquals(HOSTILE, data.at("/dictionaries/0/features/0/tokens/0").asText());
    assertEquals(HOSTILE, data.at("/dictionaries/0/contexts/0/0/t/0").asText());
  }

  @Test
  void contextsHaveAValueOnEveryToken() throws Exception {
    String html = new FeaturePage(input("sae", 20)).html();
    JsonNode data =
        new ObjectMapper()
            .readTree(find(html, "<script type=\"application/json\" id=\"data\">(.*?)</script>"));
    assertEquals("0z1", data.at("/dictionaries/0/contexts/0/0/s").asText());
    assertEquals(1, data.at("/dictionaries/0/contexts/0/0/k").asInt());
    assertEquals("i0", data.at("/dictionaries/0/contexts/0/1/s").asText());
    assertEquals(
        "a<", data.at("/dictionaries/0/contexts/0/1/t").asText(), "one text of single characters");
    assertEquals(20, data.at("/dictionaries/0/features").size());
    assertEquals(1, data.at("/dictionaries/0/features/6/state").asInt(), "dead");
    assertEquals(2, data.at("/dictionaries/0/features/4/state").asInt(), "ultra-low density");
    assertTrue(data.at("/dictionaries/0/features/6/f1").isNull());
    assertTrue(data.at("/dictionaries/0/features/6/purity").isNull(), "unknown is not 0");
    assertEquals(40, data.at("/dictionaries/0/features/0/of").asInt());
    assertEquals("[5,0,7]", data.at("/dictionaries/0/features/0/histogram").toString());
    assertEquals("[1]", data.at("/dictionaries/0/features/0/near").toString());
    assertEquals(-3, data.at("/dictionaries/0/features/0/downs/0").asDouble());
    assertEquals("neurons", data.at("/dictionaries/1/name").asText());
    assertEquals(20, data.at("/dictionaries/1/features").size(), "every dictionary");
  }

  /** The page in Chromium: no console message, no request, and nothing for axe and a validator. */
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void itWorksInChromium(@TempDir Path folder) throws Exception {
    new FeatureReport(input("sae", 20)).write(folder);
    JsonNode looked = Browser.look(folder, List.of(folder.resolve("features.html")));
    assertEquals(List.of(), Browser.problems(looked.get(0)));
  }

  @Test
  void itIsWrittenWithItsFiguresWhateverTheNames(@TempDir Path folder) throws Exception {
    new FeatureReport(input(HOSTILE, 20)).write(folder);
    assertTrue(Files.size(folder.resolve("features.html")) > 10_000);
    assertTrue(Files.readString(folder.resolve("docs/tables.md")).contains("## contexts"));
    for (String name :
        List.of("feature-density", "label-f1", "best-f1", "purity", "strongest-purity")) {
      String svg = Files.readString(folder.resolve("figures/" + name + ".svg"));
      assertFalse(svg.contains("<script"));
      assertTrue(svg.contains("<desc>"));
    }
  }

  /** Probes stand beside the features, with a mean in which one that could not be fitted is a 0. */
  @Test
  void probesStandBesideTheFeatures() {
    String html = new FeaturePage(input("sae", 20)).html();
    assertTrue(html.contains("control\u00a0logistic\u00a0probe"), "in the table of labels");
    String means = html.substring(html.indexOf("Mean F1 of labels"));
    means = means.substring(0, means.indexOf("</table>"));
    assertTrue(means.contains("difference of means"), means);
    assertTrue(means.contains(">0<"), means);
    assertTrue(means.contains(">0.667<"), means);
  }

  @Test
  void aDictionaryThatIsDeadAndNeuronsAloneHavePages() {
    FeatureReport.Input all = input("sae", 20);
    FeatureReport.Input none =
        new FeatureReport.Input(
            List.of(all.dictionaries().get(1)),
            List.of(
                new FeatureRow(
                    "neurons",
                    0,
                    0,
                    0,
                    true,
                    false,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    new String[0],
                    new float[0],
                    null,
                    null,
                    new int[0])),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            4,
            Map.of());
    assertEquals(2, new FeaturePage(none).html().split("<script", -1).length - 1);
  }
}
