package dev.tercet.storage.postgres.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.port.RunStore;
import dev.tercet.saga.port.RunStore.Numbered;
import dev.tercet.storage.postgres.LedgerUnderTest;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A replica that has taken over, told from the Postgres that the last run was made on. */
class RunNumbersTest {
  private static final Duration GRACE = Duration.ofHours(1);

  private final LedgerUnderTest ledger =
      new LedgerUnderTest(PostgresServerUnderTest.freshDatabase());
  private final RunStore runs = ledger.runs();

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void anotherTimelineMeansThatPostgresMayHaveGoneBack() {
    Numbered first = runs.number(0, GRACE);
    assertThat(runs.number(first.number(), GRACE).wentBackAt()).isNull();

    ledger.execute("UPDATE run_number SET timeline = timeline + 1");

    assertThat(runs.numbered(0, GRACE).wentBackAt()).as("seen by a look").isNotNull();
    Numbered promoted = runs.number(first.number(), GRACE);
    assertThat(promoted.wentBackAt()).isNotNull();
    assertThat(runs.number(promoted.number(), GRACE).wentBackAt())
        .as("remembered")
        .isEqualTo(promoted.wentBackAt());
  }

  @Test
  void aTimelineThatWasNotNotedYetSaysNothing() {
    ledger.execute("UPDATE run_number SET timeline = 0");

    assertThat(runs.number(0, GRACE).wentBackAt()).isNull();
    assertThat(ledger.column("SELECT timeline > 0 FROM run_number")).containsExactly("t");
  }
}
