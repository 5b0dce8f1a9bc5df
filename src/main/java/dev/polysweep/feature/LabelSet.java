package dev.polysweep.feature;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The ground truth with which features are compared. Each token either has one language and one
 * role in that language, or is unlabelled. The labels that a feature may detect are the languages
 * and the roles within each language.
 */
public final class LabelSet implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The index that stands for a token without a known ground truth. */
  public static final int UNLABELLED = -1;

  /** The empty set, for corpora without ground truth. */
  public static final LabelSet NONE = new LabelSet(List.of());

  private final ArrayList<Truth> truths;
  private final ArrayList<Label> labels = new ArrayList<>();
  private final HashMap<Truth, Integer> indices = new HashMap<>();

  /**
   * The ground truth of a token.
   *
   * @param language language of the token
   * @param role role of the token in its language; null if only languages are known
   */
  public record Truth(String language, String role) implements Comparable<Truth>, Serializable {
    @Override
    public int compareTo(Truth other) {
      int byLanguage = language.compareTo(other.language);
      return byLanguage != 0
          ? byLanguage
          : String.valueOf(role).compareTo(String.valueOf(other.role));
    }

    private String name() {
      return language + ":" + role;
    }
  }

  /**
   * A label that a feature may detect.
   *
   * @param name {@code language}, or {@code language:role}
   * @param whole whether the label is a whole language
   * @param truths indices of the ground truths that bear the label
   */
  public record Label(String name, boolean whole, int[] truths) implements Serializable {}

  /**
   * The set of labels for the given ground truths: every language, and every role of a language
   * with more than one role.
   */
  public LabelSet(Collection<Truth> of) {
    truths = new ArrayList<>(new TreeSet<>(of));
    Map<String, List<Integer>> languages = new java.util.LinkedHashMap<>();
    for (int i = 0; i < truths.size(); i++) {
      indices.put(truths.get(i), i);
      languages.computeIfAbsent(truths.get(i).language(), key -> new ArrayList<>()).add(i);
    }
    languages.forEach(
        (language, of1) -> {
          labels.add(new Label(language, true, of1.stream().mapToInt(Integer::intValue).toArray()));
          if (of1.size() > 1) {
            of1.forEach(i -> labels.add(new Label(truths.get(i).name(), false, new int[] {i})));
          }
        });
  }

  /** The index of a ground truth; {@link #UNLABELLED} if it is not in this set. */
  public int index(Truth truth) {
    return indices.getOrDefault(truth, UNLABELLED);
  }

  /** The number of ground truths. */
  public int size() {
    return truths.size();
  }

  /** The labels: the languages in alphabetical order, each followed by its roles. */
  public List<Label> labels() {
    return labels;
  }
}
