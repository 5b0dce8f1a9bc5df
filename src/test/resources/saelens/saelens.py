#!/usr/bin/python3
"""Autoencoders in folders as versions 1 to 6 of SAELens write them, and what SAELens makes of some inputs.

The formulas are those of SAELens's encode and decode, written down again here in double precision
with PyTorch; the library itself is not needed. Run with Debian's python3-torch (1.13):

    /usr/bin/python3 saelens.py

Each folder holds cfg.json, sae_weights.safetensors and expected.safetensors with x [n, d_in],
feature_acts [n, d_sae] and sae_out [n, d_in].
"""
import json
import os
import struct

import torch

D_IN, D_SAE, N = 5, 11, 24
HERE = os.path.dirname(os.path.abspath(__file__))
TYPES = {torch.float32: "F32", torch.float64: "F64", torch.bfloat16: "BF16"}


def save(path, tensors):
    header, blob = {}, b""
    for name, tensor in tensors.items():
        tensor = tensor.contiguous()
        kind = tensor.dtype
        raw = (tensor.view(torch.int16) if kind == torch.bfloat16 else tensor).numpy().tobytes()
        header[name] = {
            "dtype": TYPES[kind],
            "shape": list(tensor.shape),
            "data_offsets": [len(blob), len(blob) + len(raw)],
        }
        blob += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text + blob)


def weights():
    """Decoder rows of norms between about 0.5 and 4."""
    return {
        "W_enc": torch.randn(D_IN, D_SAE),
        "b_enc": 0.5 * torch.randn(D_SAE),
        "W_dec": torch.randn(D_SAE, D_IN),
        "b_dec": torch.randn(D_IN),
    }


def gated():
    w = weights()
    w["b_gate"] = w.pop("b_enc")
    w["r_mag"] = 0.5 * torch.randn(D_SAE)
    w["b_mag"] = 0.5 * torch.randn(D_SAE)
    return w


def jumprelu(mask, w, x, subtract):
    z = pre(w, x, subtract)
    return torch.relu(z) * (z > mask)


def pre(w, x, subtract, bias="b_enc"):
    return (x - w["b_dec"] * subtract) @ w["W_enc"] + w[bias]


def topk(z, k):
    values, indices = torch.topk(z, k, dim=-1)
    return torch.zeros_like(z).scatter_(-1, indices, torch.relu(values))


def encode_gated(w, x, subtract):
    sae_in = x - w["b_dec"] * subtract
    gate = sae_in @ w["W_enc"] + w["b_gate"] > 0
    magnitude = sae_in @ (w["W_enc"] * w["r_mag"].exp()) + w["b_mag"]
    return gate * torch.relu(magnitude)


def pursue(w, x, rounds):
    """Greedy rounds on what is left; the encoder is the decoder's transpose."""
    left = x - w["b_dec"]
    acts = torch.zeros(len(x), D_SAE, dtype=x.dtype)
    for _ in range(rounds):
        values, best = torch.relu(left @ w["W_dec"].T).max(dim=1, keepdim=True)
        acts.scatter_add_(1, best, values)
        left = left - values * w["W_dec"][best.squeeze(1)]
    return acts


def decode(w, acts, factor=None):
    if factor is not None:
        acts = acts * factor
    return acts @ w["W_dec"] + w["b_dec"]


def unscaled(w, acts):
    """What rescale_acts_by_decoder_norm does to activations before they are decoded."""
    norm = w["W_dec"].norm(dim=-1)
    return torch.where(norm > 0, acts / norm, torch.zeros_like(acts))


def case(name, cfg, stored, encode, decoder):
    """Writes a folder; encode and decoder take weights in double precision, by SAELens's names."""
    folder = os.path.join(HERE, name)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "cfg.json"), "w") as f:
        json.dump({"d_in": D_IN, "d_sae": D_SAE, **cfg}, f)  # NaN as Python writes it
    save(os.path.join(folder, "sae_weights.safetensors"), stored)
    x = 2 * torch.randn(N, D_IN)
    w = {k: v.double() for k, v in stored.items()}
    if w["W_dec"].shape == (D_IN, D_SAE):
        w["W_dec"] = w["W_dec"].T
    acts = encode(w, x.double())
    out = decoder(w, acts)
    save(
        os.path.join(folder, "expected.safetensors"),
        {"x": x, "feature_acts": acts.double(), "sae_out": out},
    )


RUNNER_1 = {  # of gpt2-small-res-jb
    "model_name": "gpt2-small",
    "hook_point": "blocks.0.hook_resid_pre",
    "hook_point_layer": 0,
    "hook_point_head_index": None,
    "dataset_path": "Skylion007/openwebtext",
    "is_dataset_tokenized": False,
    "context_size": 128,
    "use_cached_activations": False,
    "cached_activations_path": "activations/Skylion007_openwebtext/gpt2-small/blocks.0.hook_resid_pre",
    "n_batches_in_buffer": 128,
    "total_training_tokens": 300000000,
    "store_batch_size": 32,
    "device": "mps",
    "seed": 42,
    "dtype": "torch.float32",
    "b_dec_init_method": "geometric_median",
    "expansion_factor": 32,
    "from_pretrained_path": None,
    "l1_coefficient": 8e-05,
    "lr": 0.0004,
    "lr_scheduler_name": None,
    "lr_warm_up_steps": 5000,
    "train_batch_size": 4096,
    "use_ghost_grads": False,
    "feature_sampling_window": 1000,
    "feature_sampling_method": None,
    "resample_batches": 1028,
    "feature_reinit_scale": 0.2,
    "dead_feature_window": 5000,
    "dead_feature_estimation_method": "no_fire",
    "dead_feature_threshold": 1e-08,
    "log_to_wandb": True,
    "wandb_project": "mats_sae_training_gpt2_small_resid_pre_5",
    "wandb_entity": None,
    "wandb_log_frequency": 100,
    "n_checkpoints": 10,
    "checkpoint_path": "checkpoints/y1t51byy",
    "tokens_per_buffer": 67108864,
    "run_name": "24576-L1-8e-05-LR-0.0004-Tokens-3.000e+08",
}

BASE_5 = {
    "dtype": "float32",
    "device": "cpu",
    "model_name": "gpt2-small",
    "hook_name": "blocks.8.hook_resid_pre",
    "hook_layer": 8,
    "hook_head_index": None,
    "activation_fn": "relu",
    "activation_fn_kwargs": {},
    "apply_b_dec_to_input": True,
    "finetuning_scaling_factor": False,
    "normalize_activations": "none",
    "context_size": 128,
    "dataset_path": "Skylion007/openwebtext",
    "dataset_trust_remote_code": True,
    "sae_lens_training_version": "5.3.0",
    "model_from_pretrained_kwargs": {"center_writing_weights": False},
    "seqpos_slice": None,
    "prepend_bos": True,
    "neuronpedia_id": None,
}

TRAINING_5 = {
    "l1_coefficient": float("inf"),
    "lp_norm": 1,
    "use_ghost_grads": False,
    "normalize_sae_decoder": True,
    "noise_scale": float("nan"),
    "decoder_orthogonal_init": False,
    "mse_loss_normalization": None,
    "jumprelu_init_threshold": 0.001,
    "jumprelu_bandwidth": 0.001,
    "decoder_heuristic_init": False,
    "init_encoder_as_decoder_transpose": False,
    "scale_sparsity_penalty_by_decoder_norm": False,
}

BASE_6 = {
    "dtype": "float32",
    "device": "cpu",
    "apply_b_dec_to_input": True,
    "normalize_activations": "none",
    "reshape_activations": "none",
    "metadata": {
        "sae_lens_version": "6.12.1",
        "sae_lens_training_version": "6.12.1",
        "model_name": "gpt2-small",
        "hook_name": "blocks.8.hook_resid_pre",
        "k": 12,
        "threshold": float("nan"),
    },
}

TRAINING_6 = {
    "decoder_init_norm": 0.1,
    "use_sparse_activations": False,
    "aux_loss_coefficient": 1.0,
    "topk_threshold_lr": 0.01,
}


def main():
    torch.manual_seed(3)

    # Version 1: the whole configuration of training; a factor that torch.allclose takes for 1.
    w = {**weights(), "scaling_factor": torch.full((D_SAE,), 1 + 1e-6)}
    case("standard_1", RUNNER_1, w, lambda w, x: torch.relu(pre(w, x, 1)), decode)

    # Versions 3 to 5, fine-tuned, as save_model writes it.
    w = {**weights(), "finetuning_scaling_factor": 1 + 0.3 * torch.randn(D_SAE)}
    case(
        "standard_5_finetuned",
        {**BASE_5, **TRAINING_5, "architecture": "standard", "finetuning_scaling_factor": True},
        w,
        lambda w, x: torch.relu(pre(w, x, 1)),
        lambda w, a: decode(w, a, w["finetuning_scaling_factor"]),
    )

    # The same from the file's older name of the tensor, b_dec not subtracted.
    w = {**weights(), "scaling_factor": 1 + 0.3 * torch.randn(D_SAE)}
    case(
        "standard_3_finetuned",
        {
            "architecture": "standard",
            "activation_fn_str": "relu",
            "apply_b_dec_to_input": False,
            "finetuning_scaling_factor": True,
            "normalize_activations": False,
        },
        w,
        lambda w, x: torch.relu(pre(w, x, 0)),
        lambda w, a: decode(w, a, w["scaling_factor"]),
    )

    case(
        "topk_5",
        {**BASE_5, "architecture": "standard", "activation_fn": "topk", "activation_fn_kwargs": {"k": 3}},
        weights(),
        lambda w, x: topk(pre(w, x, 1), 3),
        decode,
    )

    # A zero row: its z becomes 0, so another latent has its slot although z was the largest.
    w = weights()
    w["W_dec"][4] = 0
    w["b_enc"][4] = 20
    case(
        "topk_6_rescaled",
        {**BASE_6, "architecture": "topk", "k": 3, "rescale_acts_by_decoder_norm": True},
        w,
        lambda w, x: topk(pre(w, x, 1) * w["W_dec"].norm(dim=-1), 3),
        lambda w, a: decode(w, unscaled(w, a)),
    )

    # Thresholds of 0 and below are 0; numbers in bfloat16.
    w = {**weights(), "threshold": torch.linspace(-1, 2, D_SAE)}
    w["threshold"][5] = 0
    case(
        "jumprelu_6",
        {**BASE_6, "architecture": "jumprelu", "dtype": "bfloat16", "apply_b_dec_to_input": False},
        {k: v.bfloat16() for k, v in w.items()},
        lambda w, x: jumprelu(torch.relu(w["threshold"]), w, x, 0),
        decode,
    )

    # A checkpoint of training.
    w = {**weights(), "log_threshold": torch.randn(D_SAE)}
    case(
        "jumprelu_6_training",
        {
            **BASE_6,
            **TRAINING_6,
            "architecture": "jumprelu",
            "jumprelu_init_threshold": 0.01,
            "jumprelu_bandwidth": 0.05,
            "jumprelu_sparsity_loss_mode": "step",
            "l0_coefficient": 1.0,
            "l0_warm_up_steps": 0,
            "pre_act_loss_coefficient": None,
            "jumprelu_tanh_scale": 4.0,
        },
        w,
        lambda w, x: jumprelu(w["log_threshold"].exp(), w, x, 1),
        decode,
    )

    case("gated_5", {**BASE_5, "architecture": "gated"}, gated(), lambda w, x: encode_gated(w, x, 1), decode)

    # W_dec the other way round, as its sizes say.
    w = gated()
    w["W_dec"] = w["W_dec"].T
    case(
        "gated_6_turned",
        {**BASE_6, "architecture": "gated", "apply_b_dec_to_input": False},
        w,
        lambda w, x: encode_gated(w, x, 0),
        decode,
    )

    # Checkpoints of training, read as the JumpReLU that save_inference_model makes of them.
    for name, more in [
        ("batchtopk", {}),
        ("matryoshka_batchtopk", {"matryoshka_widths": [4, 11], "use_matryoshka_aux_loss": False}),
    ]:
        w = {**weights(), "topk_threshold": torch.tensor(1.25, dtype=torch.float64)}
        case(
            name + "_6_training",
            {
                **BASE_6,
                **TRAINING_6,
                **more,
                "architecture": name,
                "k": 2.5,
                "rescale_acts_by_decoder_norm": True,
            },
            w,
            lambda w, x: (lambda z: torch.relu(z) * (z > w["topk_threshold"]))(
                pre(w, x, 1) * w["W_dec"].norm(dim=-1)
            ),
            lambda w, a: decode(w, unscaled(w, a)),
        )

    # The set-up of SynthSAEBench; rows of norms near 1, and latents that are chosen twice.
    w = weights()
    norms = torch.linspace(0.8, 1.1, D_SAE)[:, None]
    w = {"W_dec": norms * w["W_dec"] / w["W_dec"].norm(dim=-1, keepdim=True), "b_dec": w["b_dec"]}
    case(
        "matching_pursuit_6",
        {
            **BASE_6,
            "architecture": "matching_pursuit",
            "residual_threshold": 0.0,
            "max_iterations": 6,
            "stop_on_duplicate_support": False,
        },
        w,
        lambda w, x: pursue(w, x, 6),
        decode,
    )


if __name__ == "__main__":
    main()
