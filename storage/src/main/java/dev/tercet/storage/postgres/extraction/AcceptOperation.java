package dev.tercet.storage.postgres.extraction;

import dev.tercet.saga.Acceptance;
import dev.tercet.saga.Document;
import dev.tercet.saga.Document.Idempotency;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.Submission;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.storage.postgres.jdbc.Columns;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.BatchOperation;
import dev.tercet.storage.postgres.operation.StatusChanges;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Accepts documents (docs/protocol.md §2). Accepting the same id twice gives the same result. */
final class AcceptOperation implements BatchOperation<Submission, Acceptance> {
  /** What the database decided about one submission; {@link AcceptSql#DECIDE} has these words. */
  enum Verdict {
    /** It is the source's next generation. */
    NEW,
    /** It was accepted before, under the same id. */
    AGAIN,
    /** The same document is there, or one with the same key and body. */
    EXISTING,
    /** Its key was used with another body. */
    KEY_REUSED
  }

  /**
   * A verdict, and what it rests on.
   *
   * @param existing which extraction it is about, unless it is {@code NEW}
   */
  private record Decision(
      Verdict verdict, long generation, @Nullable UUID existing, Instant at, Instant dueAt) {}

  private record Key(UUID project, String name) {}

  @Override
  public String name() {
    return "accept";
  }

  @Override
  public boolean isTransaction() {
    return true;
  }

  @Override
  public Object key(Submission item) {
    return sourceOf(item);
  }

  private static Key sourceOf(Submission item) {
    return new Key(item.project(), item.document().source());
  }

  @Override
  public long bytes(Submission item) {
    return (long) item.document().text().length() + item.document().metadata().length();
  }

  @Override
  public List<Acceptance> write(
      Connection connection, List<Submission> batch, StatusChanges changes) throws SQLException {
    Map<UUID, Decision> decisions = new HashMap<>();
    for (List<Submission> round : rounds(batch)) {
      List<Submission> taken = locked(connection, round);
      if (!taken.isEmpty()) {
        decide(connection, taken, decisions, changes);
      }
    }
    List<UUID> existing =
        decisions.values().stream()
            .filter(it -> it.verdict() == Verdict.AGAIN || it.verdict() == Verdict.EXISTING)
            .flatMap(it -> Stream.ofNullable(it.existing()))
            .distinct()
            .toList();
    Map<UUID, Extraction> extractions =
        existing.isEmpty() ? Map.of() : ExtractionQueries.byId(connection, existing);
    return batch.stream()
        .map(submission -> acceptance(submission, decisions.get(submission.id()), extractions))
        .toList();
  }

  /** Submissions under the same idempotency key are decided one after the other. */
  private static List<List<Submission>> rounds(List<Submission> batch) {
    List<List<Submission>> rounds = new ArrayList<>();
    List<Submission> left = batch;
    while (!left.isEmpty()) {
      Set<Key> keys = new HashSet<>();
      List<Submission> now = new ArrayList<>();
      List<Submission> later = new ArrayList<>();
      for (Submission submission : left) {
        Idempotency idempotency = submission.document().idempotency();
        boolean first =
            idempotency == null || keys.add(new Key(submission.project(), idempotency.key()));
        (first ? now : later).add(submission);
      }
      rounds.add(now);
      left = later;
    }
    return rounds;
  }

  /** Those whose source is locked now, and those that were accepted before. */
  private static List<Submission> locked(Connection connection, List<Submission> batch)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(AcceptSql.LOCK)) {
      Columns.of(statement, batch)
          .uuids(Submission::id)
          .uuids(Submission::project)
          .integers(Submission::projectVersion)
          .texts(it -> it.document().source())
          .texts(AcceptOperation::idempotencyKey)
          .fingerprints(AcceptOperation::bodyHash)
          .then(batch.stream().map(Submission::project).distinct().toList())
          .uuids(it -> it);
      Set<Key> sources =
          Set.copyOf(Rows.list(statement, row -> new Key(Rows.uuid(row, 1), Rows.text(row, 2))));
      List<Submission> others = new ArrayList<>(batch);
      others.removeIf(it -> sources.contains(sourceOf(it)));
      Set<UUID> before = others.isEmpty() ? Set.of() : acceptedBefore(connection, others);
      return batch.stream()
          .filter(it -> sources.contains(sourceOf(it)) || before.contains(it.id()))
          .toList();
    }
  }

  private static Set<UUID> acceptedBefore(Connection connection, List<Submission> batch)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(AcceptSql.ACCEPTED_BEFORE)) {
      Columns.of(statement, batch).uuids(Submission::id);
      return Set.copyOf(Rows.list(statement, row -> Rows.uuid(row, 1)));
    }
  }

  private static @Nullable String idempotencyKey(Submission submission) {
    Idempotency idempotency = submission.document().idempotency();
    return idempotency == null ? null : idempotency.key();
  }

  private static @Nullable String warnings(Submission submission) {
    List<String> warnings = submission.document().warnings();
    return warnings.isEmpty() ? null : String.join("\n", warnings);
  }

  private static @Nullable Fingerprint bodyHash(Submission submission) {
    Idempotency idempotency = submission.document().idempotency();
    return idempotency == null ? null : idempotency.bodyHash();
  }

  private static void decide(
      Connection connection,
      List<Submission> batch,
      Map<UUID, Decision> decisions,
      StatusChanges changes)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(AcceptSql.DECIDE)) {
      Columns.of(statement, batch)
          .uuids(Submission::id)
          .uuids(Submission::project)
          .texts(it -> it.document().source())
          .texts(AcceptOperation::idempotencyKey)
          .fingerprints(AcceptOperation::bodyHash)
          .fingerprints(Submission::fingerprint)
          .texts(it -> it.document().queue().label())
          .instants(it -> it.document().runAt())
          .integers(Submission::maxAttempts)
          .texts(it -> it.document().metadata())
          .texts(it -> it.document().text())
          .texts(AcceptOperation::warnings);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          String superseded = row.getString(7);
          if (superseded == null) {
            Decision decision = decision(row);
            decisions.put(Rows.uuid(row, 1), decision);
            if (decision.verdict() == Verdict.NEW) {
              changes.add(null, Status.PENDING);
            }
          } else {
            changes.add(Status.ofLabel(superseded), Status.SUPERSEDED);
          }
        }
      }
    }
  }

  private static Decision decision(ResultSet row) throws SQLException {
    return new Decision(
        Verdict.valueOf(Rows.text(row, 2)),
        row.getLong(3),
        Rows.uuidOrNull(row, 4),
        Rows.instant(row, 5),
        Rows.instant(row, 6));
  }

  private static Acceptance acceptance(
      Submission submission, @Nullable Decision decision, Map<UUID, Extraction> extractions) {
    if (decision == null) {
      return new Acceptance.NoProject();
    }
    return switch (decision.verdict()) {
      case NEW -> new Acceptance.Accepted(extraction(submission, decision));
      case AGAIN -> new Acceptance.Accepted(extraction(extractions, existing(decision)));
      case EXISTING -> new Acceptance.Existing(extraction(extractions, existing(decision)));
      case KEY_REUSED -> new Acceptance.KeyReused(existing(decision));
    };
  }

  private static UUID existing(Decision decision) {
    UUID existing = decision.existing();
    if (existing == null) {
      throw new IllegalStateException(decision.verdict() + " names no extraction");
    }
    return existing;
  }

  private static Extraction extraction(Map<UUID, Extraction> extractions, UUID id) {
    Extraction extraction = extractions.get(id);
    if (extraction == null) {
      throw new IllegalStateException("extraction " + id + " has no document");
    }
    return extraction;
  }

  private static Extraction extraction(Submission submission, Decision decision) {
    Document document = submission.document();
    return new Extraction(
        submission.id(),
        submission.project(),
        document.source(),
        decision.generation(),
        Status.PENDING,
        Stage.ACCEPTED,
        document.queue(),
        0,
        submission.maxAttempts(),
        0,
        decision.at(),
        decision.at(),
        null,
        null,
        decision.dueAt(),
        null,
        Extraction.PassageCount.NONE,
        false,
        Usage.NONE,
        document.warnings(),
        List.of(),
        List.of());
  }
}
