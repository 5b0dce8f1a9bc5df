package dev.polysweep.engine.sae;

/**
 * A made-up architecture, as a reader would add one: latents come in groups, the largest positive
 * pre-activation of each group is active, and coefficient·Σ_f a_f² is added to the loss. It brings
 * a selection of its own, which no engine has a kernel for.
 *
 * @param group latents of a group
 * @param coefficient weight of the penalty
 */
record WinnerOfGroup(int group, double coefficient) implements SaeArchitecture {

  private record Winners(int group) implements SaeSelection {
    @Override
    public int select(float[] z, int from, int dSae, float[] theta, ActiveLatents out, int size) {
      out.reserve(size + dSae / group + 1);
      int n = size;
      for (int first = 0; first < dSae; first += group) {
        int best = first;
        for (int f = first; f < Math.min(dSae, first + group); f++) {
          best = z[from + f] > z[from + best] ? f : best;
        }
        if (z[from + best] > 0) {
          out.latent[n] = best;
          out.act[n++] = z[from + best];
        }
      }
      return n;
    }
  }

  @Override
  public SaeSelection training() {
    return new Winners(group);
  }

  @Override
  public double coefficient(int step) {
    return coefficient;
  }

  @Override
  public float penalty(ActiveLatents latents, int from, int to) {
    float sum = 0;
    for (int j = from; j < to; j++) {
      sum = Math.fma(latents.act[j], latents.act[j], sum);
    }
    return sum;
  }

  @Override
  public void gate(ActiveLatents latents, int end, float slope, float[] theta) {
    for (int j = 0; j < end; j++) {
      latents.grad[j] = Math.fma(2 * slope, latents.act[j], latents.grad[j]);
    }
  }

  @Override
  public TrainedSae trained(SaeParameters parameters) {
    return new TrainedSae(parameters, new WinnerOfGroup(group, 0));
  }

  @Override
  public String saeLensName() {
    throw new UnsupportedOperationException("SAELens has no winner of a group");
  }
}
