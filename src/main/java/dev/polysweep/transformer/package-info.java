/**
 * Transformers in ONNX, run by ONNX Runtime: reading an inner activation (a tap) and replacing it
 * (a splice). Both are small edits of the model's graph, so any decoder-only model can be used.
 * Documents are cut into tokens by a Hugging Face tokenizer or into raw bytes.
 *
 * <p>The package may import {@code data} and {@code math}, and may be imported by {@code feature},
 * {@code spark} and {@code cli}. Read {@link dev.polysweep.transformer.OnnxGraph} first, then
 * {@link dev.polysweep.transformer.TappedModel} and {@link dev.polysweep.transformer.SplicedModel}.
 */
package dev.polysweep.transformer;
