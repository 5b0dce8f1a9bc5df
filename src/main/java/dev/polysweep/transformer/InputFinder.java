package dev.polysweep.transformer;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import onnx.Onnx.GraphProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;

/** Determines the purpose of each of a model's inputs. */
final class InputFinder {

  private static final String IDS = "input_ids";
  private static final String MASK = "attention_mask";
  private static final String POSITIONS = "position_ids";

  private static final Set<DataType> INTEGERS = Set.of(DataType.INT64, DataType.INT32);
  private static final Set<DataType> MASKS =
      Set.of(
          DataType.INT64,
          DataType.INT32,
          DataType.FLOAT,
          DataType.FLOAT16,
          DataType.BFLOAT16,
          DataType.DOUBLE,
          DataType.BOOL);

  private final String model;
  private final List<ValueInfoProto> inputs;

  private InputFinder(String model, List<ValueInfoProto> inputs) {
    this.model = model;
    this.inputs = inputs;
  }

  /**
   * Identifies the inputs of a model by name and type.
   *
   * @param model name of the model, for messages
   * @throws TransformerException if the purpose of an input is unknown, or no input takes token ids
   */
  static ModelInputs find(String model, GraphProto graph) {
    // Files in old versions of ONNX list the weights among the inputs.
    Set<String> weights =
        graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    return new InputFinder(
            model,
            graph.getInputList().stream().filter(i -> !weights.contains(i.getName())).toList())
        .find();
  }

  private ModelInputs find() {
    ValueInfoProto ids = inputs.size() == 1 ? inputs.get(0) : named(IDS);
    if (ids == null || !isFed(ids, INTEGERS)) {
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
                "%s: input '%s' is unknown; only %s, %s and %s can be filled; export the model without past keys and values",
                model,
                input.getName(),
                IDS,
                MASK,
                POSITIONS));
      }
      if (input != ids && !isFed(input, input.getName().equals(MASK) ? MASKS : INTEGERS)) {
        throw new TransformerException(
            String.format(
                Locale.ROOT,
                "%s: input '%s' wants %s, which cannot be filled; %s [batch, position] can",
                model,
                input.getName(),
                described(input.getType().getTensorType()),
                input.getName().equals(MASK) ? "integers, floats or truth values" : "integers"));
      }
    }
    return new ModelInputs(
        ids.getName(),
        named(MASK) == null ? null : MASK,
        named(POSITIONS) == null ? null : POSITIONS,
        fixed(0),
        fixed(1));
  }

  private ValueInfoProto named(String name) {
    return inputs.stream().filter(i -> i.getName().equals(name)).findFirst().orElse(null);
  }

  private static boolean isFed(ValueInfoProto input, Set<DataType> types) {
    TypeProto.Tensor type = input.getType().getTensorType();
    return types.contains(DataType.forNumber(type.getElemType()))
        && (!type.hasShape() || type.getShape().getDimCount() == 2);
  }

  private static String described(TypeProto.Tensor type) {
    DataType elements = DataType.forNumber(type.getElemType());
    return (elements == null ? "an unknown type" : elements.name().toLowerCase(Locale.ROOT))
        + (type.hasShape() ? " of " + type.getShape().getDimCount() + " axes" : "");
  }

  /** Size of an axis of the inputs, which all have the same, or 0 where it is open. */
  private int fixed(int axis) {
    long size = 0;
    for (ValueInfoProto input : inputs) {
      TensorShapeProto shape = input.getType().getTensorType().getShape();
      if (axis < shape.getDimCount() && shape.getDim(axis).hasDimValue()) {
        long other = shape.getDim(axis).getDimValue();
        if (other < 1 || size != 0 && size != other) {
          throw new TransformerException(
              String.format(
                  Locale.ROOT,
                  "%s: axis %d of input '%s' has size %d, which the other inputs or a window do not fit",
                  model,
                  axis,
                  input.getName(),
                  other));
        }
        size = other;
      }
    }
    return Math.toIntExact(size);
  }
}
