package dev.polysweep.engine.simd;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.polysweep.engine.Engine;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.engine.sae.SaeTrainer;
import dev.polysweep.engine.simd.kernel.FmaPeak;
import dev.polysweep.engine.simd.net.SimdSession;
import dev.polysweep.engine.simd.net.WarmUp;
import dev.polysweep.engine.simd.sae.SimdSaeTrainer;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/**
 * The CPU engine: Java's Vector API, one thread a session, samples in lanes. Same bits on every
 * machine.
 *
 * <p>Models of a pack may differ in everything; those with equal data or noise draws share them.
 */
public final class SimdEngine implements Engine {

  @Override
  public String name() {
    return "simd";
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public Optional<String> unavailable() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return Optional.of("start Java with --add-modules=jdk.incubator.vector");
    }
    if (!fusedMultiplyAdd()) {
      return Optional.of(
          "this processor, or -XX:-UseFMA, has no fused multiply-add; try --engine nd4j");
    }
    return Optional.empty();
  }

  /** Without the instruction, Java computes a fused multiply-add in BigDecimal. */
  private static boolean fusedMultiplyAdd() {
    HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return vm == null || Boolean.parseBoolean(vm.getVMOption("UseFMA").getValue());
  }

  @Override
  public boolean sameBits(String engine) {
    return engine.equals(name()) || engine.equals("cuda");
  }

  @Override
  public OptionalDouble peakGflops() {
    return OptionalDouble.of(FmaPeak.gflops());
  }

  @Override
  public void warmUp(BooleanSupplier more) {
    WarmUp.run(more);
  }

  @Override
  public TrainingSession open(List<TrainingPlan> plans) {
    return new SimdSession(plans);
  }

  @Override
  public Optional<SaeTrainer> saeTrainer() {
    return Optional.of(new SimdSaeTrainer());
  }
}
