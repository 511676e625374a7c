package dev.tercet.testkit.memory.table;

import dev.tercet.saga.Status;
import dev.tercet.saga.port.RemovalStore.Reason;
import dev.tercet.saga.port.RemovalStore.Removal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A removal as the ledger has it; it stays until a second look finds nothing. */
public record RemovalRow(
    UUID extraction,
    UUID project,
    Reason reason,
    Instant createdAt,
    Instant dueAt,
    @Nullable Instant confirmedAt) {

  /** Why points must go when an extraction comes to that status. */
  static Optional<Reason> reason(Status status) {
    return switch (status) {
      case CANCELLED -> Optional.of(Reason.CANCELLED);
      case SUPERSEDED -> Optional.of(Reason.SUPERSEDED);
      case DELETING -> Optional.of(Reason.DELETING);
      case PENDING, QUEUED, PROCESSING, DONE, FAILED -> Optional.empty();
    };
  }

  static RemovalRow opened(UUID extraction, UUID project, Reason reason, Instant now) {
    return new RemovalRow(extraction, project, reason, now, now, null);
  }

  /** Due at once for a new reason, whatever was confirmed before. */
  RemovalRow again(Reason next, Instant now) {
    return new RemovalRow(extraction, project, next, createdAt, now, null);
  }

  public RemovalRow confirmed(Instant now, Instant secondLook) {
    return new RemovalRow(extraction, project, reason, createdAt, secondLook, now);
  }

  public RemovalRow dueAt(Instant due) {
    return new RemovalRow(extraction, project, reason, createdAt, due, confirmedAt);
  }

  public Removal asRemoval() {
    return new Removal(extraction, project, reason, createdAt, confirmedAt);
  }
}
