package dev.polysweep;

import java.util.List;
import java.util.stream.Stream;

/** Options of Java for processes that live for seconds. */
public final class ShortLife {

  /**
   * The optimising compiler waits ten times as long: loops of arithmetic still come to it, while
   * the thousands of methods of Spark, at which it would be busy until the command ends, do not.
   * That is a third of a run's processor time.
   */
  private static final List<String> LATE =
      List.of(
          "-XX:Tier4InvocationThreshold=50000",
          "-XX:Tier4MinInvocationThreshold=6000",
          "-XX:Tier4CompileThreshold=150000",
          "-XX:Tier4BackEdgeThreshold=400000");

  /** And a collector without threads of its own. */
  public static final List<String> OPTIONS =
      Stream.concat(Stream.of("-XX:+UseSerialGC"), LATE.stream()).toList();

  /** No optimising compiler: for a process in which the vector kernels compute next to nothing. */
  public static final String NOTHING_TRAINED = "-XX:TieredStopAtLevel=1";

  private ShortLife() {}
}
