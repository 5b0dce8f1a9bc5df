package dev.polysweep.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.polysweep.engine.DeviceFailedException;
import dev.polysweep.engine.cuda.gpu.Accelerator;
import dev.polysweep.engine.cuda.gpu.Kernel;
import dev.polysweep.engine.cuda.gpu.Queue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Assumptions;

/**
 * The kernels compiled for the CPU by g++ or clang-19, in the place of a GPU. Tests that need it
 * are skipped where neither is installed.
 *
 * @param sharedMemory bytes of shared memory that a block may have
 */
public record CpuBuild(int sharedMemory) implements Accelerator {

  /** The shared memory of a block on an H100. */
  public static final int H100 = 232448;

  private static final Path SOURCE = Path.of("src/test/cuda/cpu_build.cpp");
  private static final List<String> ANSWERS =
      List.of(
          "fine",
          "no such kernel",
          "threads part at a barrier",
          "a block wrote beyond its shared memory");

  private static final AtomicLong ALLOCATED = new AtomicLong();
  private static final AtomicLong HELD = new AtomicLong();
  private static final AtomicLong LAUNCHES = new AtomicLong();
  private static Kernels kernels;
  private static String missing;

  /** What the library exports. */
  public interface Kernels extends Library {
    /** Memory of the device. */
    Pointer polysweep_allocate(long bytes);

    /** Gives memory back, and says whether nothing was written behind it. */
    int polysweep_free(Pointer memory, long bytes);

    /** Runs a kernel. */
    int polysweep_launch(int kernel, int blocks, int threads, int sharedBytes, long[] arguments);
  }

  /** An engine on blocks with the shared memory of an H100. */
  public static CudaEngine engine() {
    return engine(H100);
  }

  /** An engine on blocks with that shared memory. */
  public static CudaEngine engine(int sharedMemory) {
    require();
    return new CudaEngine(new CpuBuild(sharedMemory));
  }

  /** The number of allocations so far. */
  static long allocated() {
    return ALLOCATED.get();
  }

  /** The bytes that are allocated now. */
  static long held() {
    return HELD.get();
  }

  /** The number of launches so far. */
  static long launches() {
    return LAUNCHES.get();
  }

  /** Skips the test if no compiler is installed. */
  public static synchronized void require() {
    if (kernels == null && missing == null) {
      missing = "neither g++ nor clang++-19 is installed, so the kernels have no build for the CPU";
      for (String compiler : List.of("g++", "clang++-19")) {
        if (compile(compiler)) {
          missing = null;
          break;
        }
      }
    }
    Assumptions.assumeTrue(missing == null, missing);
  }

  private static boolean compile(String compiler) {
    try {
      Path folder = Files.createDirectories(Path.of("target", "cuda"));
      Path library = folder.resolve("libpolysweep-" + ProcessHandle.current().pid() + ".so");
      Process process =
          new ProcessBuilder(
                  compiler,
                  "-O2",
                  "-march=native",
                  "-ffp-contract=off",
                  "-std=c++17",
                  "-fPIC",
                  "-shared",
                  "-o",
                  library.toString(),
                  SOURCE.toString())
              .redirectErrorStream(true)
              .start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertEquals(0, process.waitFor(), said);
      kernels = Native.load(library.toAbsolutePath().toString(), Kernels.class, Map.of());
      library.toFile().deleteOnExit();
      return true;
    } catch (IOException e) {
      return false; // there is no such compiler
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String name() {
    return "kernels on the CPU";
  }

  @Override
  public OptionalDouble peakGflops() {
    return OptionalDouble.empty();
  }

  @Override
  public Queue open() {
    return new CpuQueue();
  }

  private final class CpuQueue implements Queue {
    private final Map<Long, Long> sizes = new ConcurrentHashMap<>();

    @Override
    public long allocate(long bytes) {
      long address = Pointer.nativeValue(kernels.polysweep_allocate(bytes));
      sizes.put(address, bytes);
      ALLOCATED.incrementAndGet();
      HELD.addAndGet(bytes);
      return address;
    }

    @Override
    public void free(long address) {
      long bytes = sizes.remove(address);
      HELD.addAndGet(-bytes);
      if (kernels.polysweep_free(new Pointer(address), bytes) == 0) {
        throw new DeviceFailedException("something was written behind memory of the device");
      }
    }

    @Override
    public void upload(ByteBuffer from, long to) {
      if (from.hasRemaining()) {
        new Pointer(to).getByteBuffer(0, from.remaining()).put(from.duplicate());
      }
    }

    @Override
    public void download(long from, ByteBuffer to) {
      if (to.hasRemaining()) {
        to.duplicate().put(new Pointer(from).getByteBuffer(0, to.remaining()));
      }
    }

    @Override
    public void launch(Kernel kernel, int blocks, int threads, int sharedBytes, long... arguments) {
      LAUNCHES.incrementAndGet();
      int answer =
          kernels.polysweep_launch(kernel.ordinal(), blocks, threads, sharedBytes, arguments);
      if (answer != 0) {
        throw new DeviceFailedException(kernel + ": " + ANSWERS.get(answer));
      }
    }

    @Override
    public void close() {}
  }
}
