"""Makes the exports of random GPT-2, GPT-NeoX and Llama models, each by both of PyTorch's exporters, and exports.safetensors: what
PyTorch itself makes of one batch.

    python3 exports.py

Made with PyTorch 2.13.0, transformers 5.18.0, onnx 1.23.1 and onnxscript 0.7.2. The models have one layer, 8 wide, an MLP of 12 units,
64 tokens and a context of 32. *_script.onnx are by the exporter that traces TorchScript, with the inputs that optimum-cli gives a
decoder (input_ids, attention_mask, position_ids); *_dynamo.onnx by the one that goes through torch.export, with the weights in the file
and without the stack traces that it writes. gpt_neox_half.onnx is the GPT-NeoX model in float16.

Tensors, for each model: MODEL.activation [2, 7, 12], what the MLP's last linear layer reads; MODEL.logits [2, 7, 64]; MODEL.half, logits
with that activation halved. They are of input_ids [2, 7]; the second row's last two tokens are padding.
"""

import pathlib
import types

import onnx
import torch
import transformers
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).resolve().parent
NAMES = ["input_ids", "attention_mask", "position_ids"]
SMALL = dict(vocab_size=64, use_cache=False)

MODELS = {
    "gpt2": (transformers.GPT2LMHeadModel, transformers.GPT2Config(
        n_positions=32, n_embd=8, n_layer=1, n_head=2, n_inner=12, **SMALL), "transformer.h.0.mlp.c_proj"),
    "gpt_neox": (transformers.GPTNeoXForCausalLM, transformers.GPTNeoXConfig(
        hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=12, max_position_embeddings=32, **SMALL),
        "gpt_neox.layers.0.mlp.dense_4h_to_h"),
    "llama": (transformers.LlamaForCausalLM, transformers.LlamaConfig(
        hidden_size=8, num_hidden_layers=1, num_attention_heads=2, num_key_value_heads=1, intermediate_size=12,
        max_position_embeddings=32, **SMALL), "model.layers.0.mlp.down_proj"),
}


def by_script(model, inputs, file):
    axes = {name: {0: "batch", 1: "sequence"} for name in NAMES + ["logits"]}
    torch.onnx.export(model, inputs, str(file), input_names=NAMES, output_names=["logits"], dynamic_axes=axes, opset_version=17,
                      dynamo=False)


def by_dynamo(model, inputs, file):
    any_size = {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC}
    torch.onnx.export(model, inputs, str(file), input_names=NAMES, output_names=["logits"], dynamo=True, external_data=False,
                      dynamic_shapes=[any_size] * 3, verbose=False)
    exported = onnx.load(file)
    for node in exported.graph.node:
        del node.metadata_props[:]
    for value in exported.graph.value_info:
        del value.metadata_props[:]
    onnx.save(exported, file)


def plain(model):
    """The model with a forward that takes the three inputs and gives the logits alone, as exporters want it."""
    original = model.forward

    def forward(self, input_ids, attention_mask, position_ids):
        return original(input_ids=input_ids, attention_mask=attention_mask, position_ids=position_ids).logits

    model.forward = types.MethodType(forward, model)
    return model


torch.manual_seed(1)
ids = torch.randint(64, (2, 7))
mask = torch.ones_like(ids)
mask[1, 5:] = 0
ids[1, 5:] = 0
inputs = (ids, mask, torch.arange(7).repeat(2, 1))
tensors = {"input_ids": ids}
for name, (kind, config, reader) in MODELS.items():
    config._attn_implementation = "eager"
    model = kind(config).eval()
    for parameter in model.parameters():  # PyTorch starts them so small that all logits are alike
        if parameter.dim() > 1:
            torch.nn.init.normal_(parameter, std=0.4)
    seen, factor = {}, 1.0

    def read(module, arguments):
        seen["activation"] = arguments[0]
        return (factor * arguments[0],)

    model = plain(model)
    hook = model.get_submodule(reader).register_forward_pre_hook(read)
    with torch.no_grad():
        tensors[f"{name}.logits"] = model(*inputs)
        tensors[f"{name}.activation"] = seen["activation"]
        factor = 0.5
        tensors[f"{name}.half"] = model(*inputs)
    hook.remove()
    by_script(model, inputs, HERE / f"{name}_script.onnx")
    by_dynamo(model, inputs, HERE / f"{name}_dynamo.onnx")
    if name == "gpt_neox":
        by_script(model.half(), inputs, HERE / "gpt_neox_half.onnx")
save_file({name: tensor.float().contiguous() for name, tensor in tensors.items()}, str(HERE / "exports.safetensors"))
