package dev.polysweep.engine.sae;

/** An architecture that selects its latents as {@link BatchTopK} does, and adds to it. */
interface BatchSelecting extends SaeArchitecture {

  /** The selection, its running threshold and its auxiliary loss. */
  BatchTopK batch();

  @Override
  default void requireFits(int dSae) {
    batch().requireFits(dSae);
  }

  @Override
  default SaeSelection training() {
    return batch().training();
  }

  @Override
  default double[] memory() {
    return batch().memory(iteration().rounds());
  }

  @Override
  default void remember(double[] memory, SaeStep step) {
    batch().remember(memory, step);
  }

  @Override
  default SaeSelection evaluation(double[] memory, int round) {
    return batch().evaluation(memory, round);
  }

  @Override
  default AuxK aux() {
    return batch().aux();
  }

  @Override
  default SaeParameters finished(SaeParameters parameters, double[] memory) {
    return batch().finished(parameters, memory);
  }

  @Override
  default TrainedSae trained(SaeParameters parameters) {
    return batch().trained(parameters);
  }

  /** A trained BatchTopK is saved as a JumpReLU, as SAELens itself does. */
  @Override
  default String saeLensName() {
    return batch().saeLensName();
  }
}
