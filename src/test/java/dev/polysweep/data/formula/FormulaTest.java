package dev.polysweep.data.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.data.CorrelatedGroups;
import dev.polysweep.data.FeatureTargets;
import dev.polysweep.math.Matrix;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaTest {

  private static final List<String> X = List.of("x0", "x1", "x2");
  private static final double[] SAMPLE = {2, 3, -5};

  private static double value(String formula) {
    return Formula.parse(formula).over(X).applyAsDouble(SAMPLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "x0*x1 + 0.5*x2; 3.5",
        "y0 = x0*x1 + 0.5*x2; 3.5",
        "-x0^2; -4",
        "(-x0)^2; 4",
        "2^x1^x0; 512",
        "x0 - x1 - x2; 4",
        "x0 / x1 / 2; 0.3333333333333333",
        "+x0; 2",
        "--x0; 2",
        "max(x0, min(x1, x2)); 2",
        "relu(x2) + abs(x2) + sign(x2); 4",
        "sqrt(x0 + 7) * 1e2; 300",
        "2E-1; 0.2",
        ".5; 0.5",
        "SIN(0*x0); 0",
        "cos(0) + tanh(0) + exp(0) + log(1); 2",
        "x0^(-1); 0.5",
        "2*(x0+x1)*(x0-x1); -10",
      })
  void arithmeticIsAsWritten(String formula, double expected) {
    assertEquals(expected, value(formula), 0);
  }

  /** The targets of the taming experiment, written as formulas, are the same bits. */
  @Test
  void formulasGiveTheBitsOfTheJavaTheySay() {
    List<String> formulas =
        List.of(
            "x0*x1 + 0.5*x2",
            "sin(x0 + x2) + x1",
            "x0^2 + x1*x2",
            "x3*x4 + 0.3*x5",
            "tanh(x3 + x4)",
            "x5*x6*x7",
            "x5 + 0.7*x7",
            "x6^2 + x5*x7");
    List<String> names = List.of("x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7");
    Matrix x = new CorrelatedGroups(0.9, 0.9).draw(3, 200);
    Matrix y = FeatureTargets.of(x, FeatureTargets.importance(1, 8));
    for (int k = 0; k < 8; k++) {
      ToDoubleFunction<double[]> formula = Formula.parse(formulas.get(k)).over(names);
      for (int s = 0; s < x.rows(); s++) {
        double[] sample = new double[8];
        for (int i = 0; i < 8; i++) {
          sample[i] = x.get(s, i);
        }
        assertEquals(y.get(s, k), (float) formula.applyAsDouble(sample), 0, formulas.get(k));
      }
    }
  }

  @Test
  void itsNameIsWhatStandsBeforeTheEqualsSign() {
    assertEquals("total", Formula.parse(" total =x0 + x1").name());
    assertNull(Formula.parse("x0 + x1").name());
    assertEquals(2, Formula.parse("x0 + x1 + x0").columns().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "y0 =",
        "x0 +",
        "x0 x1",
        "2x0",
        "(x0",
        "x0)",
        "sin()",
        "sin(x0, x1)",
        "max(x0)",
        "max(x0, x1, x2)",
        "foo(x0)",
        "x0 == x1",
        "x0 > 1",
        "x0 % 2",
        "!x0",
        "x0 && x1",
        "\"text\"",
        "'text'",
        "x0[1]",
        "x0.length",
        "[1, 2]",
        "0x1F",
        "0b11",
        "1e999",
        "1d",
        "x0; x1",
        "a = b = x0",
        "DT_NOW()",
        "STR_LENGTH(\"a\")",
        "RANDOM()",
        "IF(x0, 1, 2)",
        "FACT(x0)",
        "x0!",
        "{x0}",
        "x0 @ x1",
        "x0\u0000",
        "√x0",
        "x0, x1",
      })
  void everythingElseIsRefused(String text) {
    FormulaException refused =
        assertThrows(FormulaException.class, () -> Formula.parse(text).over(X));
    assertTrue(refused.getMessage().length() < 200, refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PI", "e", "x3", "X0", "true", "null", "this"})
  void aColumnThatIsNotThereIsNamed(String name) {
    FormulaException refused =
        assertThrows(FormulaException.class, () -> Formula.parse("1 + " + name).over(X));
    assertEquals("there is no column " + name, refused.getMessage());
  }

  @Test
  void longAndDeepFormulasAreRefusedSoon() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          refuses("has 1000001 characters, more than 1000", "x".repeat(1_000_001));
          refuses("nests more than 64", "-".repeat(900) + "x0");
          refuses("nests more than 64", "sin(".repeat(150) + "x0" + ")".repeat(150));
          refuses("nests more than 64", "x0" + "+x0".repeat(300));
          refuses("is no formula", "(".repeat(999));
          refuses("is no formula", ")".repeat(999));
          refuses("is no formula", "9".repeat(990));
          refuses("nests more than 64", "2" + "^9".repeat(400));
        });
    // Parentheses alone nest nothing.
    assertEquals(2, value("(".repeat(400) + "x0" + ")".repeat(400)));
  }

  private static void refuses(String why, String text) {
    FormulaException refused =
        assertThrows(FormulaException.class, () -> Formula.parse(text), text);
    assertTrue(refused.getMessage().startsWith(why), refused.getMessage());
  }

  /** Whatever the text, it is a formula or one exception, never another one. */
  @Test
  void randomTextIsAFormulaOrRefused() {
    Random random = new Random(7);
    String[] pieces = {
      "x0", "x1", "+", "-", "*", "/", "^", "(", ")", ",", " ", "1", ".", "e", "sin(", "max(", "=",
      "\"", "'", "[", "]", "{", "}", "!", "&", "|", "<", "#", "\\", "é", "0x", "\n", "\t", "\u0000",
      ";", "_", "if(", "\ud83d\ude80"
    };
    int formulas = 0;
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = 1 + random.nextInt(8); n > 0; n--) {
        text.append(pieces[random.nextInt(random.nextBoolean() ? 18 : pieces.length)]);
      }
      try {
        Formula.parse(text.toString()).over(X).applyAsDouble(SAMPLE);
        formulas++;
      } catch (FormulaException e) {
        assertTrue(e.getMessage().length() < 300, e.getMessage());
      }
    }
    assertTrue(formulas > 50, formulas + " formulas");
  }
}
