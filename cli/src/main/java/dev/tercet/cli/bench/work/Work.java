package dev.tercet.cli.bench.work;

/** The loads that have a name. */
public enum Work {
  /** A burst: many documents at once. */
  W1,
  /** The service is killed in the middle of a burst. */
  W2,
  /** Latency of single documents at fixed rates. */
  W3,
  /** Points are gone. */
  W4,
  /** Bursts over more and more that is stored. */
  W5,
  /** A sweep with nothing wrong. */
  W6,
  /** Documents of many passages. */
  W7,
  /** Bursts while another session holds a snapshot. */
  W8,
  /** A burst by several processes. */
  W9
}
