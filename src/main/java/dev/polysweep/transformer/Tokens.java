package dev.polysweep.transformer;

import java.util.List;

/**
 * A document as a tokenizer cuts it.
 *
 * @param ids token ids
 * @param texts of each token, what it stands for in the document
 */
public record Tokens(int[] ids, List<String> texts) {}
