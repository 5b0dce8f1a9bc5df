package dev.polysweep.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.ValueInfoProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.shade.protobuf.ByteString;

/**
 * Inputs of every type that a model may declare. The models here give, for a token, [id, mask,
 * position] as the tap, and as logits what that makes with a matrix.
 */
class ModelInputsTest {

  private static final String TAP = "tap";
  private static final int TOKENS = 6;
  private static final int CONTEXT = 8;

  /** The parts of a model, which tests change before it is put together. */
  private static final class Parts {
    private DataType ids = DataType.INT64;
    private DataType mask = DataType.INT64;
    private DataType positions = DataType.INT64;
    private DataType floats = DataType.FLOAT;
    private long batch;
    private long sequence;
    private int maskAxes = 2;
    private long irVersion = 8;
    private long opset = 17;
    private String output = "logits";
    private int logits = TOKENS;
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("g");

    OnnxGraph read() {
      return OnnxGraph.parse("m.onnx", bytes());
    }

    byte[] bytes() {
      input("input_ids", ids, 2);
      input("attention_mask", mask, maskAxes);
      input("position_ids", positions, 2);
      weight("ids", TOKENS, 1);
      weight("places", CONTEXT, 1);
      float[] head = new float[3 * logits];
      for (int i = 0; i < head.length; i++) {
        head[i] = i % 5 - 2;
      }
      graph.addInitializer(tensor("head", head, 3, logits));
      graph.addInitializer(
          TensorProto.newBuilder()
              .setName("last")
              .addDims(1)
              .setDataType(DataType.INT64_VALUE)
              .addInt64Data(2));
      node("Gather", "id", "ids", "input_ids");
      cast("attention_mask", "numbers");
      node("Unsqueeze", "masks", "numbers", "last");
      node("Gather", "place", "places", "position_ids");
      graph.addNode(
          NodeProto.newBuilder()
              .setOpType("Concat")
              .setName("/concat")
              .addInput("id")
              .addInput("masks")
              .addInput("place")
              .addOutput(TAP)
              .addAttribute(
                  AttributeProto.newBuilder()
                      .setName("axis")
                      .setType(AttributeProto.AttributeType.INT)
                      .setI(2)));
      node("MatMul", output, TAP, "head");
      graph.addOutput(ValueInfoProto.newBuilder().setName(output));
      return ModelProto.newBuilder()
          .setIrVersion(irVersion)
          .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
          .setGraph(graph)
          .build()
          .toByteArray();
    }

    private void cast(String from, String to) {
      graph.addNode(
          NodeProto.newBuilder()
              .setOpType("Cast")
              .addInput(from)
              .addOutput(to)
              .addAttribute(
                  AttributeProto.newBuilder()
                      .setName("to")
                      .setType(AttributeProto.AttributeType.INT)
                      .setI(floats.getNumber())));
    }

    private void node(String operator, String output, String... inputs) {
      graph.addNode(
          NodeProto.newBuilder()
              .setOpType(operator)
              .setName("/" + output)
              .addAllInput(Arrays.asList(inputs))
              .addOutput(output));
    }

    private void input(String name, DataType type, int axes) {
      ValueInfoProto.Builder input = ValueInfoProto.newBuilder().setName(name);
      var tensor = input.getTypeBuilder().getTensorTypeBuilder().setElemType(type.getNumber());
      for (int axis = 0; axis < axes; axis++) {
        long size = axis == 0 ? batch : axis == 1 ? sequence : 0;
        if (size == 0) {
          tensor.getShapeBuilder().addDimBuilder().setDimParam("axis_" + axis);
        } else {
          tensor.getShapeBuilder().addDimBuilder().setDimValue(size);
        }
      }
      graph.addInput(input);
    }

    /** A table whose row i holds i. */
    private void weight(String name, int rows, int cols) {
      float[] values = new float[rows * cols];
      for (int i = 0; i < values.length; i++) {
        values[i] = i;
      }
      graph.addInitializer(tensor(name, values, rows, cols));
    }

    private TensorProto tensor(String name, float[] values, long... shape) {
      TensorProto.Builder tensor =
          TensorProto.newBuilder().setName(name).setDataType(floats.getNumber());
      Arrays.stream(shape).forEach(tensor::addDims);
      ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      for (float value : values) {
        switch (floats) {
          case FLOAT16 ->
              bytes.putShort(ai.onnxruntime.platform.Fp16Conversions.floatToFp16(value));
          case DOUBLE -> bytes.putDouble(value);
          default -> bytes.putFloat(value);
        }
      }
      return tensor.setRawData(ByteString.copyFrom(bytes.array(), 0, bytes.position())).build();
    }
  }

  private static final int[][] WINDOWS = {{5, 0, 3}, {2}};

  /** [id, mask, position] of both rows' three positions; the second row has two of padding. */
  private static final float[] FED = {5, 1, 0, 0, 1, 1, 3, 1, 2, 2, 1, 0, 0, 0, 1, 0, 0, 2};

  private static void assertFed(Parts parts) {
    try (TappedModel model = TappedModel.open(parts.read(), TAP, 1)) {
      assertArrayEquals(FED, model.run(WINDOWS).values());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"INT64", "INT32", "FLOAT", "FLOAT16", "DOUBLE", "BOOL"})
  void masksAreFedInTheTypeThatIsDeclared(DataType type) {
    Parts parts = new Parts();
    parts.mask = type;
    assertFed(parts);
  }

  @Test
  void idsAndPositionsMayBeNarrow() {
    Parts parts = new Parts();
    parts.ids = DataType.INT32;
    assertFed(parts);
    parts = new Parts();
    parts.positions = DataType.INT32;
    assertFed(parts);
  }

  /** An activation goes on in the type of its tensor. */
  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "FLOAT16", "DOUBLE"})
  void splicesHaveTheTypeOfTheirTensor(DataType type) {
    Parts parts = new Parts();
    parts.floats = type;
    OnnxGraph graph = parts.read();
    try (SplicedModel spliced = new SplicedModel(graph, TAP, 1);
        TappedModel whole = TappedModel.open(graph, "logits", 1)) {
      WindowTensor activation = spliced.activations(WINDOWS);
      assertArrayEquals(FED, activation.values());
      float[] logits = spliced.logits(WINDOWS, activation).values();
      assertArrayEquals(whole.run(WINDOWS).values(), logits); // small whole numbers: exact
      activation.values()[0] += 1;
      assertEquals(logits[0] - 2, spliced.logits(WINDOWS, activation).values()[0]);
      assertTrue(NextTokenLoss.of(WINDOWS, spliced.logits(WINDOWS, activation)).nats() > 0);
    }
  }

  @Test
  void oneSizeOfBatchAndWindowIsTakenFromAnyInput() {
    Parts parts = new Parts();
    parts.sequence = 3;
    parts.batch = 2;
    assertEquals(2, parts.read().inputs().batch());
    parts = new Parts();
    parts.sequence = 3;
    assertFed(parts);
  }

  private static String refusal(Runnable action) {
    String message = assertThrows(TransformerException.class, action::run).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  private static void assertRefused(String words, Runnable action) {
    String message = refusal(action);
    assertTrue(message.contains(words), message);
  }

  @Test
  void inputsThatCannotBeFedAreNamed() {
    Parts parts = new Parts();
    parts.mask = DataType.STRING;
    assertRefused("'attention_mask' wants string of 2 axes", parts::read);
    Parts axes = new Parts();
    axes.maskAxes = 4;
    assertRefused("'attention_mask' wants int64 of 4 axes", axes::read);
    Parts positions = new Parts();
    positions.positions = DataType.FLOAT;
    assertRefused("'position_ids' wants float of 2 axes", positions::read);
    Parts ids = new Parts();
    ids.ids = DataType.FLOAT;
    assertRefused("no input takes token ids", ids::read);
    Parts past = new Parts();
    past.input("past_key_values.0.key", DataType.FLOAT, 4);
    assertRefused("input 'past_key_values.0.key' is unknown", past::read);
  }

  @Test
  void weightsInOtherFilesAreRefusedWhereverTheyAre() {
    TensorProto elsewhere =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(DataType.FLOAT_VALUE)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(
                StringStringEntryProto.newBuilder().setKey("location").setValue("m.onnx.data"))
            .build();
    Parts parts = new Parts();
    parts.graph.addInitializer(elsewhere);
    assertRefused("keeps its weights in other files", parts::read);
    Parts constant = new Parts();
    constant.graph.addNode(
        NodeProto.newBuilder()
            .setOpType("Constant")
            .addOutput("w")
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("value")
                    .setType(AttributeProto.AttributeType.TENSOR)
                    .setT(elsewhere)));
    assertRefused("keeps its weights in other files", constant::read);
    Parts branch = new Parts();
    branch.graph.addNode(
        NodeProto.newBuilder()
            .setOpType("If")
            .addOutput("w")
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("then_branch")
                    .setType(AttributeProto.AttributeType.GRAPH)
                    .setG(GraphProto.newBuilder().addInitializer(elsewhere))));
    assertRefused("keeps its weights in other files", branch::read);
  }

  @Test
  void anOutputThatIsNotTheLogitsIsRefused() {
    Parts parts = new Parts();
    Taps.requireLogits(parts.read());
    Parts state = new Parts();
    state.output = "last_hidden_state";
    state.logits = TOKENS - 1;
    assertRefused(
        "its output 'last_hidden_state' has 5 numbers a token",
        () -> Taps.requireLogits(state.read()));
    Parts first = new Parts();
    first.graph.addOutput(ValueInfoProto.newBuilder().setName("masks"));
    assertEquals("logits", first.read().logits());
    WindowTensor narrow = new WindowTensor(new float[10], 1, 2, 5);
    assertRefused("token 5 has no logit", () -> NextTokenLoss.of(new int[][] {{0, 5}}, narrow));
  }

  @Test
  void theVocabularyIsFoundBehindAnotherName() {
    Parts parts = new Parts();
    parts.node("Identity", "same", "ids");
    OnnxGraph graph = parts.read();
    assertEquals(TOKENS, graph.vocabulary().orElseThrow());
    ModelProto.Builder renamed = parse(graph).toBuilder();
    for (NodeProto.Builder node : renamed.getGraphBuilder().getNodeBuilderList()) {
      if (node.getOpType().equals("Gather") && node.getInput(0).equals("ids")) {
        node.setInput(0, "same");
      }
    }
    OnnxGraph other = OnnxGraph.parse("m.onnx", renamed.build().toByteArray());
    assertEquals(TOKENS, other.vocabulary().orElseThrow());
  }

  private static ModelProto parse(OnnxGraph graph) {
    try {
      return ModelProto.parseFrom(graph.bytes());
    } catch (org.nd4j.shade.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void complaintsOfTheRuntimeAreInTheUsersWords() {
    try (TappedModel model = TappedModel.open(new Parts().read(), TAP, 1)) {
      String context = refusal(() -> model.run(new int[1][CONTEXT + 1]));
      assertTrue(context.contains("node '/place'") && context.contains("--context"), context);
      String token = refusal(() -> model.run(new int[][] {{TOKENS}}));
      assertTrue(token.contains("node '/id'") && token.contains("--tokenizer"), token);
    }
    Parts newer = new Parts();
    newer.irVersion = 99;
    assertRefused("(IR 99) is newer than can be read (IR ", () -> Taps.list(newer.read()));
    Parts opset = new Parts();
    opset.opset = 99;
    assertRefused("(opset 99) are newer", () -> Taps.list(opset.read()));
    Parts custom = new Parts();
    custom.node("Frobnicate", "frob", "id");
    assertRefused("no operator Frobnicate in opset 17", () -> Taps.list(custom.read()));
    Parts mixed = new Parts();
    mixed.node("Add", "sum", "id", "input_ids");
    assertRefused("numbers of different types meet", () -> Taps.list(mixed.read()));
  }

  /** What ONNX Runtime 1.23 says where no small model makes it say so. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "Error code - ORT_INVALID_ARGUMENT - message: Got invalid dimensions for input: input_ids"
            + " for the following indices  index: 1 Got: 5 Expected: 16  Please fix"
            + " | input input_ids takes windows of 16 tokens, not of 5",
        "Invalid rank for input: attention_mask Got: 2 Expected: 4 Please fix"
            + " | input attention_mask wants 4 axes",
        "Non-zero status code returned while running Add node. Name:'/wpe/Add' Status Message:"
            + " /onnxruntime_src/x.cc:1 Attempting to broadcast an axis by a dimension other than 1."
            + " 16 by 17 | node '/wpe/Add': sizes 16 and 17 do not go together",
        "In Node, (''/f'', Frobnicate, ''com.acme'', -1) : Error No opset import for domain 'com.acme'"
            + " | operator Frobnicate of com.acme is not one of ONNX Runtime's own",
        "Could not find an implementation for Gelu(20) node with name 'node_gelu'"
            + " | node 'node_gelu': operator Gelu cannot be run on a CPU",
        "Failed to allocate memory for requested buffer of size 123456 | no memory for 123456",
        "Error code - ORT_FAIL - message: /a/onnxruntime/core/session.cc:12 something else"
            + " | ONNX Runtime says: something else"
      })
  void otherComplaints(String complaint, String words) {
    String said = RuntimeWords.of(complaint.replace("''", "\""));
    assertTrue(said.contains(words), said);
  }
}
