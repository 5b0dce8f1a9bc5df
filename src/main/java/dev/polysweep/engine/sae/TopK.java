package dev.polysweep.engine.sae;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The k largest positive pre-activations of each sample are active (Gao et al. 2024); among equal
 * ones, those of lower latents take precedence. The loss has no penalty but may have the auxiliary
 * term of {@link AuxK}.
 *
 * @param k number of active latents per sample, at least 1
 * @param aux the auxiliary loss on dead latents
 */
public record TopK(int k, AuxK aux) implements SaeArchitecture {

  /**
   * @throws IllegalArgumentException if k is below 1
   */
  public TopK {
    SaeArchitecture.requireAtLeastOne("k", k);
  }

  @Override
  public void requireFits(int dSae) {
    SaeArchitecture.requireAtMost(k, dSae);
  }

  @Override
  public SaeSelection training() {
    return new SaeSelection.Largest(k);
  }

  @Override
  public TrainedSae trained(SaeParameters parameters) {
    return TrainedSae.topK(parameters, k);
  }

  @Override
  public String saeLensName() {
    return "topk";
  }

  @Override
  public Map<String, Object> saeLensSettings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("k", k);
    settings.put("rescale_acts_by_decoder_norm", false);
    return settings;
  }
}
