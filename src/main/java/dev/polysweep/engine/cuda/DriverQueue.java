package dev.polysweep.engine.cuda;

import static jcuda.driver.JCudaDriver.*;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;

/** A stream of NVIDIA's driver. */
final class DriverQueue implements Queue {

  private final DriverGpu gpu;
  private final CUstream stream = new CUstream();
  private final TreeMap<Long, Allocation> allocations = new TreeMap<>();

  /** Memory whose address can be told. */
  private static final class Allocation extends CUdeviceptr {
    long address() {
      return getNativePointer();
    }
  }

  DriverQueue(DriverGpu gpu) {
    this.gpu = gpu;
    gpu.enter();
    gpu.check(cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
  }

  @Override
  public long allocate(long bytes) {
    gpu.enter();
    Allocation allocation = new Allocation();
    gpu.check(cuMemAlloc(allocation, bytes));
    allocations.put(allocation.address(), allocation);
    return allocation.address();
  }

  @Override
  public void free(long address) {
    gpu.enter();
    gpu.check(cuStreamSynchronize(stream));
    gpu.check(cuMemFree(allocations.remove(address)));
  }

  @Override
  public void upload(ByteBuffer from, long to) {
    if (from.hasRemaining()) {
      gpu.enter();
      gpu.check(cuMemcpyHtoDAsync(at(to), Pointer.toBuffer(from), from.remaining(), stream));
      gpu.check(cuStreamSynchronize(stream));
    }
  }

  @Override
  public void download(long from, ByteBuffer to) {
    if (to.hasRemaining()) {
      gpu.enter();
      gpu.check(cuMemcpyDtoHAsync(Pointer.toBuffer(to), at(from), to.remaining(), stream));
      gpu.check(cuStreamSynchronize(stream));
    }
  }

  private CUdeviceptr at(long address) {
    Map.Entry<Long, Allocation> within = allocations.floorEntry(address);
    return within.getValue().withByteOffset(address - within.getKey());
  }

  @Override
  public void launch(Kernel kernel, int blocks, int threads, int sharedBytes, long... arguments) {
    gpu.enter();
    NativePointerObject[] pointers = new NativePointerObject[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      pointers[i] = Pointer.to(new long[] {arguments[i]});
    }
    gpu.check(
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
    gpu.enter();
    gpu.check(cuStreamDestroy(stream));
  }
}
