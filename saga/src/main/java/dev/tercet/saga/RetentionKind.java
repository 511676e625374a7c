package dev.tercet.saga;

import dev.tercet.saga.port.RunStore;
import java.util.Set;

/** What is kept for a while, each kind with a retention, a transaction and a pace of its own. */
public enum RetentionKind {
  /** Finished extractions. */
  DONE("done"),
  /** Versions that a newer one has replaced. */
  SUPERSEDED("superseded"),
  /** Failed and cancelled extractions. */
  FAILED("failed"),
  /** The history of extractions that have gone, from their going on. */
  AUDIT("audit"),
  /** The model's answers. */
  ANSWERS("answers"),
  /** Callers' idempotency keys. */
  KEYS("keys");

  private final String label;

  RetentionKind(String label) {
    this.label = label;
  }

  /** Its name in reports and metrics. */
  public String label() {
    return label;
  }

  /** The statuses of the extractions that it is about; none when it is about something else. */
  public Set<Status> statuses() {
    return switch (this) {
      case DONE -> Set.of(Status.DONE);
      case SUPERSEDED -> Set.of(Status.SUPERSEDED);
      case FAILED -> Set.of(Status.FAILED, Status.CANCELLED);
      case AUDIT, ANSWERS, KEYS -> Set.of();
    };
  }

  /** The name of its task in {@link RunStore}. */
  public String task() {
    return "purge-" + label;
  }
}
