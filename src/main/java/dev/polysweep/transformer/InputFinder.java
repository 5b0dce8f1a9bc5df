package dev.polysweep.transformer;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import onnx.Onnx.GraphProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;

/** Finds out what each of a model's inputs is for. */
final class InputFinder {

  private static final String IDS = "input_ids";
  private static final String MASK = "attention_mask";
  private static final String POSITIONS = "position_ids";

  private InputFinder() {}

  /**
   * @throws TransformerException if one has a purpose unknown here, or none takes token ids
   */
  static ModelInputs find(String model, GraphProto graph) {
    // Old files list weights among the inputs.
    Set<String> weights =
        graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    List<ValueInfoProto> inputs =
        graph.getInputList().stream().filter(i -> !weights.contains(i.getName())).toList();
    ValueInfoProto ids = inputs.size() == 1 ? inputs.get(0) : named(inputs, IDS);
    if (ids == null || !holdsIds(ids.getType().getTensorType())) {
      throw new TransformerException(
          model
              + ": no input takes token ids; one named "
              + IDS
              + " with integers [batch, position] is expected");
    }
    for (ValueInfoProto input : inputs) {
      if (input != ids && !Set.of(MASK, POSITIONS).contains(input.getName())) {
        throw new TransformerException(
            String.format(
                Locale.ROOT,
                "%s: input '%s' is unknown; %s, %s and %s are filled; export the model without past keys and values",
                model,
                input.getName(),
                IDS,
                MASK,
                POSITIONS));
      }
    }
    TypeProto.Tensor type = ids.getType().getTensorType();
    return new ModelInputs(
        ids.getName(),
        type.getElemType() == TensorProto.DataType.INT64_VALUE,
        named(inputs, MASK) == null ? null : MASK,
        named(inputs, POSITIONS) == null ? null : POSITIONS,
        fixed(type.getShape(), 0),
        fixed(type.getShape(), 1));
  }

  private static ValueInfoProto named(List<ValueInfoProto> inputs, String name) {
    return inputs.stream().filter(i -> i.getName().equals(name)).findFirst().orElse(null);
  }

  private static boolean holdsIds(TypeProto.Tensor type) {
    boolean integers =
        type.getElemType() == TensorProto.DataType.INT64_VALUE
            || type.getElemType() == TensorProto.DataType.INT32_VALUE;
    return integers && (!type.hasShape() || type.getShape().getDimCount() == 2);
  }

  /** Size of an axis, or 0 where it is open. */
  private static int fixed(TensorShapeProto shape, int axis) {
    return axis < shape.getDimCount() && shape.getDim(axis).hasDimValue()
        ? (int) shape.getDim(axis).getDimValue()
        : 0;
  }
}
