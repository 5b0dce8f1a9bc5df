package dev.polysweep.engine.sae;

import java.io.Serializable;

/**
 * An encoder that encodes several times, each time an input that depends on the codes before. With
 * v_0 = x − b_dec, round t computes z_t = v_t·W_enc + b_enc and from it the codes a_t, and then
 * v_{t+1} = v_t + input·(x − b_dec) − residual·a_t·W_dec.
 *
 * @param rounds number of rounds, at least 1
 * @param input weight of x − b_dec
 * @param residual weight of the codes' reconstruction
 * @param summed whether the latents' activations are the sum of the rounds' codes; otherwise they
 *     are the codes of the last round
 */
public record SaeIteration(int rounds, double input, double residual, boolean summed)
    implements Serializable {

  /** One round, as in most architectures. */
  public static final SaeIteration ONCE = new SaeIteration(1, 0, 0, false);

  /**
   * @throws IllegalArgumentException if there is no round
   */
  public SaeIteration {
    SaeArchitecture.requireAtLeastOne("rounds", rounds);
  }

  /**
   * The iteration of LISTA (Gregor and LeCun 2010): each round after the first adds step·(x − x̂_t)
   * to the encoder's input, so that z_{t+1} = z_t + step·(x − x̂_t)·W_enc.
   *
   * @param refinements number of rounds after the first
   */
  public static SaeIteration lista(int refinements, double step) {
    return new SaeIteration(refinements + 1, step, step, false);
  }

  /** Matching pursuit (Mallat and Zhang 1993): each round encodes what is left to reconstruct. */
  public static SaeIteration pursuit(int rounds) {
    return new SaeIteration(rounds, 0, 1, true);
  }
}
