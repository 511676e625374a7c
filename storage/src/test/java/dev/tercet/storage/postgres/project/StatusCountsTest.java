package dev.tercet.storage.postgres.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.Progress;
import dev.tercet.saga.SagaEvent;
import dev.tercet.saga.SagaState;
import dev.tercet.saga.Status;
import dev.tercet.storage.postgres.EventOnRow;
import dev.tercet.storage.postgres.LedgerUnderTest;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
import dev.tercet.storage.postgres.StateRows;
import dev.tercet.storage.postgres.TransitionTableTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counts are kept as differences, and stay exact. */
class StatusCountsTest {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();
  private LedgerUnderTest ledger;

  @BeforeEach
  void open() {
    ledger = new LedgerUnderTest(DATABASE);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void countWhatIsThereAfterEveryKindOfChange() {
    List<UUID> rows = IntStream.range(0, 60).mapToObj(_ -> accepted()).toList();
    for (int i = 0; i < rows.size(); i++) {
      List<SagaEvent> events = TransitionTableTest.events();
      EventOnRow.happen(ledger, rows.get(i), new SagaEvent.RetryRequested());
      EventOnRow.happen(ledger, rows.get(i), events.get(i % events.size()));
      EventOnRow.happen(ledger, rows.get(i), requests().get(i % 3));
    }

    assertThat(ledger.projects().counts(StateRows.PROJECT)).isEqualTo(counted());
  }

  @Test
  void stayExactWhileManyReadersFoldThem() throws Exception {
    List<UUID> rows = IntStream.range(0, 600).mapToObj(_ -> accepted()).toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> pending = new ArrayList<>();
      for (UUID row : rows) {
        pending.add(threads.submit(() -> ledger.extractions().cancel(StateRows.PROJECT, row)));
        pending.add(threads.submit(() -> ledger.projects().counts(StateRows.PROJECT)));
      }
      for (Future<?> each : pending) {
        each.get();
      }
    }

    assertThat(ledger.projects().counts(StateRows.PROJECT)).isEqualTo(counted());
    assertThat(ledger.projects().counts(StateRows.PROJECT))
        .containsEntry(Status.CANCELLED, 600L)
        .containsEntry(Status.PENDING, 0L);
    assertThat(ledger.column("SELECT count(*) < 500 FROM status_difference"))
        .as("folded")
        .containsExactly("t");
  }

  @Test
  void areFoldedForProjectsThatNobodyReads() {
    accepted();
    ledger.execute(
        """
        INSERT INTO status_difference (project, n, status)
        SELECT '%s', 1, 'done' FROM generate_series(1, %d)
        """
            .formatted(StateRows.PROJECT, FoldedSums.AT_ONCE + 1));

    assertThat(ledger.retention().foldCounts()).as("a batch, and there is more").isTrue();
    assertThat(ledger.retention().foldCounts()).isFalse();

    assertThat(ledger.column("SELECT count(*) FROM status_difference")).containsExactly("0");
    assertThat(ledger.projects().counts(StateRows.PROJECT))
        .containsEntry(Status.DONE, FoldedSums.AT_ONCE + 1L)
        .containsEntry(Status.PENDING, 1L);
  }

  /** What is added behind a deletion would never go. */
  @Test
  void areLeftAloneOfAProjectThatIsHeld() throws SQLException {
    accepted();
    try (Connection deletion = ledger.direct();
        Statement statement = deletion.createStatement()) {
      deletion.setAutoCommit(false);
      statement.execute("SELECT FROM project FOR UPDATE");

      assertThat(ledger.retention().foldCounts()).isFalse();

      assertThat(ledger.column("SELECT count(*) FROM status_count")).containsExactly("0");
      deletion.rollback();
    }
    ledger.retention().foldCounts();
    assertThat(ledger.column("SELECT n FROM status_count")).containsExactly("1");
  }

  @Test
  void forgetRowsThatAreDropped() {
    accepted();
    ledger.execute("DELETE FROM extraction");

    assertThat(ledger.projects().counts(StateRows.PROJECT).values()).containsOnly(0L);
  }

  private static List<SagaEvent> requests() {
    return List.of(
        new SagaEvent.CancelRequested(),
        new SagaEvent.DeleteRequested(),
        new SagaEvent.RetryRequested());
  }

  /** Accepted by hand, with the audit row that counts it. */
  private UUID accepted() {
    Instant past = Instant.parse("2026-01-01T00:00:00Z");
    UUID row = StateRows.insert(ledger, new SagaState.Pending(past, Progress.NONE, past));
    ledger.execute(
        """
        INSERT INTO audit (extraction, project, at, epoch, to_status, reason)
        SELECT id, project, now(), 0, 'pending', 'accepted' FROM extraction WHERE id = '%s'
        """
            .formatted(row));
    return row;
  }

  private Map<Status, Long> counted() {
    Map<Status, Long> counts = new EnumMap<>(Status.class);
    for (Status status : Status.values()) {
      String count =
          ledger
              .column(
                  "SELECT count(*) FROM extraction WHERE project = '%s' AND status = '%s'"
                      .formatted(StateRows.PROJECT, status.label()))
              .getFirst();
      counts.put(status, Long.parseLong(count));
    }
    return counts;
  }
}
