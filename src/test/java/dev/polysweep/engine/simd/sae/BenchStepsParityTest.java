package dev.polysweep.engine.simd.sae;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polysweep.Fixtures;
import dev.polysweep.Safetensors;
import dev.polysweep.engine.sae.AuxK;
import dev.polysweep.engine.sae.BatchTopK;
import dev.polysweep.engine.sae.JumpRelu;
import dev.polysweep.engine.sae.L1;
import dev.polysweep.engine.sae.Matryoshka;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeConstraints;
import dev.polysweep.engine.sae.SaeConstraints.Decoder;
import dev.polysweep.engine.sae.SaeLoss;
import dev.polysweep.engine.sae.SaeOptimizer;
import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.engine.sae.SaePlan;
import dev.polysweep.engine.sae.SaeResampling;
import dev.polysweep.engine.sae.SaeState;
import dev.polysweep.engine.sae.SaeTarget;
import dev.polysweep.engine.sae.TopK;
import dev.polysweep.math.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Eight optimiser steps of SynthSAEBench's training against the public code's, and its controller
 * of L0. Two rules differ: the running threshold starts with the first batch's instead of 0, which
 * is taken out here exactly, and a warm-up reaches its end one step earlier, so that the L1 here
 * brings the public code's.
 */
@Tag("parity")
class BenchStepsParityTest {

  private static final double CLOSE = 1e-5; // relative, of sums in single precision

  private static Stream<String> names(JsonNode node) {
    Iterable<String> names = node::fieldNames;
    return StreamSupport.stream(names.spliterator(), false);
  }

  @TestFactory
  Stream<DynamicTest> stepsAreTheSame() {
    return Fixtures.synthSaeBench(json -> json.has("archs")).stream()
        .flatMap(
            file ->
                names(Fixtures.json(file).get("archs"))
                    .map(
                        name ->
                            DynamicTest.dynamicTest(
                                name,
                                () -> compare(Fixtures.json(file), Fixtures.tensors(file), name))));
  }

  private static void compare(JsonNode json, Safetensors arrays, String name) {
    float[] all = arrays.floats("x");
    int rows = json.get("batch").asInt();
    int dIn = arrays.vector(name + ".init.b_dec").length;
    SaePlan plan = plan(json, arrays, name);
    JsonNode steps = json.get("archs").get(name).get("steps");
    double start = Double.NaN;
    try (SimdSaeSession session = new SimdSaeSession(plan, 1)) {
      for (int t = 0; t < json.get("steps").asInt(); t++) {
        float[] x = Arrays.copyOfRange(all, t * rows * dIn, (t + 1) * rows * dIn);
        SaeLoss loss = session.step(new Matrix(rows, dIn, x));
        JsonNode expected = steps.get(t);
        String at = name + ", step " + t + ": ";
        near(expected.get("loss"), loss.total(), at + "loss");
        near(expected.get("mse_loss"), loss.mse(), at + "mse");
        near(expected.get("l0"), loss.l0(), at + "L0");
        if (expected.has("auxiliary_reconstruction_loss")) {
          near(expected.get("auxiliary_reconstruction_loss"), loss.aux(), at + "aux");
        }
        near(expected.get("grad_norm_before_clip"), session.gradientNorm(), at + "gradient");
        SaeState state = session.state();
        if (expected.has("topk_threshold")) {
          double theta = state.memory()[0];
          start = t == 0 ? theta : start;
          near(expected.get("topk_threshold"), theta - Math.pow(0.99, t + 1) * start, at + "theta");
        }
        if (expected.has("multiplier_after")) {
          near(expected.get("multiplier_after"), state.control().factor(), at + "factor");
          near(expected.get("smoothed_l0"), state.control().smoothed(), at + "smoothed");
        }
      }
      SaeParameters end = session.state().parameters();
      same(arrays.floats(name + ".final.W_enc"), end.wEnc().data(), name + " W_enc");
      same(arrays.floats(name + ".final.W_dec"), end.wDec().data(), name + " W_dec");
      same(arrays.floats(name + ".final.b_enc"), end.bEnc(), name + " b_enc");
      same(arrays.floats(name + ".final.b_dec"), end.bDec(), name + " b_dec");
      if (arrays.names().contains(name + ".final.log_threshold")) {
        same(arrays.floats(name + ".final.log_threshold"), end.threshold(), name + " log θ");
      }
    }
  }

  private static void near(JsonNode expected, double actual, String what) {
    double value = expected.asDouble();
    assertEquals(value, actual, CLOSE * Math.max(1, Math.abs(value)), what);
  }

  private static void same(float[] expected, float[] actual, String what) {
    for (int i = 0; i < expected.length; i++) {
      assertEquals(
          expected[i], actual[i], CLOSE * Math.max(1, Math.abs(expected[i])), what + " " + i);
    }
  }

  private static SaePlan plan(JsonNode json, Safetensors arrays, String name) {
    JsonNode arch = json.get("archs").get(name);
    SaeParameters initial =
        new SaeParameters(
            arrays.tensor(name + ".init.W_enc"),
            arrays.vector(name + ".init.b_enc"),
            arrays.tensor(name + ".init.W_dec"),
            arrays.vector(name + ".init.b_dec"),
            null);
    JsonNode settings = json.get("settings").get(name);
    SaeTarget target =
        settings == null
            ? null
            : new SaeTarget(
                settings.get("autotune_target_l0").asDouble(),
                settings.get("autotune_start_step").asInt(),
                json.get("settings").get("autotuner_defaults").get("integral_gain").asDouble());
    return new SaePlan(
        initial,
        architecture(arch, settings, name, initial.dIn(), initial.dSae()),
        SaeOptimizer.adam(json.get("lr").asDouble()),
        SaeResampling.NONE,
        json.get("dead_feature_window").asInt() + 1,
        1,
        0,
        SaeConstraints.of(name.equals("jumprelu") ? Decoder.FREE : Decoder.RESCALED, 1),
        target);
  }

  private static SaeArchitecture architecture(
      JsonNode arch, JsonNode settings, String name, int dIn, int dSae) {
    AuxK aux = new AuxK(dIn / 2, 1, true);
    double k = arch.get("k").asDouble();
    return switch (name) {
      case "topk" -> new TopK((int) k, aux);
      case "batchtopk" -> new BatchTopK(k, aux, 0.01);
      case "jumprelu" ->
          new JumpRelu(
              settings.get("l0_coefficient").asDouble(),
              0,
              settings.get("bandwidth").asDouble(),
              settings.get("init_threshold").asDouble());
      case "l1" ->
          new LateWarmUp(
              new L1(settings.get("l1_coefficient").asDouble(), 0),
              settings.get("l1_warm_up_steps").asInt());
      default -> matryoshka(arch, new BatchTopK(k, aux, 0.01), dSae, !name.contains("plain"));
    };
  }

  private static SaeArchitecture matryoshka(
      JsonNode arch, BatchTopK batch, int dSae, boolean byLevel) {
    List<Double> widths = new ArrayList<>();
    arch.get("matryoshka_widths").forEach(w -> widths.add(w.asDouble() / dSae));
    widths.remove(widths.size() - 1); // the whole
    return new Matryoshka(batch, widths, Matryoshka.Widths.FIXED, 1, false, false, byLevel);
  }

  /** An L1 whose warm-up at step t, from 0, is t/steps. */
  private record LateWarmUp(L1 l1, int steps) implements SaeArchitecture {

    @Override
    public dev.polysweep.engine.sae.SaeSelection training() {
      return l1.training();
    }

    @Override
    public double coefficient(int step) {
      return l1.coefficient() * Math.min(1, (double) step / steps);
    }

    @Override
    public float penalty(dev.polysweep.engine.sae.ActiveLatents latents, int from, int to) {
      return l1.penalty(latents, from, to);
    }

    @Override
    public void gate(
        dev.polysweep.engine.sae.ActiveLatents latents, int end, float slope, float[] theta) {
      l1.gate(latents, end, slope, theta);
    }

    @Override
    public dev.polysweep.engine.sae.TrainedSae trained(SaeParameters parameters) {
      return l1.trained(parameters);
    }

    @Override
    public String saeLensName() {
      return l1.saeLensName();
    }
  }

  /** The controller alone, on given numbers of active latents; 1e-9 of rounding in float64. */
  @TestFactory
  Stream<DynamicTest> theControllerDoesTheSame() {
    return Fixtures.synthSaeBench(
            json -> json.size() > 0 && json.isObject() && json.elements().next().has("batch_l0"))
        .stream()
        .flatMap(
            file -> {
              JsonNode json = Fixtures.json(file);
              return names(json)
                  .map(name -> DynamicTest.dynamicTest(name, () -> trace(json.get(name))));
            });
  }

  private static void trace(JsonNode trace) {
    SaeTarget target =
        new SaeTarget(
            trace.get("target_l0").asDouble(),
            trace.get("start_step").asInt(),
            trace.get("integral_gain").asDouble());
    SaeTarget.State state = SaeTarget.State.START;
    for (int t = 0; t < trace.get("batch_l0").size(); t++) {
      state = target.after(state, t, trace.get("batch_l0").get(t).asDouble());
      assertEquals(trace.get("smoothed_l0").get(t).asDouble(), state.smoothed(), 1e-9, "s " + t);
      assertEquals(trace.get("multiplier").get(t).asDouble(), state.factor(), 1e-9, "factor " + t);
    }
  }
}
