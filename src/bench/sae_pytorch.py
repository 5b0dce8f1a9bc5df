"""Seconds a step of a sparse autoencoder in PyTorch, to be put beside `polysweep bench --sae`.

    /usr/bin/python3 src/bench/sae_pytorch.py [threads]

d_in 512, d_sae 2048, batch 2048, float32, Adam, unit-norm decoder rows with the parallel gradient removed, decoder
pre-bias; the median of ten steps after three. Standard normal inputs keep l1 dense, as it is early in a run.
`l1` is computed dense, as SAELens does; `topk` selects with torch.topk and decodes densely, as SAELens does on CPU.
`l1, converged` has an encoder bias that leaves some 32 latents a sample.
"""

import sys
import time

import torch

D_IN, D_SAE, BATCH, K, LATE_BIAS = 512, 2048, 2048, 32, -2.15
WARM_UP, STEPS = 3, 10


def step(x, w_enc, b_enc, w_dec, b_dec, optimizer, topk):
    optimizer.zero_grad()
    acts = torch.relu((x - b_dec) @ w_enc + b_enc)
    if topk:
        values, indices = acts.topk(K, dim=-1)
        acts = torch.zeros_like(acts).scatter_(-1, indices, values)
    out = acts @ w_dec + b_dec
    loss = (out - x).pow(2).sum(-1).mean() + (0 if topk else 1e-3 * acts.sum(-1).mean())
    loss.backward()
    with torch.no_grad():
        w_dec.grad -= (w_dec.grad * w_dec).sum(-1, keepdim=True) * w_dec
    optimizer.step()
    with torch.no_grad():
        w_dec /= w_dec.norm(dim=-1, keepdim=True)
    return (acts > 0).float().sum(-1).mean().item()


def measure(name, topk, bias):
    torch.manual_seed(0)
    x = torch.randn(BATCH, D_IN)
    w_dec = torch.nn.functional.normalize(torch.randn(D_SAE, D_IN), dim=-1)
    parameters = [w_dec.t().clone(), torch.full((D_SAE,), bias), w_dec, torch.zeros(D_IN)]
    for p in parameters:
        p.requires_grad_()
    optimizer = torch.optim.Adam(parameters, lr=1e-5)
    seconds = []
    for i in range(WARM_UP + STEPS):
        start = time.perf_counter()
        l0 = step(x, *parameters, optimizer, topk)
        seconds.append(time.perf_counter() - start)
    median = sorted(seconds[WARM_UP:])[STEPS // 2]
    print(f"{name:14s} {1000 * median:7.1f} ms a step, l0 {l0:.0f}")


torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads, {D_IN} -> {D_SAE}, batch {BATCH}")
measure("l1, early", False, 0.0)
measure("l1, converged", False, LATE_BIAS)
measure("topk 32", True, 0.0)
