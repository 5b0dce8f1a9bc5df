package dev.polysweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation in GitHub's Markdown, taken apart as far as the tests need it: the
 * anchors of its headings, its links, its code.
 *
 * @param file where it lies, relative to the project
 * @param text its text without the blocks of code
 * @param blocks its blocks of code
 */
record MarkdownPage(Path file, String text, List<Block> blocks) {

  private static final Pattern FENCE =
      Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern HEADING = Pattern.compile("^#+ +(.*)$", Pattern.MULTILINE);
  private static final Pattern LINK = Pattern.compile("(!?)\\[([^\\]]*)]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");

  /**
   * A block of code.
   *
   * @param language what stands after the opening fence; "" for nothing
   * @param code its lines
   */
  record Block(String language, String code) {}

  /**
   * A link or an image.
   *
   * @param image whether it is an image
   * @param words its text, or what stands in for the image
   * @param target where it leads
   */
  record Link(boolean image, String words, String target) {

    boolean leavesTheProject() {
      return target.matches("[a-z]+:.*");
    }

    /** The path before {@code #}; "" for a link within the page. */
    String path() {
      return target.replaceFirst("#.*", "");
    }

    /** The anchor after {@code #}, or null. */
    String anchor() {
      int hash = target.indexOf('#');
      return hash < 0 ? null : target.substring(hash + 1);
    }
  }

  /** Reads a page. */
  static MarkdownPage read(Path file) throws IOException {
    String all = Files.readString(file);
    List<Block> blocks = new ArrayList<>();
    Matcher fences = FENCE.matcher(all);
    while (fences.find()) {
      blocks.add(new Block(fences.group(1), fences.group(2)));
    }
    return new MarkdownPage(file, FENCE.matcher(all).replaceAll(""), List.copyOf(blocks));
  }

  /** Where a link of this page leads, relative to the project. */
  Path resolve(Link link) {
    return link.path().isEmpty() ? file : file.resolveSibling(link.path()).normalize();
  }

  /** All links and images. */
  List<Link> links() {
    return LINK.matcher(text)
        .results()
        .map(m -> new Link(m.group(1).equals("!"), m.group(2), m.group(3)))
        .toList();
  }

  /** The code within sentences and tables. */
  List<String> inlineCode() {
    return CODE.matcher(text).results().map(m -> m.group(1)).toList();
  }

  /** The lines of code of a language, continued lines joined. */
  List<String> lines(String language) {
    return blocks.stream()
        .filter(block -> block.language().equals(language))
        .flatMap(block -> block.code().replaceAll("\\\\\\n\\s*", "").lines())
        .toList();
  }

  /** The blocks of a language. */
  List<String> blocks(String language) {
    return blocks.stream()
        .filter(block -> block.language().equals(language))
        .map(Block::code)
        .toList();
  }

  /** The text from a heading of the second level to the next. */
  String section(String heading) {
    Matcher found =
        Pattern.compile(
                "^## " + Pattern.quote(heading) + "$(.*?)(?=^## |\\z)",
                Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(text);
    if (!found.find()) {
      throw new AssertionError(file + " has no section " + heading);
    }
    return found.group(1);
  }

  /**
   * The anchors of the headings, by GitHub's rule: lower case, without punctuation, a hyphen for
   * each space, and a number from the second of the same words on.
   */
  Set<String> anchors() {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    for (MatchResult heading : HEADING.matcher(text).results().toList()) {
      String words = LINK.matcher(heading.group(1)).replaceAll("$2").strip();
      String anchor =
          words
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{M}\\p{N}_ -]", "")
              .replace(' ', '-');
      int times = seen.merge(anchor, 1, Integer::sum);
      anchors.add(times == 1 ? anchor : anchor + "-" + (times - 1));
    }
    return anchors;
  }
}
