package dev.polysweep.experiment.monosemantic;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.Engines;
import dev.polysweep.engine.sae.AuxK;
import dev.polysweep.engine.sae.BatchTopK;
import dev.polysweep.engine.sae.Gated;
import dev.polysweep.engine.sae.JumpRelu;
import dev.polysweep.engine.sae.L1;
import dev.polysweep.engine.sae.Lista;
import dev.polysweep.engine.sae.MatchingPursuit;
import dev.polysweep.engine.sae.Matryoshka;
import dev.polysweep.engine.sae.PAnneal;
import dev.polysweep.engine.sae.ProLu;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeConstraints;
import dev.polysweep.engine.sae.SaeLoss;
import dev.polysweep.engine.sae.SaeOptimizer;
import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.engine.sae.SaePlan;
import dev.polysweep.engine.sae.SaeResampling;
import dev.polysweep.engine.sae.SaeSession;
import dev.polysweep.engine.sae.SaeTrainer;
import dev.polysweep.engine.sae.TopK;
import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.Arrays;
import java.util.List;

/**
 * Measures how fast an engine trains sparse autoencoders of {@value #D_IN} → {@value #D_SAE} on
 * batches of {@value #BATCH} samples. The script src/bench/sae_pytorch.py measures the same
 * training in PyTorch.
 *
 * @param name name of the architecture that was trained
 * @param stepMs median time of a step in ms; the mean where an engine goes on before a step is done
 * @param l0 mean number of active latents per sample in the last step
 */
public record SaeBenchmark(String name, double stepMs, double l0) {

  /** The width of the activations. */
  public static final int D_IN = 512;

  /** The number of latents. */
  public static final int D_SAE = 2048;

  /** The number of samples per step. */
  public static final int BATCH = 2048;

  private static final int WARM_UP = 10;
  private static final int STEPS = 10;

  private static final BatchTopK BATCH_TOPK = new BatchTopK(32, AuxK.NONE, 0.01);

  private static final ProLu PROLU = new ProLu(1e-3, 0, ProLu.Gradient.STRAIGHT_THROUGH);

  private static final JumpRelu JUMPRELU = new JumpRelu(1e-3, 0, 0.05, 0.01);

  /**
   * Encoder bias with which about 32 latents are active on a sample of unit variances, as late in
   * training. Where thresholds are learned, they take its place.
   */
  private static final float LATE_BIAS = -2.15f;

  /**
   * Measures an L1 autoencoder as early and as late in training, and those that select their
   * latents. The measurement takes about a minute.
   */
  public static List<SaeBenchmark> of(Engine engine, int threads) {
    SaeTrainer trainer = Engines.saeTrainer(engine);
    return List.of(
        measure(trainer, threads, "l1_early", new L1(1e-3, 0), 0),
        measure(trainer, threads, "l1_converged", new L1(1e-3, 0), LATE_BIAS),
        measure(trainer, threads, "topk_32", new TopK(32, AuxK.NONE), 0),
        measure(trainer, threads, "batch_topk_32", BATCH_TOPK, 0),
        measure(trainer, threads, "matryoshka_32", nested(List.of(0.03125, 0.125, 0.5)), 0),
        measure(trainer, threads, "lista_32", new Lista(nested(List.of()), 1, 0.3, 0), 0),
        measure(
            trainer,
            threads,
            "lista_matryoshka_32",
            new Lista(nested(List.of(0.03125, 0.125, 0.5)), 1, 0.3, 0.002),
            0),
        measure(
            trainer, threads, "p_anneal_converged", new PAnneal(1e-3, 0, 0.5, 0, 10, 2), LATE_BIAS),
        measure(trainer, threads, "prolu_converged", PROLU, LATE_BIAS),
        measure(trainer, threads, "jumprelu_converged", JUMPRELU, LATE_BIAS),
        measure(trainer, threads, "gated_converged", new Gated(1e-3, 0), LATE_BIAS),
        measure(trainer, threads, "matching_pursuit_4", new MatchingPursuit(4), 0));
  }

  private static Matryoshka nested(List<Double> widths) {
    return new Matryoshka(BATCH_TOPK, widths, Matryoshka.Widths.FIXED, 1, false, false, false);
  }

  private static SaeBenchmark measure(
      SaeTrainer trainer, int threads, String name, SaeArchitecture architecture, float bias) {
    SaeParameters initial = SaeParameters.random(D_IN, D_SAE, 0);
    if (architecture.learnsThresholds() && !architecture.separatesMagnitudes()) {
      initial = initial.withThreshold(-bias);
    } else {
      Arrays.fill(initial.bEnc(), bias);
    }
    boolean tied = architecture.iteration().summed();
    SaePlan plan =
        new SaePlan(
            initial,
            architecture,
            SaeOptimizer.adam(1e-5),
            SaeResampling.NONE,
            1000,
            1,
            0,
            new SaeConstraints(
                SaeConstraints.Decoder.UNIT, tied, SaeConstraints.Frozen.NONE, -1, 0, 0),
            null);
    Matrix x = Initializers.normal(BATCH, D_IN, 1, new RandomStream(0, StreamId.DATA));
    try (SaeSession session = trainer.open(plan, threads)) {
      boolean overlap = false;
      for (int i = 0; i < WARM_UP; i++) {
        overlap |= session.advance(x).isEmpty();
      }
      SaeLoss loss = session.step(x);
      return new SaeBenchmark(name, overlap ? mean(session, x) : median(session, x), loss.l0());
    }
  }

  private static double median(SaeSession session, Matrix x) {
    double[] ms = new double[STEPS];
    for (int i = 0; i < STEPS; i++) {
      long start = System.nanoTime();
      session.step(x);
      ms[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(ms);
    return ms[STEPS / 2];
  }

  private static double mean(SaeSession session, Matrix x) {
    int steps = 20 * STEPS;
    long start = System.nanoTime();
    for (int i = 1; i < steps; i++) {
      session.advance(x);
    }
    session.step(x);
    return (System.nanoTime() - start) / 1e6 / steps;
  }
}
