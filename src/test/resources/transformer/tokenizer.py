"""Makes tokenizer.json: a byte-level BPE with a handful of merges, the kind that GPT-2 and Pythia have.

    python3 tokenizer.py
"""

import json
import pathlib

# GPT-2's letters for bytes: printable ones stand for themselves.
kept = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
others = [b for b in range(256) if b not in kept]
letters = {b: chr(b) for b in kept}
letters.update({b: chr(256 + i) for i, b in enumerate(others)})
merges = ["t h", "th e", "Ġ the", "c a", "ca t", "Ġ cat"]
vocabulary = {letters[b]: b for b in range(256)}
for merge in merges:
    vocabulary[merge.replace(" ", "")] = len(vocabulary)
byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": True}
tokenizer = {
    "version": "1.0", "truncation": {"direction": "Right", "max_length": 4, "strategy": "LongestFirst", "stride": 0},
    "padding": None, "added_tokens": [], "normalizer": None, "pre_tokenizer": byte_level, "post_processor": byte_level,
    "decoder": byte_level,
    "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
              "end_of_word_suffix": None, "fuse_unk": False, "vocab": vocabulary, "merges": merges}}
path = pathlib.Path(__file__).resolve().parent / "tokenizer.json"
path.write_text(json.dumps(tokenizer, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
