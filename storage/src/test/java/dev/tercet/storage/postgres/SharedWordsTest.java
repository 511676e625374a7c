package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.AuditEvent;
import dev.tercet.saga.Status;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The words that the program and the database both have mean the same in both. */
class SharedWordsTest {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();
  private static final Map<String, Predicate<Status>> GROUPS =
      Map.of(
          "is_in_flight", Status::isInFlight,
          "is_final", Status::isFinal,
          "loses_points", Status::losesPoints,
          "answers_again", Status::answersAgain);
  private static LedgerUnderTest ledger;

  @BeforeAll
  static void open() {
    ledger = new LedgerUnderTest(DATABASE);
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  @Test
  void statusesAreInTheSameGroups() {
    GROUPS.forEach((function, group) ->
        assertThat(
                ledger.column(
                    "SELECT s FROM unnest(enum_range(NULL::extraction_status)) AS s WHERE "
                        + function
                        + "(s)"))
            .as(function)
            .containsExactlyElementsOf(
                Stream.of(Status.values()).filter(group).map(Status::label).toList()));
  }

  @Test
  void eventsHaveTheSameLabels() {
    assertThat(ledger.column("SELECT unnest(enum_range(NULL::audit_event))"))
        .containsExactlyElementsOf(Stream.of(AuditEvent.values()).map(AuditEvent::label).toList());
  }
}
