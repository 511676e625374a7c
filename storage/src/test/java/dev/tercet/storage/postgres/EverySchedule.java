package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.schedule.Firing;
import dev.tercet.saga.schedule.Recurrence;
import dev.tercet.saga.schedule.Schedule;
import dev.tercet.saga.schedule.ScheduleStore;
import dev.tercet.saga.schedule.ScheduledAction;
import java.time.Duration;
import java.util.EnumSet;
import java.util.UUID;

/** Asks everything of as many schedules as there may be. */
final class EverySchedule {
  private static final String TENANT = "tenant 1";

  private final LedgerUnderTest ledger;

  EverySchedule(LedgerUnderTest ledger) {
    this.ledger = ledger;
  }

  void play() {
    ledger.execute(
        """
        INSERT INTO schedule (id, tenant, name, cron, zone, action, next_at)
        SELECT gen_random_uuid(), 'tenant ' || n % 20, 's' || n, '0 3 * * *', 'UTC', 'purge', now() + n * interval '1 h'
          FROM generate_series(1, 990) AS n
        ON CONFLICT DO NOTHING
        """);
    ScheduleStore store = ledger.schedules();
    var order =
        new Schedule.Order(
            UUID.randomUUID(),
            TENANT,
            "nightly",
            new Recurrence("0 3 * * *", "UTC"),
            ScheduledAction.PURGE,
            null,
            store.now());
    assertThat(store.put(order)).isPresent();
    store.list(TENANT);
    store.find(TENANT, "nightly");
    store.hasten(TENANT, "nightly");
    ScheduleStore.Due due = store.due(EnumSet.allOf(ScheduledAction.class)).orElseThrow();
    UUID run = UUID.randomUUID();
    store.fire(due, run, due.at());
    store.ended(due, run, Firing.End.succeeded(), Duration.ofSeconds(1));
    store.delete(TENANT, "nightly");
  }
}
