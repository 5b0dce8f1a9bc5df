package dev.polysweep.engine.cuda.gpu;

import static jcuda.driver.JCudaDriver.*;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;

/** A stream of NVIDIA's driver. */
final class DriverQueue implements Queue {

  private final DriverGpu gpu;
  private final int life;
  private final CUstream stream = new CUstream();
  private final TreeMap<Long, Allocation> allocations = new TreeMap<>();

  /** Memory whose address can be told. */
  private static final class Allocation extends CUdeviceptr {
    long address() {
      return getNativePointer();
    }
  }

  /**
   * A new stream.
   *
   * @param life the GPU's present life; see {@link DriverGpu#check}
   */
  DriverQueue(DriverGpu gpu, int life) {
    this.gpu = gpu;
    this.life = life;
    gpu.enter(life);
    check(cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
  }

  @Override
  public long allocate(long bytes) {
    gpu.enter(life);
    Allocation allocation = new Allocation();
    check(cuMemAlloc(allocation, bytes));
    allocations.put(allocation.address(), allocation);
    return allocation.address();
  }

  @Override
  public void free(long address) {
    Allocation allocation = allocations.remove(address);
    if (gpu.lives(life)) {
      gpu.enter(life);
      check(cuStreamSynchronize(stream));
      check(cuMemFree(allocation));
    }
  }

  @Override
  public void upload(ByteBuffer from, long to) {
    if (from.hasRemaining()) {
      gpu.enter(life);
      check(cuMemcpyHtoDAsync(at(to), Pointer.toBuffer(from), from.remaining(), stream));
      check(cuStreamSynchronize(stream));
    }
  }

  /**
   * A buffer that is page-locked, if the system allows it, so that the GPU reads it itself; and the
   * event that tells that a copy from it is done.
   */
  private final class Locked implements Staging {
    private final ByteBuffer buffer;
    private final Pointer memory;
    private final boolean locked;
    private final CUevent sent = new CUevent();

    Locked(int bytes) {
      gpu.enter(life);
      buffer = DeviceMemory.buffer(bytes);
      memory = Pointer.toBuffer(buffer);
      locked = cuMemHostRegister(memory, bytes, 0) == CUresult.CUDA_SUCCESS;
      check(cuEventCreate(sent, CUevent_flags.CU_EVENT_DISABLE_TIMING));
    }

    @Override
    public ByteBuffer buffer() {
      gpu.enter(life);
      check(cuEventSynchronize(sent));
      return buffer.clear();
    }

    @Override
    public void send(long to) {
      gpu.enter(life);
      check(cuMemcpyHtoDAsync(at(to), memory, buffer.limit(), stream));
      check(cuEventRecord(sent, stream));
    }

    @Override
    public void close() {
      if (gpu.lives(life)) {
        gpu.enter(life);
        int done = cuStreamSynchronize(stream);
        cuEventDestroy(sent);
        if (locked) {
          cuMemHostUnregister(memory);
        }
        check(done);
      }
    }
  }

  @Override
  public Staging staging(int bytes) {
    return new Locked(bytes);
  }

  @Override
  public void download(long from, ByteBuffer to) {
    if (to.hasRemaining()) {
      gpu.enter(life);
      check(cuMemcpyDtoHAsync(Pointer.toBuffer(to), at(from), to.remaining(), stream));
      check(cuStreamSynchronize(stream));
    }
  }

  private void check(int answer) {
    gpu.check(answer, life);
  }

  private CUdeviceptr at(long address) {
    Map.Entry<Long, Allocation> within = allocations.floorEntry(address);
    return within.getValue().withByteOffset(address - within.getKey());
  }

  @Override
  public void launch(Kernel kernel, int blocks, int threads, int sharedBytes, long... arguments) {
    gpu.enter(life);
    NativePointerObject[] pointers = new NativePointerObject[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      pointers[i] = Pointer.to(new long[] {arguments[i]});
    }
    check(
        cuLaunchKernel(
            gpu.function(kernel),
            blocks,
            1,
            1,
            threads,
            1,
            1,
            sharedBytes,
            stream,
            Pointer.to(pointers),
            null));
  }

  @Override
  public void close() {
    if (gpu.lives(life)) {
      gpu.enter(life);
      check(cuStreamDestroy(stream));
    }
  }
}
