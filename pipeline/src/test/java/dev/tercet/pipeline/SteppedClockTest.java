package dev.tercet.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.provider.NetworkBreaker;
import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.provider.ProviderRates;
import dev.tercet.saga.Extractor.Reply;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Usage;
import dev.tercet.testkit.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A clock that is put back by an hour keeps nobody from work for that long. */
class SteppedClockTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final SettableClock clock = new SettableClock();

  private void goBack() {
    clock.set(clock.instant().minus(HOUR));
  }

  @Test
  void aRestEndsAndTheNextOneLastsAsLongAsItShould() {
    var rest = new Rest(clock);
    rest.waited(Duration.ofSeconds(30));
    assertThat(rest.remaining()).isEqualTo(Duration.ofSeconds(30));

    goBack();
    assertThat(rest.remaining()).isZero();

    rest.waited(Duration.ofSeconds(20));
    assertThat(rest.remaining()).isEqualTo(Duration.ofSeconds(20));
    clock.advance(LONGEST);
    assertThat(rest.remaining()).isZero();
  }

  @Test
  void soDoesTheRestThatAProviderAskedFor() {
    var gate =
        new ProviderGate(
            2,
            Duration.ofMillis(1),
            ProviderRates.unlimited(clock),
            NetworkBreaker.of("test", clock),
            clock);
    refuse(gate, Duration.ofSeconds(20));
    assertThat(gate.rest()).isEqualTo(Duration.ofSeconds(20));

    goBack();
    assertThat(gate.rest()).isZero();

    refuse(gate, Duration.ofSeconds(10));
    assertThat(gate.rest()).isEqualTo(Duration.ofSeconds(10));
  }

  private static void refuse(ProviderGate gate, Duration retryAfter) {
    assertThat(gate.enter()).isEqualTo(new ProviderGate.Entry.Entered());
    gate.leave(
        new Reply.Unavailable(
            new Failure("busy", FailureClass.TRANSIENT, "busy", Stage.ACCEPTED),
            new Usage(1, 0, 0),
            retryAfter,
            false),
        Duration.ofMillis(5));
  }
}
