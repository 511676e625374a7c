package dev.tercet.api.config;

/** What a process does. */
public enum Role {
  /** Answers over HTTP. */
  API,
  /** Takes extractions from the queues and works on them. */
  WORKER,
  /** Finds and repairs drift between the stores. */
  RECONCILER
}
