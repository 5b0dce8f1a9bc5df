package dev.polysweep.sweep;

import dev.polysweep.experiment.Setting;
import java.io.Serializable;
import java.util.List;

/** Settings of every type that settings may have. */
public record SampleConfig(
    @Setting("initialisation") Init init,
    @Setting("activation") Act act,
    @Setting("whether to shuffle") boolean shuffle,
    @Setting(value = "note", optional = true) String note,
    @Setting(value = "cap", optional = true, min = 0) Double cap,
    @Setting("network") Net net,
    @Setting(value = "null distribution", key = "null") NullModel nullModel)
    implements Serializable {

  public enum Init {
    RANDOM,
    ORTHOGONAL,
    NONE
  }

  public enum Act {
    RELU,
    GELU,
    FALSE
  }

  public record Net(
      @Setting(value = "width", min = 1, max = 4096) int hidden,
      @Setting(value = "epochs", min = 1) long epochs,
      @Setting(value = "learning rate", min = 0, minExclusive = true) double lr,
      @Setting(value = "share kept", min = 0, max = 1) double keep,
      @Setting(value = "widths", min = 1) List<Integer> widths)
      implements Serializable {}

  public record NullModel(@Setting(value = "draws", min = 10, max = 1000) int draws)
      implements Serializable {}

  public static final SampleConfig DEFAULTS =
      new SampleConfig(
          Init.RANDOM,
          Act.RELU,
          true,
          null,
          null,
          new Net(12, 2000, 1e-3, 0.5, List.of(8, 4)),
          new NullModel(100));
}
