package dev.tercet.storage.postgres.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("§7: signs of death do not count within one lease of a reconnect")
class LivenessSignsTest {
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Instant STARTED = Instant.parse("2026-03-01T08:00:00Z");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
  private final LivenessSigns livenessSigns = new LivenessSigns(nanos::get);

  @Test
  void theFirstConnectionIsNoReconnect() {
    assertThat(meets(STARTED)).isTrue();
  }

  @Test
  void aServerThatWasAwayAtTheStartIsNotLost() {
    livenessSigns.lost();

    assertThat(meets(STARTED)).isTrue();
  }

  @Test
  void aReconnectIsDistrustedForOneLease() {
    meets(STARTED);
    livenessSigns.lost();

    assertThat(meets(STARTED)).isFalse();
    pass(LEASE);
    assertThat(meets(STARTED)).isFalse();
    pass(Duration.ofNanos(1));
    assertThat(meets(STARTED)).isTrue();
  }

  @Test
  void theLeaseBeginsWhenTheServerIsRegained() {
    meets(STARTED);
    livenessSigns.lost();
    pass(LEASE.multipliedBy(9));

    assertThat(meets(STARTED)).isFalse();
  }

  @Test
  void anotherLossBeginsAnotherLease() {
    meets(STARTED);
    livenessSigns.lost();
    meets(STARTED);
    pass(LEASE);
    livenessSigns.lost();
    meets(STARTED);
    pass(LEASE);

    assertThat(meets(STARTED)).isFalse();
  }

  @Test
  void anotherServerIsAReconnectHoweverLongItHasBeenThere() {
    meets(STARTED);

    Instant standby = STARTED.minus(Duration.ofDays(30));
    assertThat(meets(standby)).isFalse();
    pass(LEASE.plusNanos(1));
    assertThat(meets(standby)).isTrue();
  }

  private boolean meets(Instant started) {
    return livenessSigns.met(started, LEASE);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
