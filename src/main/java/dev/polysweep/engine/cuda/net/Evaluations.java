package dev.polysweep.engine.cuda.net;

import dev.polysweep.engine.cuda.gpu.DeviceMemory;
import dev.polysweep.engine.cuda.gpu.Kernel;
import dev.polysweep.engine.cuda.gpu.Queue;
import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.ParameterLayout;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.PartialSums;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Evaluates models of a pack without noise, many by one launch a layer. Inputs that are the data of
 * the training lie on the device already; others are copied there, each once for the models that
 * are evaluated together. What goes to the device and back is turned by several threads.
 */
final class Evaluations {

  /** Bytes of a record {@code Evaluation} of {@code src/main/cuda/polysweep.cu}. */
  private static final int RECORD = 56;

  private static final int THREADS = 128;

  /** Blocks that evaluate one model, where many are evaluated, and where one is. */
  private static final int FEW = 4;

  private static final int MANY = 64;

  /**
   * Floats that are held at a time for inputs or for the outputs of a layer, unless one needs more.
   */
  private static final long ROOM = 16L << 20;

  private final Queue queue;
  private final Batches batches;
  private final DeviceMemory.Growing inputs;
  private final DeviceMemory.Growing records;
  private final DeviceMemory.Growing[] layers;
  private ByteBuffer staging = DeviceMemory.buffer(1 << 16);

  Evaluations(Queue queue, DeviceMemory memory, Batches batches) {
    this.queue = queue;
    this.batches = batches;
    inputs = memory.new Growing();
    records = memory.new Growing();
    layers = new DeviceMemory.Growing[] {memory.new Growing(), memory.new Growing()};
  }

  /** The outputs {@code [n, outputs]} of a layer of models for inputs {@code [n, inputs]}. */
  List<Matrix> of(List<CudaModel> models, List<Matrix> x, int layer) {
    List<Matrix> outputs = new ArrayList<>();
    for (int from = 0; from < models.size(); ) {
      int to = from;
      long room = 0;
      while (to < models.size() && (to == from || room <= ROOM)) {
        CudaModel m = models.get(to);
        int inputs = m.plan.network().inputs();
        room +=
            (long) Math.max(inputs, widest(m.plan.network().layers(), layer)) * stride(x.get(to));
        to++;
      }
      outputs.addAll(together(models.subList(from, to), x.subList(from, to), layer));
      from = to;
    }
    return outputs;
  }

  private List<Matrix> together(List<CudaModel> models, List<Matrix> x, int layer) {
    int n = models.size();
    long[] in = addresses(models, x);
    long[] starts = new long[n + 1];
    for (int i = 0; i < n; i++) {
      int width = widest(models.get(i).plan.network().layers(), layer);
      starts[i + 1] = starts[i] + (long) width * stride(x.get(i)) * Float.BYTES;
    }
    for (int l = 0; l <= layer; l++) {
      long out = layers[l % 2].atLeast(starts[n]);
      ByteBuffer list = buffer(n * RECORD);
      for (int i = 0; i < n; i++) {
        put(list, models.get(i), l, in[i], out + starts[i], stride(x.get(i)));
        in[i] = out + starts[i];
      }
      long at = records.atLeast(list.flip().remaining());
      queue.upload(list, at);
      int blocks = n < MANY ? MANY : FEW;
      queue.launch(Kernel.EVALUATE, n * blocks, THREADS, 0, at, blocks);
    }
    ByteBuffer values = buffer(Math.toIntExact(starts[n]));
    queue.download(layers[layer % 2].atLeast(starts[n]), values);
    FloatBuffer floats = values.asFloatBuffer();
    return IntStream.range(0, n)
        .parallel()
        .mapToObj(
            i -> {
              int outputs = models.get(i).plan.network().layers().get(layer).outputs();
              float[] own = new float[outputs * stride(x.get(i))];
              floats.get((int) (starts[i] / Float.BYTES), own);
              return rowMajor(own, x.get(i).rows(), outputs, stride(x.get(i)));
            })
        .toList();
  }

  /** The addresses of the inputs of each model, feature by feature. */
  private long[] addresses(List<CudaModel> models, List<Matrix> x) {
    Map<Matrix, Integer> copied = new IdentityHashMap<>();
    List<Matrix> distinct = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    int floats = 0;
    for (int i = 0; i < x.size(); i++) {
      Matrix m = x.get(i);
      int inputs = models.get(i).plan.network().inputs();
      if (m.cols() != inputs) {
        throw new IllegalArgumentException(m + " given to a network of " + inputs + " inputs");
      }
      if (batches.inputs(m) == 0 && copied.putIfAbsent(m, floats) == null) {
        distinct.add(m);
        starts.add(floats);
        floats = Math.addExact(floats, Math.multiplyExact(m.cols(), stride(m)));
      }
    }
    long base = 0;
    if (floats > 0) {
      ByteBuffer bytes = buffer(Math.multiplyExact(floats, Float.BYTES));
      FloatBuffer values = bytes.asFloatBuffer();
      IntStream.range(0, distinct.size())
          .parallel()
          .forEach(
              k -> {
                Matrix m = distinct.get(k);
                float[] own = new float[m.cols() * stride(m)];
                Batches.featureMajor(m, own, 0, stride(m));
                values.put(starts.get(k), own);
              });
      base = inputs.atLeast(bytes.remaining());
      queue.upload(bytes, base);
    }
    long[] addresses = new long[x.size()];
    for (int i = 0; i < addresses.length; i++) {
      Integer place = copied.get(x.get(i));
      addresses[i] = place == null ? batches.inputs(x.get(i)) : base + (long) place * Float.BYTES;
    }
    return addresses;
  }

  private static void put(ByteBuffer to, CudaModel m, int l, long in, long out, int stride) {
    DenseLayer layer = m.plan.network().layers().get(l);
    ParameterLayout.Use use = m.layout.use(l);
    to.putLong(m.theta()).putLong(in).putLong(out);
    to.putInt(use.weights()).putInt(use.rowStep()).putInt(use.colStep()).putInt(use.bias());
    to.putInt(layer.inputs()).putInt(layer.outputs()).putInt(stride);
    to.putInt(layer.activation().ordinal());
  }

  private ByteBuffer buffer(int bytes) {
    if (staging.capacity() < bytes) {
      staging = DeviceMemory.buffer(bytes);
    }
    return staging.clear().limit(bytes);
  }

  private static int stride(Matrix x) {
    return PartialSums.stride(x.rows());
  }

  private static int widest(List<DenseLayer> layers, int last) {
    return layers.subList(0, last + 1).stream().mapToInt(DenseLayer::outputs).max().orElseThrow();
  }

  private static Matrix rowMajor(float[] values, int rows, int cols, int stride) {
    float[] out = new float[rows * cols];
    for (int c = 0; c < cols; c++) {
      for (int r = 0; r < rows; r++) {
        out[r * cols + c] = values[c * stride + r];
      }
    }
    return new Matrix(rows, cols, out);
  }
}
