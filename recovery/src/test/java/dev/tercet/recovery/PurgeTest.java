package dev.tercet.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.RecoveryStore.Purged;
import dev.tercet.testkit.SettableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PurgeTest {
  private static final Purged FULL = new Purged(Purge.BATCH, 0, 3, 0);
  private static final Purged REST = new Purged(1, 2, 0, 4);

  private final SettableClock clock = new SettableClock(Instant.parse("2026-05-03T12:00:00Z"));
  private final Memory memory = new Memory(clock);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Purge purge = purge();

  @Test
  void goesOnUntilABatchIsNotFullAndThenRestsForAnInterval() {
    memory.batches.add(FULL);
    memory.batches.add(REST);

    assertThat(purge.purgeOnce()).contains(FULL);
    assertThat(memory.lastSuccess("purge")).as("it is not whole yet").isNull();
    assertThat(purge.purgeOnce()).contains(REST);
    assertThat(memory.lastSuccess("purge")).isEqualTo(clock.instant());
    assertThat(purge.purgeOnce()).isEmpty();

    clock.advance(Duration.ofMinutes(59));
    assertThat(purge.purgeOnce()).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    assertThat(purge.purgeOnce()).contains(new Purged(0, 0, 0, 0));
  }

  @Test
  void restsAfterARestartToo() {
    purge.purgeOnce();

    assertThat(purge().purgeOnce()).isEmpty();
    assertThat(purge().next()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
  }

  @Test
  void isDueAtOnceBeforeItsFirstSuccess() {
    assertThat(purge.next()).isBefore(clock.instant());
  }

  @Test
  void asksForWhatIsConfigured() {
    purge.purgeOnce();

    assertThat(memory.limits)
        .containsExactly(Arrays.asList(Duration.ofDays(30), null, Duration.ofDays(365)));
  }

  @Test
  void countsWhatWasRemoved() {
    memory.batches.add(FULL);
    memory.batches.add(REST);
    purge.purgeOnce();
    purge.purgeOnce();

    assertThat(purge.total()).isEqualTo(new Purged(Purge.BATCH + 1L, 2, 3, 4));
    assertThat(count("done")).isEqualTo(Purge.BATCH + 1);
    assertThat(count("failed")).isEqualTo(2);
    assertThat(count("audit")).isEqualTo(3);
    assertThat(count("answers")).isEqualTo(4);
  }

  private Purge purge() {
    var settings =
        new RetentionSettings(Duration.ofDays(30), null, Duration.ofDays(365), Duration.ofHours(1));
    return new Purge(memory, settings, new RecoveryMetrics(meters), clock);
  }

  private double count(String kind) {
    return meters.get("tercet.purged").tag("kind", kind).counter().count();
  }
}
