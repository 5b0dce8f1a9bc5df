"""Makes tokenizer.json: a byte-level BPE with a handful of merges, the kind that GPT-2 and Pythia have; and special_tokens.json: a BPE
that begins texts with SentencePiece's space and encloses them in special tokens, the kind that Llama has. Its 64 tokens are as many as
the models of exports.py know.

    python3 tokenizer.py
"""

import json
import pathlib
import string

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

words = ["<unk>", "<s>", "</s>", "\u2581", "\u2581h", *string.ascii_letters, *string.digits[:7]]
special = [{"id": i, "content": words[i], "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
           for i in range(3)]
enclosed = {
    "type": "TemplateProcessing",
    "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
               {"SpecialToken": {"id": "</s>", "type_id": 0}}],
    "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
    "special_tokens": {w: {"id": w, "ids": [words.index(w)], "tokens": [w]} for w in ("<s>", "</s>")}}
sentences = {
    "version": "1.0", "truncation": None, "padding": None, "added_tokens": special,
    "normalizer": {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "\u2581"},
                                                       {"type": "Replace", "pattern": {"String": " "}, "content": "\u2581"}]},
    "pre_tokenizer": None, "post_processor": enclosed, "decoder": None,
    "model": {"type": "BPE", "dropout": None, "unk_token": "<unk>", "continuing_subword_prefix": None, "end_of_word_suffix": None,
              "fuse_unk": True, "byte_fallback": False, "vocab": {w: i for i, w in enumerate(words)}, "merges": ["\u2581 h"]}}
path.with_name("special_tokens.json").write_text(json.dumps(sentences, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
