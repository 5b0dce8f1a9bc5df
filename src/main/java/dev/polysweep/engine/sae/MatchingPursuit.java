package dev.polysweep.engine.sae;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Matching pursuit (Mallat and Zhang 1993; as an autoencoder Costa et al. 2025): in each of k
 * rounds the latent with the largest positive product with the residual is added to the codes with
 * that product, and its part is subtracted from the residual, which starts as x − b_dec. A latent
 * may be chosen again. The encoder is the decoder's transpose without a bias ({@link
 * SaeConstraints#tied}), and the gradient passes through all rounds.
 *
 * @param k number of rounds, at least 1
 */
public record MatchingPursuit(int k) implements SaeArchitecture {

  private static final SaeSelection BEST = new SaeSelection.Largest(1);

  /**
   * @throws IllegalArgumentException if k is below 1
   */
  public MatchingPursuit {
    SaeArchitecture.requireAtLeastOne("k", k);
  }

  @Override
  public boolean trainsBias() {
    return false;
  }

  @Override
  public SaeSelection training() {
    return BEST;
  }

  @Override
  public SaeIteration iteration() {
    return SaeIteration.pursuit(k);
  }

  @Override
  public TrainedSae trained(SaeParameters parameters) {
    return new TrainedSae(parameters, this, iteration());
  }

  @Override
  public String saeLensName() {
    return "matching_pursuit";
  }

  /**
   * The rule by which SAELens ends a pursuit: a residual shorter than the threshold, the rounds, or
   * a latent that is chosen again, which this architecture allows.
   */
  @Override
  public Map<String, Object> saeLensSettings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("residual_threshold", 0.0);
    settings.put("max_iterations", k);
    settings.put("stop_on_duplicate_support", false);
    return settings;
  }

  @Override
  public Map<String, float[]> saeLensVectors(SaeParameters parameters) {
    return new LinkedHashMap<>();
  }
}
