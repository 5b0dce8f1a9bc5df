package dev.polysweep.transformer;

import ai.onnxruntime.OnnxJavaType;
import dev.polysweep.data.file.FileKind;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;

/**
 * The graph of an ONNX model and the two edits that Polysweep makes: {@link #tapped} turns an inner
 * tensor into an output, and {@link #spliced} turns an inner tensor into an input.
 */
public final class OnnxGraph {

  /** The key in the file's metadata under which the built-in models store their context length. */
  private static final String CONTEXT = "n_ctx";

  private static final String BEFORE_SPLICE = "/polysweep_before_splice";

  private final String name;
  private final ModelProto model;
  private final String hash;
  private final ModelInputs inputs;

  private OnnxGraph(String name, ModelProto model, String hash) {
    this.name = name;
    this.model = model;
    this.hash = hash;
    this.inputs = InputFinder.find(name, model.getGraph());
  }

  /**
   * Reads a model.
   *
   * @param name name of the model, for messages
   * @param bytes contents of an ONNX file
   * @throws TransformerException if the contents are no ONNX model, the weights are in other files,
   *     or the model has an input that cannot be filled
   */
  public static OnnxGraph parse(String name, byte[] bytes) {
    ModelProto model;
    try {
      model = ModelProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw noModel(name, bytes, "is not an ONNX model, or is damaged");
    }
    if (model.getGraph().getNodeCount() == 0) {
      throw noModel(name, bytes, "is not an ONNX model: it has no nodes");
    }
    requireWeights(name, model.getGraph());
    return new OnnxGraph(name, model, sha256(bytes));
  }

  private static TransformerException noModel(String name, byte[] bytes, String otherwise) {
    Optional<String> kind = FileKind.insteadOf(FileKind.Format.ONNX, bytes);
    return new TransformerException(
        kind.map(is -> name + " is not an ONNX model, it " + is).orElse(name + " " + otherwise));
  }

  /** Refuses weights that lie in other files, in graphs inside of nodes too. */
  private static void requireWeights(String name, GraphProto graph) {
    List<TensorProto> tensors = new ArrayList<>(graph.getInitializerList());
    for (NodeProto node : graph.getNodeList()) {
      for (AttributeProto attribute : node.getAttributeList()) {
        tensors.add(attribute.getT());
        tensors.addAll(attribute.getTensorsList());
        requireWeights(name, attribute.getG());
        attribute.getGraphsList().forEach(inner -> requireWeights(name, inner));
      }
    }
    for (TensorProto tensor : tensors) {
      if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
        throw new TransformerException(
            name
                + " keeps its weights in other files; save it as one file of at most 2 GB, in"
                + " Python: onnx.save(onnx.load('model.onnx'), 'whole.onnx')");
      }
    }
  }

  /** The name of the model, for messages. */
  public String name() {
    return name;
  }

  /** The SHA-256 of the file, in hexadecimal. */
  public String hash() {
    return hash;
  }

  /** The model as the contents of an ONNX file, which {@link #parse} reads. */
  public byte[] bytes() {
    return model.toByteArray();
  }

  /** The inputs of the model. */
  public ModelInputs inputs() {
    return inputs;
  }

  /**
   * The output that holds the logits {@code [batch, position, vocabulary]}: the one of that name,
   * or else the first one.
   */
  public String logits() {
    return logitsOutput().getName();
  }

  private ValueInfoProto logitsOutput() {
    return model.getGraph().getOutputList().stream()
        .filter(output -> output.getName().equals("logits"))
        .findFirst()
        .orElse(model.getGraph().getOutput(0));
  }

  /**
   * The tensor that a name means: the tensor of that name, or else the first output of the node of
   * that name.
   *
   * @throws UnknownTapException if there is neither
   */
  public String tensor(String tap) {
    Set<String> names = new LinkedHashSet<>();
    String ofNode = null;
    for (NodeProto node : model.getGraph().getNodeList()) {
      if (node.getOutputList().contains(tap)) {
        return tap;
      }
      if (node.getName().equals(tap) && node.getOutputCount() > 0) {
        ofNode = node.getOutput(0);
      }
      names.addAll(node.getOutputList());
      if (!node.getName().isEmpty()) {
        names.add(node.getName());
      }
    }
    if (ofNode == null) {
      int functions = model.getFunctionsCount();
      throw new UnknownTapException(
          functions == 0
              ? name
              : String.format(
                  Locale.ROOT,
                  "%s, outside of its %d functions (onnx.inliner.inline_local_functions opens them),",
                  name,
                  functions),
          tap,
          List.copyOf(names));
    }
    return ofNode;
  }

  /**
   * The names of all tensors that nodes compute, in the order of the nodes, each with the operator
   * that computes it.
   */
  Map<String, String> tensors() {
    Map<String, String> made = new LinkedHashMap<>();
    for (NodeProto node : model.getGraph().getNodeList()) {
      node.getOutputList().stream()
          .filter(output -> !output.isEmpty())
          .forEach(output -> made.put(output, node.getOpType()));
    }
    return made;
  }

  /**
   * The model with the given tensors as its only outputs. ONNX Runtime does not run nodes on which
   * these do not depend.
   */
  public byte[] tapped(List<String> tensors) {
    GraphProto.Builder graph = model.getGraph().toBuilder().clearOutput();
    for (String tensor : tensors) {
      graph.addOutput(known(tensor));
    }
    return model.toBuilder().setGraph(graph).build().toByteArray();
  }

  /**
   * The model in which a tensor is read from a new input of the tensor's name instead of being
   * computed by its node. The logits are the only output.
   */
  byte[] spliced(String tensor, OnnxJavaType type) {
    GraphProto.Builder graph = model.getGraph().toBuilder().clearOutput();
    graph.addOutput(logitsOutput());
    for (int i = 0; i < graph.getNodeCount(); i++) {
      int at = graph.getNode(i).getOutputList().indexOf(tensor);
      if (at >= 0) {
        graph.setNode(
            i, graph.getNode(i).toBuilder().setOutput(at, tensor + BEFORE_SPLICE).build());
      }
    }
    ValueInfoProto.Builder input = ValueInfoProto.newBuilder().setName(tensor);
    input.getTypeBuilder().getTensorTypeBuilder().setElemType(elements(type).getNumber());
    for (String axis : List.of("splice_batch", "splice_position", "splice_width")) {
      input
          .getTypeBuilder()
          .getTensorTypeBuilder()
          .getShapeBuilder()
          .addDimBuilder()
          .setDimParam(axis);
    }
    graph.addInput(input);
    return model.toBuilder().setGraph(graph).build().toByteArray();
  }

  private static TensorProto.DataType elements(OnnxJavaType type) {
    return switch (type) {
      case FLOAT16 -> TensorProto.DataType.FLOAT16;
      case BFLOAT16 -> TensorProto.DataType.BFLOAT16;
      case DOUBLE -> TensorProto.DataType.DOUBLE;
      default -> TensorProto.DataType.FLOAT;
    };
  }

  /** Longest window that the model takes, if its file says so. */
  public OptionalInt context() {
    if (inputs.sequence() > 0) {
      return OptionalInt.of(inputs.sequence());
    }
    return model.getMetadataPropsList().stream()
        .filter(
            entry -> entry.getKey().equals(CONTEXT) && entry.getValue().matches("[1-9]\\d{0,8}"))
        .mapToInt(entry -> Integer.parseInt(entry.getValue()))
        .findFirst();
  }

  /**
   * The size of the model's vocabulary, which is the number of rows of its embedding matrix; empty
   * if the matrix is not found.
   */
  public OptionalInt vocabulary() {
    Map<String, Integer> rows = rows();
    Set<String> ids = new LinkedHashSet<>(Set.of(inputs.ids()));
    for (NodeProto node : model.getGraph().getNodeList()) {
      boolean sees = node.getInputList().stream().anyMatch(ids::contains);
      if (sees && Set.of("Cast", "Identity", "Reshape").contains(node.getOpType())) {
        ids.addAll(node.getOutputList());
      } else if (sees
          && node.getOpType().equals("Gather")
          && ids.contains(node.getInput(1))
          && rows.containsKey(node.getInput(0))) {
        return OptionalInt.of(rows.get(node.getInput(0)));
      }
    }
    return OptionalInt.empty();
  }

  /** Rows of each weight, also where it is converted, decompressed or given another name. */
  private Map<String, Integer> rows() {
    Map<String, Integer> rows = new HashMap<>();
    model.getGraph().getInitializerList().stream()
        .filter(weight -> weight.getDimsCount() > 0)
        .forEach(weight -> rows.put(weight.getName(), (int) weight.getDims(0)));
    for (NodeProto node : model.getGraph().getNodeList()) {
      boolean constant = node.getOpType().equals("Constant") && node.getAttributeCount() > 0;
      if (constant && node.getAttribute(0).getT().getDimsCount() > 0) {
        rows.put(node.getOutput(0), (int) node.getAttribute(0).getT().getDims(0));
      }
      boolean same = Set.of("Cast", "Identity", "DequantizeLinear").contains(node.getOpType());
      if (same && rows.containsKey(node.getInput(0))) {
        rows.put(node.getOutput(0), rows.get(node.getInput(0)));
      }
    }
    return rows;
  }

  private ValueInfoProto known(String tensor) {
    List<ValueInfoProto> described = new ArrayList<>(model.getGraph().getOutputList());
    described.addAll(model.getGraph().getValueInfoList());
    return described.stream()
        .filter(value -> value.getName().equals(tensor))
        .findFirst()
        .orElseGet(() -> ValueInfoProto.newBuilder().setName(tensor).build());
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
