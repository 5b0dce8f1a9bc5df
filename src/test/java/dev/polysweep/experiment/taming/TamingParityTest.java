package dev.polysweep.experiment.taming;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polysweep.Fixtures;
import dev.polysweep.Safetensors;
import dev.polysweep.engine.Engine;
import dev.polysweep.engine.Engines;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.Noise;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.ConfigurationBuilder;
import dev.polysweep.experiment.HiddenActivation;
import dev.polysweep.experiment.Initialization;
import dev.polysweep.experiment.Regularizer;
import dev.polysweep.experiment.taming.TamingConfig.Tied;
import dev.polysweep.math.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The taming experiment against runs of PyTorch, from equal data and initial weights. Tolerances:
 * PyTorch in single and in double precision differ by 1e-6 (loss), 2e-4 (weights) and 1e-5
 * (metrics) on the bundled cases; the bounds leave room for longer ones.
 */
@Tag("parity")
class TamingParityTest {

  private static final double LOSS = 1e-4; // relative
  private static final double WEIGHT = 2e-3; // absolute
  private static final double METRIC = 1e-3; // relative

  private final Engine engine = Engines.named(Engines.AUTO);

  @TestFactory
  Stream<DynamicTest> oneTestAFile() {
    return Fixtures.ofKind("taming").stream()
        .map(file -> DynamicTest.dynamicTest(file.toString(), () -> trainsAsPyTorchDoes(file)));
  }

  private void trainsAsPyTorchDoes(Safetensors file) {
    TamingConfig config = config(file);
    TamingData data =
        new TamingData(
            file.tensor("train_x"),
            file.tensor("train_y"),
            file.tensor("val_x"),
            file.tensor("val_y"),
            file.vector("importance"));
    CellRun<TamingConfig> run = new CellRun<>(config, 0, 1);
    TamingWork work = new TamingWork(run, data);
    trainMlp(file, config, data, work);
    trainSae(file, config, work);
    for (String metric :
        List.of("macs", "interference", "sparsity_w4", "l0", "sae_mse", "train_mse", "val_mse")) {
      double expected = file.number(metric);
      assertEquals(expected, run.metrics().get(metric), METRIC * Math.abs(expected), metric);
    }
  }

  private void trainMlp(Safetensors file, TamingConfig config, TamingData data, TamingWork work) {
    List<LayerParameters> initial = new ArrayList<>();
    for (int l = 0; l < config.mlp().layers(); l++) {
      initial.add(new LayerParameters(file.tensor("init.W" + l), file.vector("init.b" + l)));
    }
    try (TrainingSession session = session(TamingPlans.mlp(config, data, initial, 0))) {
      follow(session, file.vector("mlp.loss"), "mlp");
      for (int l = 0; l < config.mlp().layers(); l++) {
        LayerParameters trained = session.parameters(0).get(l);
        assertArrayEquals(
            file.tensor("final.W" + l).data(), trained.weight().data(), (float) WEIGHT, "W" + l);
        assertArrayEquals(file.vector("final.b" + l), trained.bias(), (float) WEIGHT, "b" + l);
      }
      TamingExperiment.measureMlps(engine, model(session, work));
    }
  }

  private void trainSae(Safetensors file, TamingConfig config, TamingWork work) {
    work.acts = file.tensor("acts");
    Matrix start = file.tensor("init.sae.W");
    List<LayerParameters> initial =
        List.of(
            new LayerParameters(start.transpose(), file.vector("init.sae.b")),
            new LayerParameters(null, null));
    try (TrainingSession session = session(TamingPlans.sae(config, work.acts, initial, 0))) {
      follow(session, file.vector("sae.loss"), "sae");
      LayerParameters trained = session.parameters(0).get(0);
      assertArrayEquals(
          file.tensor("final.sae.W").data(),
          trained.weight().transpose().data(),
          (float) WEIGHT,
          "W");
      assertArrayEquals(file.vector("final.sae.b"), trained.bias(), (float) WEIGHT, "b");
      TamingExperiment.measureSaes(engine, model(session, work));
    }
  }

  private static TamingExperiment.Models model(TrainingSession session, TamingWork work) {
    return new TamingExperiment.Models(session, List.of(0), List.of(work));
  }

  private TrainingSession session(TrainingPlan plan) {
    return engine.open(List.of(plan));
  }

  private static void follow(TrainingSession session, float[] losses, String phase) {
    for (int epoch = 0; epoch < losses.length; epoch++) {
      session.train(1);
      assertEquals(
          losses[epoch],
          session.loss(0),
          LOSS * Math.abs(losses[epoch]),
          phase + " epoch " + (epoch + 1));
    }
  }

  private static TamingConfig config(Safetensors file) {
    Map<String, String> m = file.metadata();
    return ConfigurationBuilder.from(TamingConfig.DEFAULTS)
        .set("init", Initialization.valueOf(upper(m.get("init"))))
        .set("noise", Noise.Kind.valueOf(upper(m.get("noise"))))
        .set("reg", Regularizer.valueOf(upper(m.get("regularizer"))))
        .set("act", HiddenActivation.valueOf(upper(m.get("activation"))))
        .set("mlp.layers", (int) file.number("layers"))
        .set("mlp.hidden", (int) file.number("hidden"))
        .set("mlp.epochs", file.vector("mlp.loss").length)
        .set("mlp.lr", file.number("lr"))
        .set("mlp.lambda_reg", file.number("lambda_reg"))
        .set("mlp.clip_norm", 0)
        .set("sae.d_sae", (int) file.number("d_sae"))
        .set("sae.epochs", file.vector("sae.loss").length)
        .set("sae.lr", file.number("sae_lr"))
        .set("sae.l1_coefficient", file.number("lambda_reg"))
        .set("sae.tied", Tied.SHARED_STORAGE)
        .set("sae.clip_norm", 0)
        .build();
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
