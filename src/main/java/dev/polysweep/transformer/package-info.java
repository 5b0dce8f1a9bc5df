/**
 * Transformers in ONNX, run by ONNX Runtime: reading an inner activation (a tap), and putting
 * another in its place (a splice). Both are small edits of the model's graph, so any decoder-only
 * model serves. Tokenizers are Hugging Face's, or raw bytes.
 */
package dev.polysweep.transformer;
