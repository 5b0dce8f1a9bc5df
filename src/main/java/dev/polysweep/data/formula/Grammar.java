package dev.polysweep.data.formula;

import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.config.MapBasedOperatorDictionary;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.functions.AbstractFunction;
import com.ezylang.evalex.functions.FunctionParameter;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.operators.arithmetic.InfixDivisionOperator;
import com.ezylang.evalex.operators.arithmetic.InfixMinusOperator;
import com.ezylang.evalex.operators.arithmetic.InfixMultiplicationOperator;
import com.ezylang.evalex.operators.arithmetic.InfixPlusOperator;
import com.ezylang.evalex.operators.arithmetic.InfixPowerOfOperator;
import com.ezylang.evalex.operators.arithmetic.PrefixMinusOperator;
import com.ezylang.evalex.operators.arithmetic.PrefixPlusOperator;
import com.ezylang.evalex.parser.ASTNode;
import com.ezylang.evalex.parser.ParseException;
import com.ezylang.evalex.parser.Token;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * What a formula may consist of: numbers, names of columns, + − * / ^, parentheses, and the
 * functions of {@link Functions}. EvalEx parses it and is used for nothing else: its own functions,
 * constants, texts, arrays and structures are switched off, and its evaluation is never called.
 */
final class Grammar {

  private static final ExpressionConfiguration CONFIGURATION = configuration();

  private Grammar() {}

  /**
   * Parses an expression.
   *
   * @throws FormulaException saying what is wrong and where
   */
  static ASTNode parse(String text) {
    try {
      return new Expression(text, CONFIGURATION).getAbstractSyntaxTree();
    } catch (ParseException e) {
      throw new FormulaException(
          "is no formula: " + e.getMessage() + " at character " + e.getStartPosition());
    } catch (NoSuchElementException e) { // what EvalEx throws where an operator lacks its operands
      throw new FormulaException("is no formula: an operator lacks an operand");
    }
  }

  private static ExpressionConfiguration configuration() {
    MapBasedOperatorDictionary operators = new MapBasedOperatorDictionary();
    operators.addOperator("+", new InfixPlusOperator());
    operators.addOperator("-", new InfixMinusOperator());
    operators.addOperator("*", new InfixMultiplicationOperator());
    operators.addOperator("/", new InfixDivisionOperator());
    operators.addOperator("^", new InfixPowerOfOperator());
    operators.addOperator("-", new PrefixMinusOperator());
    operators.addOperator("+", new PrefixPlusOperator());
    MapBasedFunctionDictionary functions = new MapBasedFunctionDictionary();
    Functions.OF_ONE.keySet().forEach(name -> functions.addFunction(name, new OfOne()));
    Functions.OF_TWO.keySet().forEach(name -> functions.addFunction(name, new OfTwo()));
    return ExpressionConfiguration.builder()
        .operatorDictionary(operators)
        .functionDictionary(functions)
        .defaultConstants(Map.of())
        .arraysAllowed(false)
        .structuresAllowed(false)
        .binaryAllowed(false)
        .implicitMultiplicationAllowed(false)
        .singleQuoteStringLiteralsAllowed(false)
        .powerOfPrecedence(OperatorIfc.OPERATOR_PRECEDENCE_POWER_HIGHER) // −x^2 is −(x^2)
        .build();
  }

  /** Tells the parser of a function with one argument. */
  @FunctionParameter(name = "x")
  private static final class OfOne extends AbstractFunction {
    @Override
    public EvaluationValue evaluate(Expression in, Token token, EvaluationValue... values) {
      throw new UnsupportedOperationException("formulas are evaluated by Formula");
    }
  }

  /** Tells the parser of a function with two arguments. */
  @FunctionParameter(name = "x")
  @FunctionParameter(name = "y")
  private static final class OfTwo extends AbstractFunction {
    @Override
    public EvaluationValue evaluate(Expression in, Token token, EvaluationValue... values) {
      throw new UnsupportedOperationException("formulas are evaluated by Formula");
    }
  }
}
