package dev.polysweep.table;

/** Which values of a metric are the good ones. */
public enum Better {
  /** Small values. */
  LOW,
  /** Large values. */
  HIGH,
  /** Neither: the metric describes and does not judge. */
  NEITHER
}
