package dev.polysweep.transformer;

import java.util.List;

/**
 * A document as tokens.
 *
 * @param ids token ids, {@code [tokens]}
 * @param texts for each token, the part of the document that it stands for; for a special token,
 *     its name
 */
public record Tokens(int[] ids, List<String> texts) {}
