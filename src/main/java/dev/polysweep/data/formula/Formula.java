package dev.polysweep.data.formula;

import com.ezylang.evalex.parser.ASTNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A formula over the columns of a sample, such as {@code y0 = x0*x1 + 0.5*x2}: numbers, names of
 * columns, the operators {@code + - * / ^}, parentheses and the functions abs, cos, exp, log, max,
 * min, relu, sign, sin, sqrt and tanh. A name before an equals sign is what the result is called.
 * Nothing but arithmetic can be written. Values are computed in double precision, operation by
 * operation as written, with the functions of {@link StrictMath}, and so are the same bits
 * everywhere.
 */
public final class Formula {

  /** The most characters that a formula may have. */
  public static final int LONGEST = 1000;

  /** The most operations and functions that may be nested in one another. */
  public static final int DEEPEST = 64;

  private static final Pattern NAMED = Pattern.compile("\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*=(.*)");
  private static final Pattern NUMBER =
      Pattern.compile("([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");

  private final String name;
  private final ASTNode root;
  private final Set<String> columns = new LinkedHashSet<>();

  private Formula(String name, ASTNode root) {
    this.name = name;
    this.root = root;
  }

  /**
   * Parses a formula.
   *
   * @param text the formula, with or without a name and an equals sign before it
   * @throws FormulaException if it is no formula, too long or too deep; the message follows the
   *     formula in a sentence
   */
  public static Formula parse(String text) {
    if (text.length() > LONGEST) {
      throw new FormulaException(
          "has " + text.length() + " characters, more than " + LONGEST + "; shorten it");
    }
    Matcher named = NAMED.matcher(text);
    boolean hasName = named.matches();
    String expression = hasName ? named.group(2) : text;
    if (expression.isBlank()) {
      throw new FormulaException("is empty");
    }
    Formula formula = new Formula(hasName ? named.group(1) : null, Grammar.parse(expression));
    formula.check();
    return formula;
  }

  /** The name that the text gives the result, or null. */
  public String name() {
    return name;
  }

  /** The columns that the formula uses, in the order in which they occur. */
  public Set<String> columns() {
    return Set.copyOf(columns);
  }

  private record Nested(ASTNode node, int depth) {}

  private void check() {
    Deque<Nested> next = new ArrayDeque<>(List.of(new Nested(root, 1)));
    while (!next.isEmpty()) {
      Nested at = next.pop();
      if (at.depth > DEEPEST) {
        throw new FormulaException(
            "nests more than " + DEEPEST + " operations in one another; split it");
      }
      switch (at.node.getToken().getType()) {
        case VARIABLE_OR_CONSTANT -> columns.add(at.node.getToken().getValue());
        case NUMBER_LITERAL -> number(at.node);
        case INFIX_OPERATOR, PREFIX_OPERATOR, FUNCTION -> {}
        default ->
            throw new FormulaException("is no formula: only numbers, columns and arithmetic are");
      }
      at.node.getParameters().forEach(inner -> next.push(new Nested(inner, at.depth + 1)));
    }
  }

  private static double number(ASTNode node) {
    String text = node.getToken().getValue();
    double number = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    if (!Double.isFinite(number)) {
      throw new FormulaException("is no formula: a number in it is not a finite decimal number");
    }
    return number;
  }

  /**
   * The formula as a function of a sample.
   *
   * @param names names of the sample's columns, in order
   * @return the value of the formula for a sample {@code [names]}; NaN or infinite where the
   *     arithmetic is
   * @throws FormulaException if the formula uses a column that is not among the names
   */
  public ToDoubleFunction<double[]> over(List<String> names) {
    for (String column : columns) {
      if (!names.contains(column)) {
        throw new FormulaException("there is no column " + column);
      }
    }
    return compiled(root, names);
  }

  private static ToDoubleFunction<double[]> compiled(ASTNode node, List<String> names) {
    String token = node.getToken().getValue();
    List<ToDoubleFunction<double[]>> of = new ArrayList<>();
    node.getParameters().forEach(parameter -> of.add(compiled(parameter, names)));
    switch (node.getToken().getType()) {
      case NUMBER_LITERAL:
        double number = number(node);
        return x -> number;
      case VARIABLE_OR_CONSTANT:
        int column = names.indexOf(token);
        return x -> x[column];
      case PREFIX_OPERATOR:
        return token.equals("-") ? apply(a -> -a, of) : of.get(0);
      case INFIX_OPERATOR:
        return apply(operator(token), of);
      default:
        String function = token.toLowerCase(Locale.ROOT);
        return of.size() == 1
            ? apply(Functions.OF_ONE.get(function), of)
            : apply(Functions.OF_TWO.get(function), of);
    }
  }

  private static ToDoubleFunction<double[]> apply(
      DoubleUnaryOperator function, List<ToDoubleFunction<double[]>> of) {
    ToDoubleFunction<double[]> a = of.get(0);
    return x -> function.applyAsDouble(a.applyAsDouble(x));
  }

  private static ToDoubleFunction<double[]> apply(
      DoubleBinaryOperator function, List<ToDoubleFunction<double[]>> of) {
    ToDoubleFunction<double[]> a = of.get(0);
    ToDoubleFunction<double[]> b = of.get(1);
    return x -> function.applyAsDouble(a.applyAsDouble(x), b.applyAsDouble(x));
  }

  private static DoubleBinaryOperator operator(String token) {
    return switch (token) {
      case "+" -> (a, b) -> a + b;
      case "-" -> (a, b) -> a - b;
      case "*" -> (a, b) -> a * b;
      case "/" -> (a, b) -> a / b;
      case "^" -> Functions::power;
      default -> throw new IllegalArgumentException(token);
    };
  }
}
