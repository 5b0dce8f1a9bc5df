package dev.polysweep.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.report.draw.Escape;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

  private static String page(ReportInput input) {
    return new HtmlReport(input, new Figures(input)).html();
  }

  @Test
  void policyAllowsNothingButTheStyleSheet() throws Exception {
    String html = page(SyntheticSweep.of(8, 10));
    String style = find(html, "<style>(.*?)</style>");
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
    String policy = find(html, "http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"");
    assertEquals(
        "default-src 'none'; style-src 'sha256-"
            + Base64.getEncoder().encodeToString(hash)
            + "'; base-uri 'none'; form-action 'none'",
        policy);
    assertTrue(html.indexOf("Content-Security-Policy") < html.indexOf("<style>"));
  }

  @Test
  void nothingRefersOutside() {
    String html =
        page(SyntheticSweep.of(SyntheticSweep.labels(16), 10, true)).toLowerCase(Locale.ROOT);
    for (String forbidden :
        List.of(
            "http:", "https:", "//", "<script", "<link", "<img", "<iframe", "@import", "url(",
            "src=", " style=")) {
      assertFalse(html.contains(forbidden), forbidden);
    }
    Matcher links = Pattern.compile("href=\"([^\"]*)\"").matcher(html);
    int count = 0;
    while (links.find()) {
      assertTrue(links.group(1).startsWith("#"), links.group(1));
      assertTrue(html.contains("id=\"" + links.group(1).substring(1) + "\""), links.group(1));
      count++;
    }
    assertTrue(count >= 9);
  }

  @Test
  void textOfUsersStaysText() {
    List<String> labels = List.of("<script>alert(1)</script>", "\"'&");
    String html = page(SyntheticSweep.of(labels, 3, false));
    assertFalse(html.contains("<script"));
    assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assertTrue(html.contains("&quot;&#39;&amp;"));
    assertFalse(Pattern.compile("=\"[^\">]*'&[^q#a]").matcher(html).find());
  }

  @Test
  void escapeLeavesNoMarkupAndNoControlCharacters() {
    assertEquals("&lt;a href=&quot;x&quot;&gt;&amp;&#39;", Escape.xml("<a href=\"x\">&'"));
    assertEquals("a\uFFFDb\uFFFDc\td", Escape.xml("a\u0000b\uD800c\td"));
    assertEquals("Δ 界 😀", Escape.xml("Δ 界 😀"));
  }

  @Test
  void numbersStayWithTheirUnitAndIntervalsOnOneLine() {
    assertEquals(
        "65\u00a0% [40,\u00a089] of x &lt; y, 2.3 [−2.5,\u00a07.5]\u00a0% and 1\u00a0±\u00a00.05 [a, b]",
        Escape.sentence("65 % [40, 89] of x < y, 2.3 [−2.5, 7.5] % and 1 ± 0.05 [a, b]"));
  }

  @Test
  void isAccessible() {
    String html = page(SyntheticSweep.of(8, 10));
    assertTrue(html.startsWith("<!DOCTYPE html>\n<html lang=\"en\">"));
    assertTrue(html.contains("<a class=\"skip\" href=\"#content\">"));
    assertEquals(count(html, "<table"), count(html, "<caption>"));
    assertEquals(count(html, "<svg"), count(html, "role=\"img\""));
    long described =
        Pattern.compile("<svg aria-label=\"[^\"]{20,}\"").matcher(html).results().count();
    assertEquals(count(html, "<svg"), described);
    assertEquals(count(html, "<th>"), 0);
    assertEquals(count(html, "<h1>"), 1);
  }

  @Test
  void saysWhatWasRunAndWhatCameOut() {
    String html = page(SyntheticSweep.of(SyntheticSweep.labels(8), 10, true));
    assertTrue(html.contains("L2 lowers interference by about 18 % against L1."));
    assertTrue(html.contains("<span class=\"verdict holds\">holds</span>"));
    assertTrue(
        html.contains("5.70\u00a0±\u00a01.10"),
        "mean and half width of the baseline's interference");
    assertTrue(
        html.contains("Σ_{i&lt;j} C_ij²·i_{i mod 8}·i_{j mod 8}"), "formula in the glossary");
    assertTrue(html.contains(">reg: l1 → l2</th>"), "effect");
    assertTrue(html.contains(">reg × act</th>"), "interaction");
    assertTrue(html.contains("0.1.0 (677fd5d)"), "provenance");
    assertTrue(html.contains("<tr class=\"baseline\">"));
  }

  @Test
  void oneSeedHasNoIntervals() {
    String html = page(SyntheticSweep.of(8, 1));
    assertFalse(html.contains("±\u00a0"));
    assertFalse(html.contains("<td>null"));
    assertTrue(html.contains("<td>5.70</td>"));
    assertTrue(
        html.contains("<dl class=\"words\">\n<div><dt>interference</dt><dd>importance-weighted"),
        "the first screen says what is measured");
    assertTrue(html.contains(">What mattered</h2>"));
    assertTrue(page(SyntheticSweep.of(1, 10)).contains(">What was measured</h2>"), "none other");
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  private static String find(String text, String regex) {
    Matcher matcher = Pattern.compile(regex, Pattern.DOTALL).matcher(text);
    assertTrue(matcher.find(), regex);
    return matcher.group(1);
  }
}
