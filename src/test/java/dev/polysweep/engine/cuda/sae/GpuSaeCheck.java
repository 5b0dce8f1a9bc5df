package dev.polysweep.engine.cuda.sae;

import dev.polysweep.engine.Device;
import dev.polysweep.engine.cuda.CpuBuild;
import dev.polysweep.engine.cuda.CudaEngine;
import dev.polysweep.engine.cuda.CudaGpuTest;
import dev.polysweep.engine.cuda.WrappedGpu;
import dev.polysweep.engine.cuda.gpu.Accelerator;
import dev.polysweep.engine.cuda.gpu.BoundGpu;
import dev.polysweep.engine.cuda.gpu.DeviceMemory;
import dev.polysweep.engine.cuda.gpu.Kernel;
import dev.polysweep.engine.cuda.gpu.Queue;
import dev.polysweep.engine.sae.AuxK;
import dev.polysweep.engine.sae.BatchTopK;
import dev.polysweep.engine.sae.JumpRelu;
import dev.polysweep.engine.sae.L1;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeConstraints;
import dev.polysweep.engine.sae.SaeOptimizer;
import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.engine.sae.SaePlan;
import dev.polysweep.engine.sae.SaeResampling;
import dev.polysweep.engine.sae.TopK;
import dev.polysweep.experiment.monosemantic.SaeBenchmark;
import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code src/bench/gpu.sh} runs for sparse autoencoders: bit-identity on a GPU, and the time
 * of a step and of each kernel. Ends with 0 if everything passed, 1 if not, and 2 if there is no
 * GPU.
 */
public final class GpuSaeCheck {

  private int steps = 60;

  private final PrintWriter out =
      new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
  private boolean passed = true;
  private Accelerator gpu;

  private GpuSaeCheck() {}

  /**
   * Runs the checks: with {@code variants} also other ways to launch the kernels, and with {@code
   * cpu} on the kernels' build for the CPU, which tries the check and not the speed.
   */
  public static void main(String[] args) {
    List<String> wanted = List.of(args);
    System.exit(new GpuSaeCheck().run(wanted.contains("variants"), wanted.contains("cpu")));
  }

  private int run(boolean variants, boolean cpu) {
    if (cpu) {
      CpuBuild.require();
      gpu = new CpuBuild(CpuBuild.H100);
      steps = 2;
    } else {
      Device device = CudaGpuTest.device();
      Optional<String> obstacle = new CudaEngine().unavailable(device);
      if (obstacle.isPresent()) {
        out.println("no check on a GPU: " + obstacle.get());
        return 2;
      }
      gpu = BoundGpu.accelerator();
      out.println(device + ": " + gpu.name());
      bits();
    }
    Size small = cpu ? new Size(40, 90, 50, -2) : new Size(512, 2048, 2048, -2.15f);
    Size large = cpu ? new Size(70, 300, 20, -2) : new Size(768, 16384, 4096, -2.89f);
    for (Size size : List.of(small, large)) {
      out.printf(Locale.ROOT, "%n%s%n", size);
      Matrix x = Initializers.normal(size.batch, size.dIn, 1, new RandomStream(0, StreamId.DATA));
      SaeParameters start = SaeParameters.random(size.dIn, size.dSae, 0);
      for (SaeTiling tiling : SaeTiling.values()) {
        attempt("product " + tiling, () -> product(size, start, x, tiling));
      }
      SaeTuning best = SaeTuning.DEFAULT;
      attempt("topk_32", () -> step(size, start, x, new TopK(32, AuxK.NONE), 0, best));
      attempt("l1_converged", () -> step(size, start, x, new L1(1e-3, 0), size.bias, best));
      if (variants) {
        for (SaeTuning other :
            List.of(
                new SaeTuning(SaeTiling.BY_128, 64, 64, 64),
                new SaeTuning(SaeTiling.BY_256, 128, 128, 128))) {
          attempt(
              "topk_32, " + other, () -> step(size, start, x, new TopK(32, AuxK.NONE), 0, other));
        }
      }
      attempt(
          "topk_32 with AuxK",
          () -> step(size, start, x, new TopK(32, new AuxK(64, 0.03)), 0, best));
      attempt(
          "batch_topk_32", () -> step(size, start, x, new BatchTopK(32, AuxK.NONE, 0.01), 0, best));
      attempt(
          "jumprelu",
          () -> step(size, start, x, new JumpRelu(1e-3, 0, 0.05, 0.001), size.bias, best));
      if (size == small) {
        attempt("l1_early", () -> step(size, start, x, new L1(1e-3, 0), 0, best));
      }
    }
    if (!cpu) {
      out.printf(Locale.ROOT, "%nas polysweep bench --sae measures it%n");
      attempt(
          "bench",
          () -> {
            for (SaeBenchmark m : SaeBenchmark.of(new CudaEngine(gpu), 1)) {
              out.printf(
                  Locale.ROOT, "%-18s l0 %6.1f %8.3f ms a step%n", m.name(), m.l0(), m.stepMs());
            }
          });
    }
    out.println(passed ? "passed" : "FAILED");
    return passed ? 0 : 1;
  }

  private record Size(int dIn, int dSae, int batch, float bias) {
    @Override
    public String toString() {
      return dIn + " → " + dSae + ", batches of " + batch;
    }
  }

  private void attempt(String what, Runnable check) {
    try {
      check.run();
    } catch (RuntimeException | Error e) {
      passed = false;
      out.println(what + " FAILED: " + e.toString().lines().findFirst().orElse(""));
    }
  }

  private void bits() {
    int[] done = new int[1];
    CudaSaeBitsTest.all()
        .forEach(
            arguments -> {
              SaeArchitecture architecture = (SaeArchitecture) arguments.get()[0];
              SaeConstraints how = (SaeConstraints) arguments.get()[1];
              attempt(
                  architecture + ", " + how,
                  () -> {
                    CudaSaeBitsTest.compare(
                        new CudaEngine(gpu),
                        CudaSaeBitsTest.plan(architecture, how, 40, 150),
                        203,
                        7);
                    CudaSaeBitsTest.compare(
                        new CudaEngine(gpu),
                        CudaSaeBitsTest.plan(architecture, how, 300, 1100),
                        520,
                        3);
                    done[0]++;
                  });
            });
    out.println(done[0] + " kinds of autoencoders have the bits of simd");
  }

  private static SaePlan plan(SaeParameters start, SaeArchitecture architecture, float bias) {
    float[] biases = new float[start.dSae()];
    Arrays.fill(biases, bias);
    return new SaePlan(
        new SaeParameters(start.wEnc(), biases, start.wDec(), start.bDec(), null),
        architecture,
        SaeOptimizer.adam(1e-5),
        SaeResampling.NONE,
        1000,
        1,
        0);
  }

  /** The encoder's product alone. */
  private void product(Size size, SaeParameters start, Matrix x, SaeTiling tiling) {
    Queue queue = gpu.open();
    DeviceMemory memory = new DeviceMemory(queue);
    try {
      SaeShape shape = new SaeShape(size.dIn, size.dSae);
      int rows = SaeShape.padded(size.batch);
      long a = memory.allocate((long) rows * shape.stride() * Float.BYTES);
      long b = memory.allocate((long) shape.width() * shape.stride() * Float.BYTES);
      long bias = memory.allocate(shape.latents(1));
      long z = memory.allocate(shape.latents(rows));
      long peaks = memory.allocate(shape.peaks(rows));
      memory.write(Arrays.copyOf(x.data(), rows * shape.stride()), a);
      memory.write(Arrays.copyOf(start.wDec().data(), shape.width() * shape.stride()), b);
      memory.clear(bias, shape.latents(1));
      for (int i = 0; i < 3; i++) {
        tiling.launch(queue, a, rows, b, shape.width(), bias, z, peaks, size.dIn);
      }
      memory.read(bias, new float[1]);
      int n = 20;
      long begin = System.nanoTime();
      for (int i = 0; i < n; i++) {
        tiling.launch(queue, a, rows, b, shape.width(), bias, z, peaks, size.dIn);
      }
      memory.read(bias, new float[1]);
      double ms = (System.nanoTime() - begin) / 1e6 / n;
      out.printf(
          Locale.ROOT,
          "product %-8s %8.3f ms %8.1f TFLOP/s%n",
          tiling,
          ms,
          2e-9 * size.dIn * size.dSae * size.batch / ms);
    } finally {
      memory.close();
      queue.close();
    }
  }

  private void step(
      Size size,
      SaeParameters start,
      Matrix x,
      SaeArchitecture architecture,
      float bias,
      SaeTuning tuning) {
    Profile profile = new Profile(gpu);
    try (CudaSaeSession session =
        new CudaSaeSession(profile, plan(start, architecture, bias), tuning)) {
      double l0 = session.step(x).l0();
      session.step(x);
      long batch = session.upload(x);
      double best = Double.POSITIVE_INFINITY;
      for (int turn = 0; turn < 3; turn++) {
        session.silentSteps();
        long begin = System.nanoTime();
        for (int i = 0; i < steps; i++) {
          session.begin(batch, x.rows());
        }
        session.silentSteps();
        best = Math.min(best, (System.nanoTime() - begin) / 1e6 / steps);
      }
      session.step(x);
      long begin = System.nanoTime();
      for (int i = 1; i < steps; i++) {
        session.advance(x);
      }
      session.step(x);
      double fed = (System.nanoTime() - begin) / 1e6 / steps;
      begin = System.nanoTime();
      for (int i = 0; i < 10; i++) {
        session.step(x);
      }
      double synchronous = (System.nanoTime() - begin) / 1e6 / 10;
      profile.on = true;
      for (int i = 0; i < 10; i++) {
        session.begin(batch, x.rows());
      }
      out.printf(
          Locale.ROOT,
          "%-16s l0 %6.1f %8.3f ms a step, %8.3f with its batch from the host, %8.3f with losses; %s%n",
          architecture.getClass().getSimpleName(),
          l0,
          best,
          fed,
          synchronous,
          tuning);
      out.println("   " + profile);
    }
  }

  /** A GPU that waits after every launch and notes how long it took. */
  private static final class Profile extends WrappedGpu {
    private final Map<Kernel, double[]> times = new EnumMap<>(Kernel.class);
    private boolean on;

    Profile(Accelerator gpu) {
      super(gpu);
    }

    @Override
    public Queue open() {
      ByteBuffer word = DeviceMemory.buffer(4);
      return new WrappedQueue(super.open()) {
        private long any;

        @Override
        public long allocate(long bytes) {
          any = super.allocate(bytes);
          return any;
        }

        @Override
        public void launch(Kernel kernel, int blocks, int threads, int shared, long... arguments) {
          if (!on) {
            super.launch(kernel, blocks, threads, shared, arguments);
            return;
          }
          long begin = System.nanoTime();
          download(any, word.clear());
          long overhead = System.nanoTime() - begin;
          begin = System.nanoTime();
          super.launch(kernel, blocks, threads, shared, arguments);
          download(any, word.clear());
          double[] sum = times.computeIfAbsent(kernel, k -> new double[2]);
          sum[0] += System.nanoTime() - begin - overhead;
          sum[1]++;
        }
      };
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      times.forEach(
          (kernel, sum) ->
              text.append(
                  String.format(
                      Locale.ROOT, "%s %.0f us, ", kernel.symbol.substring(3), sum[0] / 1e4)));
      return text.toString();
    }
  }
}
