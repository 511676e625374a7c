package dev.tercet.storage.postgres;

import dev.tercet.saga.Acceptance;
import dev.tercet.saga.Fingerprint;
import dev.tercet.saga.Saga;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.Submission;
import dev.tercet.saga.Submission.Idempotency;
import dev.tercet.saga.Usage;
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
final class AcceptOperation implements Operation<Submission, Acceptance> {
  private static final String OUTDATED = "outdated ";

  /** What the database decided about one submission. */
  private record Decision(
      String verdict,
      long generation,
      @Nullable UUID existing,
      @Nullable Instant at,
      @Nullable Instant dueAt) {}

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
    return new Key(item.project(), item.source());
  }

  @Override
  public long bytes(Submission item) {
    return (long) item.text().length() + item.metadata().length();
  }

  @Override
  public List<Acceptance> write(Connection connection, List<Submission> batch, Moves moves)
      throws SQLException {
    Map<UUID, Decision> decisions = new HashMap<>();
    for (List<Submission> round : rounds(batch)) {
      lock(connection, round);
      decide(connection, round, decisions, moves);
    }
    List<UUID> existing =
        decisions.values().stream()
            .filter(it -> it.verdict().equals("again") || it.verdict().equals("existing"))
            .flatMap(it -> Stream.ofNullable(it.existing()))
            .distinct()
            .toList();
    Map<UUID, Saga> sagas = existing.isEmpty() ? Map.of() : SagaQueries.byId(connection, existing);
    return batch.stream()
        .map(submission -> acceptance(submission, decisions.get(submission.id()), sagas))
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
        Idempotency idempotency = submission.idempotency();
        boolean first =
            idempotency == null || keys.add(new Key(submission.project(), idempotency.key()));
        (first ? now : later).add(submission);
      }
      rounds.add(now);
      left = later;
    }
    return rounds;
  }

  private static void lock(Connection connection, List<Submission> batch) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(AcceptSql.LOCK)) {
      Columns.of(statement, batch)
          .uuids(Submission::id)
          .uuids(Submission::project)
          .texts(Submission::source)
          .texts(AcceptOperation::idempotencyKey)
          .fingerprints(AcceptOperation::bodyHash);
      Object[] projects = batch.stream().map(Submission::project).distinct().toArray();
      statement.setArray(6, connection.createArrayOf("uuid", projects));
      statement.executeUpdate();
    }
  }

  private static @Nullable String idempotencyKey(Submission submission) {
    Idempotency idempotency = submission.idempotency();
    return idempotency == null ? null : idempotency.key();
  }

  private static @Nullable String warnings(Submission submission) {
    List<String> warnings = submission.warnings();
    return warnings.isEmpty() ? null : String.join("\n", warnings);
  }

  private static @Nullable Fingerprint bodyHash(Submission submission) {
    Idempotency idempotency = submission.idempotency();
    return idempotency == null ? null : idempotency.bodyHash();
  }

  private static void decide(
      Connection connection, List<Submission> batch, Map<UUID, Decision> decisions, Moves moves)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(AcceptSql.DECIDE)) {
      Columns.of(statement, batch)
          .uuids(Submission::id)
          .uuids(Submission::project)
          .texts(Submission::source)
          .texts(AcceptOperation::idempotencyKey)
          .fingerprints(AcceptOperation::bodyHash)
          .fingerprints(Submission::fingerprint)
          .texts(it -> it.queue().label())
          .instants(Submission::runAt)
          .integers(Submission::maxAttempts)
          .texts(Submission::metadata)
          .texts(Submission::text)
          .texts(AcceptOperation::warnings);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          String verdict = Rows.text(row, 2);
          if (verdict.startsWith(OUTDATED)) {
            moves.add(Status.ofLabel(verdict.substring(OUTDATED.length())), Status.SUPERSEDED);
          } else {
            decisions.put(Rows.uuid(row, 1), decision(verdict, row));
            if (verdict.equals("new")) {
              moves.add(null, Status.PENDING);
            }
          }
        }
      }
    }
  }

  private static Decision decision(String verdict, ResultSet row) throws SQLException {
    return new Decision(
        verdict,
        row.getLong(3),
        Rows.uuidOrNull(row, 4),
        Rows.instantOrNull(row, 5),
        Rows.instantOrNull(row, 6));
  }

  private static Acceptance acceptance(
      Submission submission, @Nullable Decision decision, Map<UUID, Saga> sagas) {
    if (decision == null) {
      return new Acceptance.NoProject();
    }
    UUID existing = decision.existing();
    return switch (decision.verdict()) {
      case "new" -> new Acceptance.Accepted(saga(submission, decision));
      case "again" -> new Acceptance.Accepted(saga(sagas, existing));
      case "existing" -> new Acceptance.Existing(saga(sagas, existing));
      case "reused" -> new Acceptance.KeyReused(required(existing));
      default -> throw new IllegalStateException("unknown verdict " + decision.verdict());
    };
  }

  private static Saga saga(Map<UUID, Saga> sagas, @Nullable UUID id) {
    Saga saga = sagas.get(required(id));
    if (saga == null) {
      throw new IllegalStateException("extraction " + id + " has no document");
    }
    return saga;
  }

  private static <T> T required(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a decision is incomplete");
    }
    return value;
  }

  private static Saga saga(Submission submission, Decision decision) {
    Instant at = required(decision.at());
    return new Saga(
        submission.id(),
        submission.project(),
        submission.source(),
        decision.generation(),
        Status.PENDING,
        Stage.ACCEPTED,
        submission.queue(),
        0,
        submission.maxAttempts(),
        0,
        at,
        at,
        null,
        null,
        decision.dueAt(),
        null,
        Saga.PassageCount.NONE,
        false,
        Usage.NONE,
        submission.warnings());
  }
}
