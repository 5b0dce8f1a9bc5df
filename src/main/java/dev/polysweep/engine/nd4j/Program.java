package dev.polysweep.engine.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.api.ops.impl.reduce.same.Sum;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarAdd;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.AddOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.DivOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.SubOp;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A sequence of operations on fixed arrays, which is built once and run at every step. Each method
 * appends one operation; its last argument is the output, which may also be one of the inputs.
 * Binary operations broadcast axes of length 1 of the second operand.
 */
final class Program {

  private final List<Runnable> operations = new ArrayList<>();

  /** Runs all operations in order. */
  void run() {
    operations.forEach(Runnable::run);
  }

  /** For each model out = A·B, where A and B are transposed first if the flags say so. */
  void matmul(INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray out) {
    MMulTranspose transpose =
        MMulTranspose.builder().transposeA(transposeA).transposeB(transposeB).build();
    append(new Mmul(a, b, out, transpose));
  }

  /** out = a + b. */
  void add(INDArray a, INDArray b, INDArray out) {
    append(new AddOp(a, b, out));
  }

  /** out = a − b. */
  void subtract(INDArray a, INDArray b, INDArray out) {
    append(new SubOp(a, b, out));
  }

  /** out = a·b. */
  void multiply(INDArray a, INDArray b, INDArray out) {
    append(new MulOp(a, b, out));
  }

  /** out = a/b. */
  void divide(INDArray a, INDArray b, INDArray out) {
    append(new DivOp(a, b, out));
  }

  /** out = a + c. */
  void add(INDArray a, double c, INDArray out) {
    append(new ScalarAdd(a, null, out, c));
  }

  /** out = a·c. */
  void multiply(INDArray a, double c, INDArray out) {
    append(new ScalarMultiplication(a, null, out, c));
  }

  /** out = 1 where a &gt; 0, else 0. */
  void step(INDArray a, INDArray out) {
    append(new Step(a, out, 0));
  }

  /** out = sign(a), with sign(0) = 0. */
  void sign(INDArray a, INDArray out) {
    append(new Sign(a, out));
  }

  /** out = |a|. */
  void abs(INDArray a, INDArray out) {
    append(new Abs(a, out));
  }

  /** out = √a. */
  void sqrt(INDArray a, INDArray out) {
    append(new Sqrt(a, out));
  }

  /** out = tanh a. */
  void tanh(INDArray a, INDArray out) {
    append(new Tanh(a, out));
  }

  /** out = exp a. */
  void exp(INDArray a, INDArray out) {
    append(new Exp(a, out));
  }

  /** out = erf a. */
  void erf(INDArray a, INDArray out) {
    append(new Erf(a, out));
  }

  /** out {@code [models]} = the sums over the second axis of a {@code [models, n]}. */
  void sumRows(INDArray a, INDArray out) {
    append(new Sum(a, out, false, 1));
  }

  /** Appends an action that is no ND4J operation. */
  void call(Runnable action) {
    operations.add(action);
  }

  private void append(Op op) {
    operations.add(() -> Nd4j.getExecutioner().exec(op));
  }

  private void append(CustomOp op) {
    operations.add(() -> Nd4j.getExecutioner().exec(op));
  }
}
