"""Makes tiny.onnx, a transformer with random weights, and tiny.safetensors: what PyTorch makes of three windows.

    python3 tiny.py

Needs PyTorch 1.13. Tensors: input_ids [3, 16], the activation behind the ReLU [3, 16, 12], logits [3, 16, 256], and
logits with that activation halved.
"""

import json
import pathlib
import struct
import sys

import torch

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "main" / "python"))
import byte_transformer  # noqa: E402


def safetensors(path, tensors):
    header, data = {}, b""
    for name, tensor in tensors.items():
        raw = tensor.detach().float().contiguous().numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


torch.manual_seed(1)
model = byte_transformer.Transformer(context=16, width=8, heads=2, hidden=12).eval()
byte_transformer.export(model, str(HERE / "tiny.onnx"))
ids = torch.randint(256, (3, 16))
seen, factor = {}, 1.0


def tap(module, inputs, output):
    seen["activation"] = output
    return factor * output


model.mlp_act.register_forward_hook(tap)
logits = model(ids)
activation = seen["activation"]
factor = 0.5
tensors = {"input_ids": ids, "activation": activation, "logits": logits, "logits_of_half": model(ids)}
safetensors(HERE / "tiny.safetensors", tensors)
