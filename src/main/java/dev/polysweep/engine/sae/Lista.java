package dev.polysweep.engine.sae;

/**
 * An encoder that corrects its codes by what they leave unexplained (LISTA, Gregor and LeCun 2010,
 * with the decoder in place of a second matrix): z_0 = (x − b_dec)·W_enc + b_enc, and z_{t+1} = z_t
 * + step·(x − x̂_t)·W_enc with the reconstruction x̂_t of the codes of z_t. Codes are selected in
 * every round as a BatchTopK selects them, and the gradient passes through all rounds. With inner
 * widths it is the LISTA-Matryoshka of a public search on SynthSAEBench
 * (chanind/claude-auto-research-synthsaebench), whose loss compares x̂ with x − b_dec; here it is
 * x.
 *
 * @param nested the selection, with no inner widths for a plain LISTA
 * @param refinements number of corrections, at least 0
 * @param step step of a correction; 0.3 in the source
 * @param tilt samples with a great error weigh more: weight ∝ exp(tilt·ℓ/mean ℓ) of a sample's
 *     squared error ℓ (tilted empirical risk), at each width; 0 for equal weights
 */
public record Lista(Matryoshka nested, int refinements, double step, double tilt)
    implements BatchSelecting {

  /**
   * @throws IllegalArgumentException if a setting is negative or not finite
   */
  public Lista {
    SaeArchitecture.requireNonNegative("refinements", refinements);
    SaeArchitecture.requireNonNegative("step", step);
    SaeArchitecture.requireNonNegative("tilt", tilt);
  }

  @Override
  public BatchTopK batch() {
    return nested.batch();
  }

  @Override
  public Lista at(int step, double[] memory) {
    return new Lista(nested.at(step, memory), refinements, this.step, tilt);
  }

  @Override
  public SaeIteration iteration() {
    return SaeIteration.lista(refinements, step);
  }

  @Override
  public SaeNesting nesting(int step, long seed, double[] frequency) {
    return nested.nesting(step, seed, frequency);
  }

  @Override
  public TrainedSae trained(SaeParameters parameters) {
    return new TrainedSae(parameters, TrainedSae.jumpRelu(parameters).architecture(), iteration());
  }

  @Override
  public String saeLensName() {
    if (refinements == 0) {
      return batch().saeLensName();
    }
    throw new UnsupportedOperationException("SAELens has no encoder that corrects its codes");
  }
}
