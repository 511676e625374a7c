package dev.tercet.testkit.check;

import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Status;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.PointStore.StoredPoint;
import dev.tercet.saga.queue.Publication;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the three stores at one moment, read back from wherever it is: from the stores in
 * memory, or by SQL, a scroll and XRANGE from real ones.
 *
 * @param ledger everything in Postgres
 * @param points every point of this installation
 * @param entries everything in the streams, delivered or not
 */
public record Snapshot(Ledger ledger, List<StoredPoint> points, List<Publication> entries) {

  /**
   * What Postgres holds.
   *
   * @param audit in the order in which it was written
   * @param removals the extractions that have a removal row
   * @param deletedProjects the projects that have a tombstone
   */
  public record Ledger(
      List<Extraction> extractions,
      List<Change> audit,
      List<Recorded> passages,
      Set<UUID> removals,
      List<Source> sources,
      List<Call> calls,
      Set<UUID> deletedProjects) {}

  /** An extraction's row. {@code session} is that of the newest claim, null before the first. */
  public record Extraction(
      UUID id,
      UUID project,
      String source,
      long generation,
      Status status,
      long epoch,
      @Nullable UUID session) {}

  /** A row of the audit trail. */
  public record Change(
      UUID extraction,
      UUID project,
      Instant at,
      @Nullable Status from,
      Status to,
      long epoch,
      @Nullable AuditEvent event,
      String reason,
      @Nullable UUID worker) {}

  /** A passage's row. */
  public record Recorded(
      UUID extraction, int ordinal, Fingerprint contentHash, @Nullable UUID embeddingId) {}

  /** The row that orders the versions of a source; {@code finished} is 0 before the first. */
  public record Source(
      UUID project, String source, long accepted, long finished, @Nullable UUID finishedId) {}

  /** A row of the spend ledger. */
  public record Call(UUID id, UUID project, UUID extraction, Fingerprint fingerprint, End end) {}

  /** How a model call ended, as far as the ledger knows. */
  public enum End {
    /** It was sent, and may still be under way. */
    OPEN,
    /** Nobody saw how it ended. */
    UNKNOWN,
    VALID,
    INVALID,
    BROKEN
  }
}
