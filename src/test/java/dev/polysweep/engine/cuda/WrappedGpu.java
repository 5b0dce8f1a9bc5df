package dev.polysweep.engine.cuda;

import dev.polysweep.engine.cuda.gpu.Accelerator;
import dev.polysweep.engine.cuda.gpu.Kernel;
import dev.polysweep.engine.cuda.gpu.Queue;
import java.nio.ByteBuffer;
import java.util.OptionalDouble;

/** An accelerator that does what another does; subclasses wrap the queues that it opens. */
public class WrappedGpu implements Accelerator {

  private final Accelerator gpu;

  public WrappedGpu(Accelerator gpu) {
    this.gpu = gpu;
  }

  @Override
  public String name() {
    return gpu.name();
  }

  @Override
  public int sharedMemory() {
    return gpu.sharedMemory();
  }

  @Override
  public OptionalDouble peakGflops() {
    return gpu.peakGflops();
  }

  @Override
  public Queue open() {
    return gpu.open();
  }

  /** A queue that does what another does, but for what a subclass does instead. */
  public static class WrappedQueue implements Queue {

    private final Queue queue;

    public WrappedQueue(Queue queue) {
      this.queue = queue;
    }

    @Override
    public long allocate(long bytes) {
      return queue.allocate(bytes);
    }

    @Override
    public void free(long address) {
      queue.free(address);
    }

    @Override
    public void upload(ByteBuffer from, long to) {
      queue.upload(from, to);
    }

    @Override
    public Staging staging(int bytes) {
      return queue.staging(bytes);
    }

    @Override
    public void download(long from, ByteBuffer to) {
      queue.download(from, to);
    }

    @Override
    public void launch(Kernel kernel, int blocks, int threads, int shared, long... arguments) {
      queue.launch(kernel, blocks, threads, shared, arguments);
    }

    @Override
    public void close() {
      queue.close();
    }
  }
}
