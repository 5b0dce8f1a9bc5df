package dev.polysweep.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The labels of the planted corpus say what the text is. */
class CorpusTest {

  private static final int DOCUMENTS = 400;
  private static final Corpus CORPUS = new Corpus(3);

  /** What a segment of each language looks like as a whole. */
  private static final Map<Language, Pattern> SHAPES =
      Map.of(
          Language.PROSE, Pattern.compile("([A-Z][a-z]*( [a-z]+)+\\. ?)+"),
          Language.ARITHMETIC, Pattern.compile("(\\d+ [-+*] \\d = -?\\d+(; )?)+"),
          Language.DNA, Pattern.compile("[ACGT]{50,}"),
          Language.BASE64, Pattern.compile("[A-Za-z0-9+/]{46,}={0,2}"),
          Language.HEX, Pattern.compile("(0x[0-9a-f]{8} ?)+"),
          Language.BRACKETS, Pattern.compile("[()\\[\\]{}<>]{50,}"),
          Language.CODE, Pattern.compile("((let|if|while|[a-z]+\\()[^\\t]*[;}] ?)+"),
          Language.DATES, Pattern.compile("([12]\\d{3}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(, )?)+"));

  /** A stretch of one language. */
  private record Stretch(Language language, String text, int from) {}

  @Test
  void everySegmentIsWhatItsLabelSays() {
    Map<Language, Integer> seen = new EnumMap<>(Language.class);
    for (int d = 0; d < DOCUMENTS; d++) {
      Language before = null;
      for (Stretch stretch : stretches(CORPUS.document(d))) {
        if (stretch.language() == Language.NONE) {
          assertEquals("\t", stretch.text());
        } else {
          Pattern shape = SHAPES.get(stretch.language());
          assertTrue(shape.matcher(stretch.text()).matches(), stretch.toString());
          assertNotEquals(before, stretch.language());
          before = stretch.language();
        }
        seen.merge(stretch.language(), 1, Integer::sum);
      }
    }
    assertEquals(EnumSet.allOf(Language.class), seen.keySet());
  }

  @Test
  void rolesSayWhatBytesDo() {
    Set<Role> seen = EnumSet.noneOf(Role.class);
    for (int d = 0; d < DOCUMENTS; d++) {
      LabelledText text = CORPUS.document(d);
      for (int i = 0; i < text.length(); i++) {
        char c = (char) text.at(i);
        Role role = text.role(i);
        seen.add(role);
        boolean fits =
            switch (role) {
              case BREAK -> c == '\t';
              case SPACE -> c == ' ';
              case OPEN -> "([{<".indexOf(c) >= 0;
              case CLOSE -> ")]}>".indexOf(c) >= 0;
              case PADDING -> c == '=';
              case OPERAND, NUMBER, YEAR, MONTH, DAY, TIME -> Character.isDigit(c);
              case RESULT -> Character.isDigit(c) || c == '-';
              case OPERATOR -> "+-*=<>!".indexOf(c) >= 0;
              case BASE, MOTIF -> "ACGT".indexOf(c) >= 0;
              case PREFIX -> c == '0' || c == 'x';
              case DIGIT -> "0123456789abcdef".indexOf(c) >= 0;
              case PUNCTUATION -> ".,;:(){}-T".indexOf(c) >= 0;
              case BODY -> Character.isLetterOrDigit(c) || c == '+' || c == '/';
              default -> Character.isLetter(c);
            };
        assertTrue(fits, role + " at " + i + " of " + text.text());
      }
    }
    assertEquals(EnumSet.allOf(Role.class), seen);
  }

  @Test
  void whatFollowsFromTheTextIsRight() {
    for (int d = 0; d < DOCUMENTS; d++) {
      for (Stretch stretch : stretches(CORPUS.document(d))) {
        switch (stretch.language()) {
          case ARITHMETIC -> sums(stretch.text());
          case BRACKETS -> balanced(stretch.text());
          case BASE64 -> Base64.getDecoder().decode(stretch.text());
          case PROSE -> agrees(stretch.text());
          default -> {}
        }
      }
    }
  }

  private static void sums(String text) {
    Matcher m = Pattern.compile("(\\d+) ([-+*]) (\\d) = (-?\\d+)").matcher(text);
    while (m.find()) {
      int a = Integer.parseInt(m.group(1));
      int b = Integer.parseInt(m.group(3));
      int result = m.group(2).equals("+") ? a + b : m.group(2).equals("-") ? a - b : a * b;
      assertEquals(result, Integer.parseInt(m.group(4)), m.group());
    }
  }

  private static void balanced(String text) {
    Deque<Character> open = new ArrayDeque<>();
    for (char c : text.toCharArray()) {
      int kind = "([{<".indexOf(c);
      if (kind >= 0) {
        open.push(")]}>".charAt(kind));
      } else {
        assertEquals(c, open.pop(), text);
      }
    }
    assertTrue(open.isEmpty(), text);
  }

  /** A plural subject has a verb without s, a singular one a verb with it. */
  private static void agrees(String text) {
    Pattern subject =
        Pattern.compile(
            "(?:^|\\. )(The|A|This|Every|That|Some|These|Many|Two) (?:\\w+ )??(\\w+) (\\w+) ");
    Set<String> verbs =
        Set.of(
            "see",
            "follow",
            "hold",
            "remember",
            "find",
            "visit",
            "paint",
            "answer",
            "build",
            "forget");
    Matcher m = subject.matcher(text);
    while (m.find()) {
      String verb = m.group(3);
      boolean one = verb.endsWith("s") && verbs.contains(verb.substring(0, verb.length() - 1));
      if (one || verbs.contains(verb)) {
        assertEquals(one, !m.group(2).endsWith("s"), m.group());
      }
    }
  }

  @Test
  void documentsDependOnSeedAndNumberAlone() {
    assertEquals(CORPUS.document(5).text(), new Corpus(3).document(5).text());
    assertNotEquals(CORPUS.document(5).text(), CORPUS.document(6).text());
    assertNotEquals(CORPUS.document(5).text(), new Corpus(4).document(5).text());
  }

  /** Where the process is known in closed form, the noted surprisals have its entropy as mean. */
  @Test
  void surprisalsAreTheEntropyOfTheChoices() {
    double[] hex = new double[2];
    double[] bases = new double[2];
    for (int d = 0; d < DOCUMENTS; d++) {
      LabelledText text = CORPUS.document(d);
      for (int i = 1; i < text.length(); i++) {
        if (text.role(i) == Role.DIGIT) {
          hex[0]++;
          hex[1] += text.surprisal(i);
        }
        boolean within = text.role(i) == Role.BASE && text.role(i - 1) == Role.BASE;
        if (within) {
          bases[0]++;
          bases[1] += text.surprisal(i);
        }
      }
    }
    assertEquals(Math.log(16), hex[1] / hex[0], 1e-6);
    // No motif here, and one of four bases.
    assertEquals(-Math.log(0.98) + Math.log(4), bases[1] / bases[0], 1e-6);
  }

  private static List<Stretch> stretches(LabelledText text) {
    List<Stretch> stretches = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= text.length(); i++) {
      if (i == text.length() || text.language(i) != text.language(from)) {
        stretches.add(new Stretch(text.language(from), text.text().substring(from, i), from));
        from = i;
      }
    }
    return stretches;
  }
}
