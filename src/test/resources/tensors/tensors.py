"""Writes the files of this folder: one matrix in every layout that can be read.

Needs numpy, torch and safetensors; `python3 tensors.py` in this folder.
"""

import numpy as np
import torch
from numpy.lib import format as npy
from safetensors.torch import save_file

# Numbers that every type here holds exactly.
matrix = np.array([[1.5, -2, 0.25], [-0.0, 96, 2**-14]])

for kind in ("<f4", ">f4", "<f8", ">f8", "<f2"):
    for order in "CF":
        for version in ((1, 0), (2, 0), (3, 0)):
            if version != (1, 0) and kind != "<f4":
                continue
            name = f"{'le' if kind[0] == '<' else 'be'}_{kind[1:]}_{order}_v{version[0]}.npy"
            with open(name, "wb") as file:
                npy.write_array(file, np.asarray(matrix.astype(kind), order=order), version)

types = {"f64": torch.float64, "f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16}
save_file(
    {
        **{name: torch.tensor(matrix, dtype=type) for name, type in types.items()},
        "bias": torch.zeros(3),
        "steps": torch.arange(4),
    },
    "types.safetensors",
    {"made": "by safetensors"},
)
