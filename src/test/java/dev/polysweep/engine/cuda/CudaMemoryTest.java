package dev.polysweep.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.DeviceFailedException;
import dev.polysweep.engine.cuda.gpu.Kernel;
import dev.polysweep.engine.cuda.gpu.Queue;
import dev.polysweep.engine.net.Activation;
import dev.polysweep.engine.net.OptimizerSpec;
import dev.polysweep.engine.net.Plans;
import dev.polysweep.engine.net.SameBits;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.engine.sae.SaePlans;
import dev.polysweep.math.Matrix;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;

/** What a session takes of the device, it gives back; what the device says is passed on. */
class CudaMemoryTest {

  /** A device that fails at one of its tasks, and counts the queues that are open. */
  private static final class Faulty extends WrappedGpu {
    private final Throwable atLaunch;
    private final Throwable atAllocation;
    private int open;

    Faulty(Throwable atLaunch, Throwable atAllocation) {
      super(new CpuBuild(CpuBuild.H100));
      this.atLaunch = atLaunch;
      this.atAllocation = atAllocation;
    }

    @Override
    public Queue open() {
      open++;
      return new WrappedQueue(super.open()) {
        private int allocations;

        @Override
        public long allocate(long bytes) {
          if (++allocations == 4) {
            fail(atAllocation);
          }
          return super.allocate(bytes);
        }

        @Override
        public void launch(Kernel kernel, int blocks, int threads, int shared, long... arguments) {
          fail(atLaunch);
          super.launch(kernel, blocks, threads, shared, arguments);
        }

        @Override
        public void close() {
          open--;
          super.close();
        }
      };
    }

    private static void fail(Throwable failure) {
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
    }
  }

  @Test
  void nothingGrowsOverManyCells() {
    CudaEngine engine = CpuBuild.engine();
    TrainingPlan plan = Plans.mlp(40, Activation.RELU, 5, 9, 3);
    long held = CpuBuild.held();
    long first = allocations(engine, plan, 1);
    assertEquals(first, allocations(engine, plan, 300), "allocations of a session");
    for (int i = 0; i < 20; i++) {
      assertEquals(first, allocations(engine, plan, 50));
    }
    assertEquals(held, CpuBuild.held(), "bytes that were not given back");
  }

  /** Packs of models of which some need work in the device's memory. */
  @Test
  void everyKindOfModelGivesItsMemoryBack() {
    long held = CpuBuild.held();
    List<TrainingPlan> plans = SameBits.all().stream().map(Named::getPayload).toList();
    try (TrainingSession session = CpuBuild.engine(6 << 10).open(plans)) {
      session.train(2);
      assertTrue(CpuBuild.held() > held);
    }
    assertEquals(held, CpuBuild.held());
  }

  @Test
  void anAutoencoderThatDoesNotFitSaysHowLargeItIs() {
    CpuBuild.require();
    long held = CpuBuild.held();
    Faulty gpu = new Faulty(null, new OutOfMemoryError("no memory"));
    OutOfMemoryError e =
        assertThrows(
            OutOfMemoryError.class,
            () ->
                new CudaEngine(gpu)
                    .saeTrainer()
                    .orElseThrow()
                    .open(
                        SaePlans.plan(
                            new dev.polysweep.engine.sae.TopK(
                                4, dev.polysweep.engine.sae.AuxK.NONE),
                            40,
                            70),
                        1));
    assertTrue(
        e.getMessage()
            .matches(
                "an autoencoder of [0-9]+ → [0-9]+: [0-9.]+ GiB beside [0-9.]+ GiB do not fit: no memory"),
        e.getMessage());
    assertEquals(0, gpu.open);
    assertEquals(held, CpuBuild.held());
  }

  private static long allocations(CudaEngine engine, TrainingPlan plan, int models) {
    long before = CpuBuild.allocated();
    try (TrainingSession session = engine.open(Collections.nCopies(models, plan))) {
      for (int i = 0; i < 5; i++) {
        session.train(3);
        session.forward(models - 1, new Matrix(7, 5), 1);
      }
    }
    return CpuBuild.allocated() - before;
  }

  /**
   * The steps between two logged ones are one launch, once earlier ones have told how long they
   * take.
   */
  @Test
  void stepsUpToTheNextLoggedOneAreOneLaunch() {
    TrainingPlan plan = Plans.mlp(40, Activation.RELU, 5, 9, 3);
    try (TrainingSession session = CpuBuild.engine().open(List.of(plan, plan, plan))) {
      session.train(50);
      session.train(50);
      long before = CpuBuild.launches();
      session.train(100);
      session.train(100);
      assertEquals(2, CpuBuild.launches() - before);
    }
  }

  @Test
  void aDeviceThatFailsSaysSoAndIsLeft() {
    CpuBuild.require();
    TrainingPlan plan = Plans.mlp(40, Activation.RELU, 5, 9, 3);
    long held = CpuBuild.held();
    Faulty faulty = new Faulty(new DeviceFailedException("GPU 0: fell off the bus"), null);
    try (TrainingSession session = new CudaEngine(faulty).open(List.of(plan))) {
      assertEquals(
          "GPU 0: fell off the bus",
          assertThrows(DeviceFailedException.class, () -> session.train(1)).getMessage());
    }
    assertEquals(0, faulty.open);
    assertEquals(held, CpuBuild.held());
  }

  /** So that the half of the pack that is tried next finds the memory free. */
  @Test
  void aPackThatDoesNotFitGivesBackWhatItHad() {
    CpuBuild.require();
    TrainingPlan plan = Plans.mlp(40, Activation.RELU, 5, 9, 3);
    long held = CpuBuild.held();
    Faulty faulty = new Faulty(null, new OutOfMemoryError("GPU 0: out of memory"));
    assertThrows(OutOfMemoryError.class, () -> new CudaEngine(faulty).open(List.of(plan)));
    assertEquals(0, faulty.open);
    assertEquals(held, CpuBuild.held());
  }

  /** The most of the moments of SGD is nothing. */
  @Test
  void statesOfAnotherOptimiserAreRefused() {
    TrainingPlan adam = Plans.mlp(40, Activation.RELU, 5, 9, 3);
    TrainingPlan sgd = Plans.with(adam, OptimizerSpec.sgd(0.1));
    try (TrainingSession session = CpuBuild.engine().open(List.of(adam, sgd))) {
      assertThrows(IllegalArgumentException.class, () -> session.setState(0, session.state(1)));
      session.setState(1, session.state(1));
    }
  }
}
