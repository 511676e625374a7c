package dev.tercet.pipeline.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.testkit.SettableClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderShareTest {
  private final SettableClock clock = new SettableClock();
  private final AtomicInteger calls = new AtomicInteger(1);

  private ProviderShare share(int concurrency, int providers) {
    return ProviderShare.amongOthers(concurrency, providers, calls::get, clock);
  }

  private static int places(ProviderShare share) {
    int taken = 0;
    while (share.enter()) {
      taken++;
    }
    return taken;
  }

  @ParameterizedTest
  @CsvSource({
    "256, 2, 1, 128",
    "256, 2, 70, 140",
    "256, 2, 256, 192",
    "256, 3, 256, 107",
    "256, 4, 256, 74",
    "1, 3, 256, 1",
    "2, 2, 256, 1",
    "3, 2, 256, 2",
    "3, 8, 1, 1"
  })
  void itsEqualPartIsItsOwnAndNeverAllThatTheOthersNeed(
      int concurrency, int providers, int atOnce, int places) {
    calls.set(atOnce);

    assertThat(places(share(concurrency, providers))).isEqualTo(places);
  }

  @Test
  void aPlaceThatWasLeftIsTheNextOnes() {
    ProviderShare share = share(4, 2);
    assertThat(places(share)).isEqualTo(2);
    assertThat(share.isFull()).isTrue();
    share.leave(true);
    assertThat(share.isFull()).isFalse();
    assertThat(places(share)).isEqualTo(1);
  }

  @Test
  void theOnlyProviderHasTheWholeWorker() {
    ProviderShare share = ProviderShare.whole(clock);
    for (int i = 0; i < 10_000; i++) {
      assertThat(share.enter()).isTrue();
    }
    assertThat(share.isFull()).isFalse();
  }

  @Test
  void whoFindsNoPlaceComesBackTwiceAsFastAsAttemptsEnd() {
    ProviderShare share = share(4, 2);
    for (int end = 0; end < 500; end++) {
      places(share);
      clock.advance(Duration.ofMillis(200));
      share.leave(true);
    }
    Duration first = share.nextTurn();
    assertThat(first).isBetween(Duration.ofMillis(95), Duration.ofMillis(105));
    for (int i = 2; i <= 10; i++) {
      assertThat(share.nextTurn()).isEqualTo(first.multipliedBy(i));
    }
    clock.advance(Duration.ofMinutes(1));
    assertThat(share.nextTurn()).isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({"256, 2", "256, 3", "256, 7", "5, 2", "9, 4"})
  void allOthersTogetherLeaveTheLastOneSomePlaces(int concurrency, int providers) {
    calls.set(10_000);
    int held = 0;
    for (int other = 1; other < providers; other++) {
      held += places(share(concurrency, providers));
    }

    assertThat(concurrency - held).isGreaterThanOrEqualTo(Math.max(1, concurrency / providers / 2));
  }

  @Test
  void whatWasOnlyPutBackSaysNothingOfHowFastAttemptsEnd() {
    ProviderShare share = share(4, 2);
    Duration before = share.nextTurn();
    for (int i = 0; i < 100; i++) {
      share.enter();
      clock.advance(Duration.ofSeconds(10));
      share.leave(false);
    }
    assertThat(share.nextTurn()).isEqualTo(before);
  }

  @Test
  void aLargeBacklogOfASlowProviderIsTriedAboutTwiceAsOftenAsItsCallsEnd() {
    calls.set(8);
    ProviderShare share = share(256, 2);
    var due = new PriorityQueue<Long>();
    var ends = new PriorityQueue<Long>();
    for (int document = 0; document < 20_000; document++) {
      due.add(0L);
    }
    long call = Duration.ofSeconds(30).toMillis();
    long begin = clock.instant().toEpochMilli();
    var freeAt = new long[8];
    int late = 0;
    for (long now = 0; now < Duration.ofHours(2).toMillis(); now += 250) {
      clock.advance(Duration.ofMillis(now - (clock.instant().toEpochMilli() - begin)));
      while (!ends.isEmpty() && ends.element() <= now) {
        ends.remove();
        share.leave(true);
      }
      while (!due.isEmpty() && due.element() <= now) {
        due.remove();
        late += now > Duration.ofHours(1).toMillis() ? 1 : 0;
        if (share.enter()) {
          Arrays.sort(freeAt);
          freeAt[0] = Math.max(now, freeAt[0]) + call;
          ends.add(freeAt[0]);
        } else {
          due.add(now + share.nextTurn().toMillis());
        }
      }
    }
    assertThat(ends).as("it never runs dry").hasSizeGreaterThanOrEqualTo(8);
    assertThat(late / 3_600.0).as("tries a second").isLessThan(8);
  }

  @Test
  void nobodyWaitsInLineForLongerThanAnHour() {
    ProviderShare share = share(4, 2);
    for (int i = 0; i < 200_000; i++) {
      assertThat(share.nextTurn()).isLessThanOrEqualTo(Duration.ofHours(1));
    }
  }
}
