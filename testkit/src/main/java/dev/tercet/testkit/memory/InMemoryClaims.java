package dev.tercet.testkit.memory;

import dev.tercet.saga.AttemptWork;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Project;
import dev.tercet.saga.SagaEvent;
import dev.tercet.saga.SagaState;
import dev.tercet.saga.SagaState.Pending;
import dev.tercet.saga.SagaState.Processing;
import dev.tercet.saga.SagaState.Queued;
import dev.tercet.saga.port.SessionClosedException;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.testkit.memory.table.Row;
import dev.tercet.testkit.memory.table.Tables;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who takes the next attempt, and what his history says of the message that brought it. */
final class InMemoryClaims {
  private final Tables tables;

  InMemoryClaims(Tables tables) {
    this.tables = tables;
  }

  /**
   * What is to be claimed.
   *
   * @param message that brought it, null when none did
   */
  record Wanted(Hint hint, @Nullable Delivery message) {
    Wanted(Hint hint) {
      this(hint, null);
    }

    Wanted(Delivery message) {
      this(message.hint(), message);
    }
  }

  List<Claim> claim(Stream<Wanted> wanted, UUID session, Duration attemptTimeout) {
    return tables.transact(() -> {
      if (!tables.isOpen(session)) {
        throw new SessionClosedException(session);
      }
      return wanted.flatMap(it -> claim(it, session, attemptTimeout).stream()).toList();
    });
  }

  private Optional<Claim> claim(Wanted wanted, UUID session, Duration attemptTimeout) {
    Row row = tables.row(wanted.hint().extraction());
    if (row == null || !tables.isLiving(row.document().project())) {
      return Optional.empty();
    }
    SagaState before = row.state();
    return moved(row, wanted, session, attemptTimeout)
        .flatMap(taken -> {
          tables.rows.put(taken.id(), taken.timedBy(attemptTimeout));
          tables.cutOf(session).ifPresent(cut -> tables.cuts.putIfAbsent(taken.id(), cut));
          noteProgress(row, before, wanted.message());
          return taken.state() instanceof Processing held
              ? Optional.of(taken.claim(held))
              : Optional.empty();
        });
  }

  /** What was pending when its message was taken was queued before it was claimed. */
  private Optional<Row> moved(Row row, Wanted wanted, UUID session, Duration attemptTimeout) {
    Instant now = tables.now();
    long epoch =
        Math.max(row.state().progress().epoch() + 1, ChronoUnit.MICROS.between(Instant.EPOCH, now));
    var claimed =
        new SagaEvent.Claimed(wanted.hint().epoch(), epoch, session, now.plus(attemptTimeout));
    Delivery message = wanted.message();
    return message != null && row.state() instanceof Pending waiting
        ? tables.move(
            row.id(),
            new SagaEvent.Published(wanted.hint().epoch(), message.position(), ""),
            queuedAt(waiting, message.publishedAt(), now),
            claimed)
        : tables.move(row.id(), claimed);
  }

  /** Between the line before it and the claim, whatever the queue's clock says. */
  private static Instant queuedAt(Pending waiting, @Nullable Instant publishedAt, Instant now) {
    return Stream.of(waiting.since(), waiting.dueAt(), publishedAt == null ? now : publishedAt)
        .max(Instant::compareTo)
        .filter(it -> it.isBefore(now))
        .orElse(now);
  }

  /** A message does not say in which incarnation of the queue it stands. */
  private void noteProgress(Row row, SagaState before, @Nullable Delivery message) {
    if (before instanceof Queued queued) {
      tables.claimed.note(row.document().queue(), queued.position(), queued.marker());
    } else if (message != null) {
      tables.claimed.note(row.document().queue(), message.position());
    }
  }

  /** What that claim works on. */
  Optional<AttemptWork> work(Claim claim) {
    Row row = tables.row(claim.extraction());
    Project project = tables.projects.get(claim.project());
    if (row == null || project == null) {
      return Optional.empty();
    }
    Set<AttemptWork.Recorded> recorded =
        tables.passagesOf(row.id()).values().stream()
            .map(it -> new AttemptWork.Recorded(it.ordinal(), it.start(), it.end()))
            .collect(Collectors.toSet());
    String text = row.document().text();
    long bytes = text.getBytes(StandardCharsets.UTF_8).length;
    return Optional.of(
        new AttemptWork(
            claim,
            project,
            row.document().source(),
            bytes > AttemptWork.LARGE ? null : text,
            bytes,
            recorded,
            tables.cuts.get(row.id())));
  }
}
