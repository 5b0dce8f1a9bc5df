/**
 * A text corpus with known ground truth: documents that mix several made-up ("planted") languages,
 * with the language, the role and the surprisal of every byte. The features of a transformer that
 * was trained on the corpus can be scored against these labels.
 *
 * <p>The package imports {@code math} only; whoever may import {@code data} may import it. Read
 * {@link dev.polysweep.data.text.Corpus} first; each language is one {@code Segment}.
 */
package dev.polysweep.data.text;
