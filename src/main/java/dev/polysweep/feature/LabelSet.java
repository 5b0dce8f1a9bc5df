package dev.polysweep.feature;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The ground truth that features are compared with. Each token is of one language and plays one
 * role in it, or is unlabelled; a feature may answer to a language as a whole or to one of its
 * roles.
 */
public final class LabelSet implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Index of a token of which nothing is known. */
  public static final int UNLABELLED = -1;

  /** Where no ground truth is known. */
  public static final LabelSet NONE = new LabelSet(List.of());

  private final ArrayList<Truth> truths;
  private final ArrayList<Label> labels = new ArrayList<>();
  private final HashMap<Truth, Integer> indices = new HashMap<>();

  /**
   * What is known of a token.
   *
   * @param language its language
   * @param role its role there, or null where only languages are known
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
   * What a feature may answer to.
   *
   * @param name {@code language}, or {@code language:role}
   * @param whole whether it is a language as a whole
   * @param truths indices of the truths that it holds
   */
  public record Label(String name, boolean whole, int[] truths) implements Serializable {}

  /** The labels that some truths make up; a language of one role is no label twice. */
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

  /** Index of a truth; {@link #UNLABELLED} if it is none of these. */
  public int index(Truth truth) {
    return indices.getOrDefault(truth, UNLABELLED);
  }

  /** Number of truths. */
  public int size() {
    return truths.size();
  }

  /** Languages, each followed by its roles. */
  public List<Label> labels() {
    return labels;
  }
}
