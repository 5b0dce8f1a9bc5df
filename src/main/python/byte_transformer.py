"""Trains transformers over bytes and exports them to ONNX: bytes-1l, the built-in model of one layer, and deeper ones.

    polysweep corpus --documents 20000 --seed 1 --out train
    polysweep corpus --documents 2000 --seed 2 --out test
    python3 src/main/python/byte_transformer.py train/text test/text src/main/resources/dev/polysweep/transformer
    python3 src/main/python/byte_transformer.py train/text test/text . --layers 4

Written for PyTorch 1.13 (Debian's python3-torch), which exports without the onnx package. Of L layers it writes bytes-Ll.onnx
and bytes-Ll-random.onnx, the same network with its initial weights; prints losses in nats a byte on the test corpus.
"""

import argparse
import copy
import glob
import math
import time

import torch
from torch import nn
from torch.nn import functional as F


class Layer(nn.Module):
    """Pre-norm: x + attention(norm(x)), then x + W_out·relu(W_in·norm(x))."""

    def add_layer(self, width, heads, hidden):
        self.heads = heads
        self.norm_attention = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.attention_out = nn.Linear(width, width)
        self.norm_mlp = nn.LayerNorm(width)
        self.mlp_in = nn.Linear(width, hidden)
        self.mlp_act = nn.ReLU()
        self.mlp_out = nn.Linear(hidden, width)
        return self

    def attention(self, x, mask):
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) / math.sqrt(width // self.heads) + mask[:length, :length]
        return self.attention_out((scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, width))

    def layer(self, x, mask, ablate_mlp):
        x = x + self.attention(self.norm_attention(x), mask)
        hidden = self.mlp_act(self.mlp_in(self.norm_mlp(x)))
        return x + self.mlp_out(0 * hidden if ablate_mlp else hidden)

    def forward(self, x, mask, ablate_mlp):
        return self.layer(x, mask, ablate_mlp)


class Transformer(Layer):
    """Learned positions, one or several layers, a norm and the unembedding. A single layer is part of the model itself, so
    that its tensors are called /mlp_act/Relu_output_0 and so on; several have names such as /layers.2/mlp_act/Relu_output_0.
    """

    def __init__(self, layers=1, vocabulary=256, context=128, width=96, heads=4, hidden=512):
        super().__init__()
        self.context = context
        self.embedding = nn.Embedding(vocabulary, width)
        self.position = nn.Parameter(0.02 * torch.randn(context, width))
        if layers == 1:
            self.add_layer(width, heads, hidden)
        else:
            self.layers = nn.ModuleList(Layer().add_layer(width, heads, hidden) for _ in range(layers))
        self.norm_final = nn.LayerNorm(width)
        self.unembedding = nn.Linear(width, vocabulary, bias=False)
        self.register_buffer("mask", torch.full((context, context), -1e9).triu(1))

    def forward(self, input_ids, ablate_mlp=False):
        """Logits [batch, position, vocabulary] of token ids [batch, position]."""
        x = self.embedding(input_ids) + self.position[: input_ids.shape[1]]
        if hasattr(self, "layers"):
            for layer in self.layers:
                x = layer(x, self.mask, ablate_mlp)
        else:
            x = self.layer(x, self.mask, ablate_mlp)
        return self.unembedding(self.norm_final(x))


def length_delimited(field, data):
    size, out = len(data), bytearray([field << 3 | 2])
    while size > 127:
        out.append(size & 127 | 128)
        size >>= 7
    return bytes(out) + bytes([size]) + data


def export(model, path):
    """Dynamic batch and sequence; the context length goes into the file's metadata (field 14 of ModelProto)."""
    torch.onnx.export(
        model, torch.zeros(2, 8, dtype=torch.long), path, opset_version=17, input_names=["input_ids"],
        output_names=["logits"],
        dynamic_axes={"input_ids": {0: "batch", 1: "sequence"}, "logits": {0: "batch", 1: "sequence"}})
    entry = length_delimited(1, b"n_ctx") + length_delimited(2, str(model.context).encode())
    with open(path, "ab") as file:
        file.write(length_delimited(14, entry))


def documents(folder):
    lines = []
    for path in sorted(glob.glob(folder + "/*.txt")):
        with open(path, "rb") as file:
            lines += file.read().splitlines()
    return lines


def windows(lines, context):
    """Every document in consecutive windows, as extraction cuts them; those of full length."""
    cut = [line[i : i + context] for line in lines for i in range(0, len(line) - context + 1, context)]
    return torch.tensor([list(window) for window in cut])


@torch.no_grad()
def loss(model, ids, **options):
    total = 0.0
    for batch in ids.split(64):
        logits = model(batch, **options)[:, :-1]
        total += F.cross_entropy(logits.flatten(0, 1), batch[:, 1:].flatten(), reduction="sum").item()
    return total / (ids[:, 1:].numel())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("train", help="folder of text files")
    parser.add_argument("test", help="folder of text files")
    parser.add_argument("out", help="folder of the models")
    parser.add_argument("--layers", type=int, default=1)
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--batch", type=int, default=32, help="windows a step")
    parser.add_argument("--rate", type=float, default=2e-3)
    a = parser.parse_args()
    torch.manual_seed(0)
    model, path = Transformer(a.layers), f"{a.out}/bytes-{a.layers}l"
    export(model.eval(), path + "-random.onnx")
    initial = copy.deepcopy(model)
    lines = [line for line in documents(a.train) if len(line) >= model.context]
    text = torch.frombuffer(bytearray(b"".join(lines)), dtype=torch.uint8)
    starts, at = [], 0
    for line in lines:
        starts.append(torch.arange(at, at + len(line) - model.context + 1))
        at += len(line)
    starts = torch.cat(starts)
    optimizer = torch.optim.AdamW(model.parameters(), lr=a.rate, betas=(0.9, 0.98), weight_decay=0.01)
    span, began = torch.arange(model.context), time.time()
    for step in range(a.steps):
        for group in optimizer.param_groups:
            group["lr"] = a.rate * min((step + 1) / 100, 0.02 + 0.49 * (1 + math.cos(math.pi * step / a.steps)))
        ids = text[starts[torch.randint(len(starts), (a.batch,))][:, None] + span].long()
        value = F.cross_entropy(model(ids)[:, :-1].flatten(0, 1), ids[:, 1:].flatten())
        optimizer.zero_grad()
        value.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if step % 100 == 0 or step == a.steps - 1:
            print(f"step {step} loss {value.item():.4f} {time.time() - began:.0f} s", flush=True)
            export(model.eval(), path + ".onnx")  # so that an interrupted training leaves a model
            model.train()
    model.eval()
    held = windows(documents(a.test), model.context)
    counts = torch.bincount(text.long(), minlength=256).double() + 1
    unigram = -(counts / counts.sum()).log()[held[:, 1:].flatten()].mean().item()
    print(f"unigram {unigram:.4f}")
    print(f"random weights {loss(initial, held):.4f}")
    print(f"trained {loss(model, held):.4f}")
    print(f"trained, the activations of its MLPs zeroed {loss(model, held, ablate_mlp=True):.4f}")


if __name__ == "__main__":
    main()
