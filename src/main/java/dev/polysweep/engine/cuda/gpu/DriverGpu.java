package dev.polysweep.engine.cuda.gpu;

import static jcuda.driver.JCudaDriver.*;

import dev.polysweep.engine.Device;
import dev.polysweep.engine.DeviceFailedException;
import dev.polysweep.engine.gpu.GpuBinding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;

/**
 * A GPU behind NVIDIA's driver. The driver compiles the kernels, which the jar has as PTX, when
 * this object is created, and keeps the result in its cache in the user's home folder.
 */
final class DriverGpu implements Accelerator {

  private static final String NETWORKS = "polysweep.ptx";
  private static final String AUTOENCODERS = "sae.ptx";

  private final Device device;
  private final CUdevice handle = new CUdevice();
  private final String name;
  private final Map<Kernel, CUfunction> functions = new ConcurrentHashMap<>();
  private volatile CUcontext context;
  private volatile int life;
  private volatile boolean failed;

  /**
   * Starts the driver on a GPU and loads the kernels.
   *
   * @throws LinkageError if JCuda or the driver is not there
   * @throws DeviceFailedException if the driver refuses
   * @throws IllegalStateException if the driver does not see the GPU
   */
  DriverGpu(Device device) {
    this.device = device;
    loadLibrary();
    check(cuInit(0));
    int[] count = new int[1];
    check(cuDeviceGetCount(count));
    check(cuDeviceGet(handle, GpuBinding.index(device, count[0])));
    byte[] text = new byte[256];
    check(cuDeviceGetName(text, text.length, handle));
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    name = new String(text, 0, end, StandardCharsets.US_ASCII);
    start();
  }

  /**
   * Loads JCuda's native library, one process of a machine at a time: it is unpacked to one place
   * in the folder of temporary files.
   */
  private static void loadLibrary() {
    Path lock = Path.of(System.getProperty("java.io.tmpdir"), "polysweep-jcuda.lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      setExceptionsEnabled(false);
    } catch (IOException e) {
      setExceptionsEnabled(false); // a lock is not to be had; loading may work all the same
    }
  }

  private void start() {
    context = new CUcontext();
    check(cuDevicePrimaryCtxRetain(context, handle));
    check(cuCtxSetCurrent(context));
    functions.clear();
    load(false);
  }

  /** Loads the kernels of networks, or those of autoencoders, of which each takes seconds once. */
  private void load(boolean autoencoders) {
    CUmodule module = new CUmodule();
    check(cuModuleLoadData(module, ptx(autoencoders ? AUTOENCODERS : NETWORKS)));
    for (Kernel kernel : Kernel.values()) {
      if (kernel.ofAutoencoders() == autoencoders) {
        CUfunction function = new CUfunction();
        check(cuModuleGetFunction(function, module, kernel.symbol));
        check(
            cuFuncSetAttribute(
                function,
                CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES,
                sharedMemory()));
        functions.put(kernel, function);
      }
    }
  }

  /** Kernels as text that ends with a zero. */
  private static byte[] ptx(String file) {
    try (InputStream in = DriverGpu.class.getResourceAsStream(file)) {
      byte[] text = in.readAllBytes();
      return Arrays.copyOf(text, text.length + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int sharedMemory() {
    return attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN);
  }

  /**
   * Two operations a clock of each core, of which a multiprocessor of compute capability 7.x and
   * 8.0 has 64 and one of others 128.
   */
  @Override
  public OptionalDouble peakGflops() {
    int major = attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR);
    int minor = attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
    double cores = major == 7 || major == 8 && minor == 0 ? 64 : 128;
    double kilohertz = attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_CLOCK_RATE);
    double processors = attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
    return OptionalDouble.of(2 * cores * processors * kilohertz / 1e6);
  }

  private int attribute(int which) {
    int[] value = new int[1];
    check(cuDeviceGetAttribute(value, which, handle));
    return value[0];
  }

  @Override
  public synchronized Queue open() {
    if (failed) {
      life++;
      failed = false;
      check(cuDevicePrimaryCtxReset(handle));
      start();
    }
    return new DriverQueue(this, life);
  }

  private void check(int answer) {
    check(answer, life);
  }

  /**
   * Makes the GPU's context that of the calling thread, which every call of the driver needs.
   *
   * @param begun the life in which the caller's work was begun
   * @throws DeviceFailedException if the context was made anew since then, and with it all that the
   *     caller has on the GPU is gone
   */
  void enter(int begun) {
    if (!lives(begun)) {
      throw new DeviceFailedException(device + " failed while another task used it");
    }
    check(cuCtxSetCurrent(context), begun);
  }

  /** Whether the context is still that of a life. */
  boolean lives(int begun) {
    return begun == life;
  }

  /** A kernel; those of autoencoders are loaded when the first of them is asked for. */
  CUfunction function(Kernel kernel) {
    CUfunction function = functions.get(kernel);
    return function != null ? function : loaded(kernel);
  }

  private synchronized CUfunction loaded(Kernel kernel) {
    if (!functions.containsKey(kernel)) {
      load(kernel.ofAutoencoders());
    }
    return functions.get(kernel);
  }

  /**
   * Turns the driver's answer into an exception, unless it is success. A failure of work that was
   * begun before the GPU's context was last made anew says nothing about the new one.
   *
   * @param begun the life in which the work was begun
   * @throws OutOfMemoryError if the GPU's memory is exhausted
   * @throws DeviceFailedException with any other answer
   */
  void check(int answer, int begun) {
    if (answer == CUresult.CUDA_SUCCESS) {
      return;
    }
    String[] code = new String[1];
    String[] words = new String[1];
    cuGetErrorName(answer, code);
    cuGetErrorString(answer, words);
    String message =
        device + (name == null ? "" : " (" + name + ")") + ": " + code[0] + ", " + words[0];
    if (answer == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
      throw new OutOfMemoryError(message);
    }
    failed |= begun == life;
    throw new DeviceFailedException(message);
  }
}
