package dev.polysweep.spark.dl4j;

import dev.polysweep.engine.sae.L1;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeOptimizer;
import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.engine.sae.SaePlan;
import dev.polysweep.engine.sae.TopK;
import dev.polysweep.math.Matrix;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.impl.LossL2;

/**
 * An autoencoder as a network of Deeplearning4j. The encoder is z = x·W_enc + b with b = b_enc −
 * b_dec·W_enc: one bias, trained freely, takes in the decoder's bias, which the encoder otherwise
 * subtracts from its input. The decoder's rows are scaled back to unit norm after every update. The
 * network's score is the reconstruction loss of this project: the squared error summed over units
 * and averaged over samples.
 */
final class SaeNetwork {

  private static final String ENCODER = "0_";
  private static final String DECODER = "1_";

  private SaeNetwork() {}

  /**
   * Builds the network with the initial parameters of a plan.
   *
   * @param workers number of workers among which each batch is divided
   * @throws UnsupportedOperationException if the plan asks for resampling, an auxiliary loss, a
   *     warm-up of the L1 coefficient, or an architecture other than {@code topk} and {@code l1};
   *     the message is for users
   */
  static MultiLayerNetwork of(SaePlan plan, int workers) {
    SaeOptimizer optimizer = plan.optimizer();
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .updater(
                    Adam.builder()
                        .learningRateSchedule(new RateSchedule(optimizer, workers))
                        .beta1(optimizer.beta1())
                        .beta2(optimizer.beta2())
                        .epsilon(optimizer.eps())
                        .build())
                .list()
                .layer(
                    new DenseLayer.Builder()
                        .nIn(plan.dIn())
                        .nOut(plan.dSae())
                        .activation(activation(plan))
                        .build())
                .layer(
                    new OutputLayer.Builder(new LossL2())
                        .nIn(plan.dSae())
                        .nOut(plan.dIn())
                        .activation(new ActivationIdentity())
                        .constrainWeights(new UnitNormConstraint(1))
                        .build())
                .build());
    network.init();
    SaeParameters initial = plan.initial();
    network.setParam(ENCODER + "W", array(initial.wEnc()));
    network.setParam(
        ENCODER + "b", row(shifted(initial.bEnc(), initial.bDec(), initial.wEnc(), -1)));
    network.setParam(DECODER + "W", array(initial.wDec()));
    network.setParam(DECODER + "b", row(initial.bDec()));
    return network;
  }

  private static SparseActivation activation(SaePlan plan) {
    SaeArchitecture architecture = plan.architecture();
    if (plan.resampling().everySteps() > 0) {
      throw new UnsupportedOperationException(
          "training spread over executors does not resample: set sae.resample_every to 0");
    }
    if (architecture instanceof TopK top) {
      if (top.aux().k() > 0) {
        throw new UnsupportedOperationException(
            "training spread over executors knows no auxiliary loss: set sae.aux_k to 0");
      }
      return new SparseActivation(top.k(), 0);
    }
    if (architecture instanceof L1 l1) {
      if (l1.warmUpSteps() > 0) {
        throw new UnsupportedOperationException(
            "training spread over executors has one coefficient: set sae.coefficient_warmup to 0");
      }
      return new SparseActivation(Integer.MAX_VALUE, l1.coefficient());
    }
    throw new UnsupportedOperationException(
        "training spread over executors knows sae.architecture topk and l1");
  }

  /**
   * The parameters of a network, for inputs that are already multiplied by the plan's input scale.
   */
  static SaeParameters parameters(MultiLayerNetwork network) {
    Matrix wEnc = matrix(network.getParam(ENCODER + "W"));
    float[] bDec = vector(network.getParam(DECODER + "b"));
    return new SaeParameters(
        wEnc,
        shifted(vector(network.getParam(ENCODER + "b")), bDec, wEnc, 1),
        matrix(network.getParam(DECODER + "W")),
        bDec,
        null);
  }

  /** bias + sign·(b_dec·W_enc), {@code [d_sae]}. */
  private static float[] shifted(float[] bias, float[] bDec, Matrix wEnc, int sign) {
    double[] sum = new double[bias.length];
    for (int i = 0; i < bDec.length; i++) {
      for (int f = 0; f < sum.length; f++) {
        sum[f] += (double) bDec[i] * wEnc.get(i, f);
      }
    }
    float[] shifted = new float[bias.length];
    for (int f = 0; f < shifted.length; f++) {
      shifted[f] = (float) (bias[f] + sign * sum[f]);
    }
    return shifted;
  }

  private static INDArray array(Matrix matrix) {
    return Nd4j.createFromArray(matrix.data()).reshape('c', matrix.rows(), matrix.cols());
  }

  private static INDArray row(float[] values) {
    return Nd4j.createFromArray(values).reshape('c', 1, values.length);
  }

  private static Matrix matrix(INDArray array) {
    return new Matrix((int) array.size(0), (int) array.size(1), vector(array));
  }

  private static float[] vector(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
