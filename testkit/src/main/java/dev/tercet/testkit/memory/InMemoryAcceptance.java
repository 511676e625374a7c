package dev.tercet.testkit.memory;

import dev.tercet.saga.Acceptance;
import dev.tercet.saga.Acceptance.Accepted;
import dev.tercet.saga.Acceptance.Existing;
import dev.tercet.saga.Acceptance.KeyReused;
import dev.tercet.saga.Acceptance.NoProject;
import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Document;
import dev.tercet.saga.Project;
import dev.tercet.saga.SagaEvent.Outdated;
import dev.tercet.saga.Status;
import dev.tercet.saga.Submission;
import dev.tercet.saga.port.ExtractionStore.Outcome;
import dev.tercet.testkit.TimeOrderedIds;
import dev.tercet.testkit.memory.table.RefusedByPostgres;
import dev.tercet.testkit.memory.table.Row;
import dev.tercet.testkit.memory.table.SourceKey;
import dev.tercet.testkit.memory.table.SourceRow;
import dev.tercet.testkit.memory.table.Tables;
import dev.tercet.testkit.memory.table.Tables.IdempotencyKey;
import dev.tercet.testkit.memory.table.Tables.IdempotencyRow;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Accepting: deduplicate, take the next generation, supersede the older (docs/protocol.md §2). */
final class InMemoryAcceptance {
  private final Tables tables;

  InMemoryAcceptance(Tables tables) {
    this.tables = tables;
  }

  Acceptance accept(Submission submission) {
    Document document = submission.document();
    RefusedByPostgres.text(document.source());
    RefusedByPostgres.text(document.text());
    RefusedByPostgres.json(document.metadata());
    if (!tables.isLiving(submission.project())) {
      return new NoProject();
    }
    Row mine = tables.row(submission.id());
    if (mine != null) {
      return new Accepted(tables.extraction(mine));
    }
    if (!tables.isOfVersion(submission.project(), submission.projectVersion())) {
      return new NoProject();
    }
    return earlier(submission).orElseGet(() -> deduplicated(submission));
  }

  /** What the caller's key was used for before. */
  private Optional<Acceptance> earlier(Submission submission) {
    Document.Idempotency idempotency = submission.document().idempotency();
    if (idempotency == null) {
      return Optional.empty();
    }
    IdempotencyRow used =
        tables.idempotency.get(new IdempotencyKey(submission.project(), idempotency.key()));
    if (used == null) {
      return Optional.empty();
    }
    if (!used.bodyHash().equals(idempotency.bodyHash())) {
      return Optional.of(new KeyReused(used.extraction()));
    }
    return Optional.ofNullable(tables.row(used.extraction()))
        .map(row -> new Existing(tables.extraction(row)));
  }

  private Acceptance deduplicated(Submission submission) {
    SourceRow source =
        tables.sources.get(new SourceKey(submission.project(), submission.document().source()));
    Row newest = source == null ? null : tables.row(source.acceptedId());
    if (newest != null
        && newest.document().fingerprint().equals(submission.fingerprint())
        && newest.state().status().answersAgain()) {
      remember(submission, newest.id());
      return new Existing(tables.extraction(newest));
    }
    return inserted(submission, source == null ? 1 : source.accepted() + 1);
  }

  private Acceptance inserted(Submission submission, long generation) {
    Instant now = tables.now();
    Document document = submission.document();
    Instant runAt = document.runAt();
    Row.Document inserted =
        new Row.Document(
            submission.id(),
            submission.project(),
            document.source(),
            generation,
            document.text(),
            document.metadata(),
            submission.fingerprint(),
            document.queue(),
            submission.maxAttempts(),
            now,
            document.warnings());
    Row row =
        accepted(
            tables.insert(inserted, runAt == null ? now : runAt, AuditEvent.ACCEPTED, "accepted"));
    remember(submission, row.id());
    return new Accepted(tables.extraction(row));
  }

  /** The row is its source's newest, and older ones that have not ended are superseded. */
  private Row accepted(Row row) {
    SourceKey key = Tables.key(row);
    long generation = row.document().generation();
    tables.sources.merge(
        key,
        new SourceRow(generation, row.id(), 0, null),
        (source, _) -> source.accepting(generation, row.id()));
    supersede(key, row.id());
    return row;
  }

  /** Accepts once more what is done without some of its passages. */
  Outcome again(UUID project, UUID extraction, UUID id) {
    Row old = tables.visible(project, extraction).orElse(null);
    if (old == null) {
      return new Outcome.Absent();
    }
    Row mine = tables.row(id);
    if (mine != null) {
      return new Outcome.Changed(tables.extraction(mine));
    }
    SourceRow source = Objects.requireNonNull(tables.sources.get(Tables.key(old)));
    Row newest = Objects.requireNonNullElse(tables.row(source.acceptedId()), old);
    Row.Document document = old.document();
    if (old.state().status() != Status.DONE
        || tables.failed.of(old.id()).isEmpty()
        || (newest.state().status().answersAgain()
            && !newest.document().fingerprint().equals(document.fingerprint()))) {
      return new Outcome.Refused(old.state().status());
    }
    if (newest.state().status().isInFlight()) {
      return new Outcome.Changed(tables.extraction(newest));
    }
    Row row =
        tables.insert(
            document.again(id, source.accepted() + 1, tables.now()),
            tables.now(),
            AuditEvent.RETRIED,
            "retried on request");
    return new Outcome.Changed(tables.extraction(accepted(row)));
  }

  /** Accepts what is done once more, as it would be posted now; false where it is left alone. */
  boolean madeAgain(Row old, String words) {
    SourceRow source = Objects.requireNonNull(tables.sources.get(Tables.key(old)));
    Row newest = Objects.requireNonNullElse(tables.row(source.acceptedId()), old);
    if (old.state().status() != Status.DONE || !mayFollow(newest, old)) {
      return false;
    }
    Row.Document document = old.document();
    Project project = Objects.requireNonNull(tables.projects.get(document.project()));
    accepted(
        tables.insert(
            document.again(
                TimeOrderedIds.next(tables.now()),
                source.accepted() + 1,
                project.fingerprint(document.text(), document.metadata()),
                tables.now()),
            tables.now(),
            AuditEvent.ACCEPTED,
            words));
    return true;
  }

  private static boolean mayFollow(Row newest, Row old) {
    boolean sameWords =
        newest.document().text().equals(old.document().text())
            && newest.document().metadata().equals(old.document().metadata());
    return newest.id().equals(old.id())
        || newest.state().status() == Status.DELETING
        || (!newest.state().status().answersAgain() && sameWords);
  }

  private void supersede(SourceKey key, UUID newest) {
    List<UUID> older =
        tables.rows.values().stream()
            .filter(row -> Tables.key(row).equals(key) && !row.id().equals(newest))
            .map(Row::id)
            .toList();
    older.forEach(id -> tables.move(id, new Outdated(false)));
  }

  private void remember(Submission submission, UUID extraction) {
    Document.Idempotency idempotency = submission.document().idempotency();
    if (idempotency != null) {
      tables.idempotency.put(
          new IdempotencyKey(submission.project(), idempotency.key()),
          new IdempotencyRow(idempotency.bodyHash(), extraction, tables.now()));
    }
  }
}
