package dev.tercet.cli.bench.work;

/** The loads that have a name. */
public enum Work {
  /** A burst: many documents at once. */
  W1,
  /** Latency of single documents at fixed rates. */
  W3
}
