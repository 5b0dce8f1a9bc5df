package dev.polysweep.experiment;

import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;

/**
 * Where a cell that trains for long keeps its state, so that a lost executor costs minutes and not
 * the cell. A cell is free to keep none. Training that goes on from a checkpoint must have the bits
 * of training that was never interrupted.
 */
public interface Checkpoint {

  /** Keeps nothing. */
  Checkpoint NONE =
      new Checkpoint() {
        @Override
        public boolean due() {
          return false;
        }

        @Override
        public void save(Serializable state) {}

        @Override
        public Optional<Object> load() {
          return Optional.empty();
        }
      };

  /** Whether so much time has passed since the cell began, or last saved, that it should save. */
  boolean due();

  /**
   * Replaces what was saved before.
   *
   * @throws IOException if the state cannot be written
   */
  void save(Serializable state) throws IOException;

  /**
   * What was saved last, in this or in an earlier attempt; empty if there is nothing, or nothing
   * that this version of the program can read.
   */
  Optional<Object> load();
}
