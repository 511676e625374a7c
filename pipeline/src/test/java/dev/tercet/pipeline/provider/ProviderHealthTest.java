package dev.tercet.pipeline.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.provider.ProviderHealth.Pass;
import dev.tercet.saga.Failure;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.Extractor.Reply;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.saga.provider.ProviderStates;
import dev.tercet.saga.provider.Trouble;
import dev.tercet.testkit.SettableClock;
import dev.tercet.testkit.fault.Replaced;
import dev.tercet.testkit.memory.InMemoryLedger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProviderHealthTest {
  private static final Duration PAUSE = RetryPause.SHORTEST;

  private final SettableClock clock = new SettableClock();
  private final ProviderStates states = new InMemoryLedger(clock).providers();
  private final ProviderHealth here = shared(states);
  private final ProviderHealth there = shared(states);

  private ProviderHealth shared(ProviderStates by) {
    var health = new ProviderHealth("model", clock);
    health.shareBy(by);
    return health;
  }

  private static Reply.Unavailable met(Trouble trouble, @Nullable Duration retryAfter) {
    return new Reply.Unavailable(
        trouble, trouble.failure("it said so"), new Usage(1, 0, 0), retryAfter);
  }

  private static Pass enter(ProviderHealth health) {
    return health.enter().orElseThrow();
  }

  private void pass(Duration time) {
    clock.advance(time);
  }

  @Test
  void theFirstTroubleClosesItForAllProcesses() {
    Pass pass = enter(here);
    pass(Duration.ofMillis(50));
    assertThat(here.troubled(pass, met(Trouble.WRONG_KEY, null), null)).isNotNull();
    assertThat(here.enter()).isEmpty();
    assertThat(here.rest()).isEqualTo(PAUSE);

    there.look();
    assertThat(there.enter()).isEmpty();
    assertThat(there.state().trouble()).isEqualTo(Trouble.WRONG_KEY);
  }

  @Test
  void whoeverComesWhileTheTroubleIsToldWaitsForThatTrouble() {
    var came = new AtomicReference<Failure>();
    var gate = new AtomicReference<ProviderHealth>();
    ProviderStates slow =
        Replaced.method(
            ProviderStates.class,
            states,
            "troubled",
            (real, it) -> {
              assertThat(gate.get().enter()).isEmpty();
              came.set(gate.get().setback().failure());
              return real.troubled((ProviderStates.Report) it[0]);
            });
    gate.set(shared(slow));
    Reply.Unavailable limited = met(Trouble.LIMITED, Duration.ofHours(6));
    gate.get().troubled(enter(gate.get()), limited, null);
    assertThat(came).hasValue(limited.failure());
  }

  @Test
  void callsThatFailTogetherAreToldOnce() {
    List<Pass> calls = Stream.generate(() -> enter(here)).limit(8).toList();
    pass(Duration.ofMillis(50));
    calls.forEach(it -> here.troubled(it, met(Trouble.BROKEN, null), null));
    assertThat(here.state().version()).isEqualTo(1);
    assertThat(here.rest()).isEqualTo(PAUSE);
  }

  @Test
  void oneCallOfAllProcessesSeesWhetherItAnswersAgain() {
    here.troubled(enter(here), met(Trouble.BROKEN, null), null);
    there.look();
    pass(PAUSE);
    Pass seeing = enter(here);
    assertThat(seeing.sees()).isTrue();
    assertThat(here.enter()).isEmpty();
    assertThat(there.enter()).isEmpty();

    AtomicInteger opened = new AtomicInteger();
    here.whenOpened(opened::incrementAndGet);
    here.answered(seeing);
    assertThat(opened).hasValue(1);
    assertThat(here.enter()).isPresent();
    there.look();
    assertThat(there.enter()).isPresent();
  }

  @Test
  void whoeverSeesTroubleStillLeavesTheNextLookToALaterOne() {
    here.troubled(enter(here), met(Trouble.BROKEN, null), null);
    for (int look = 0; look < 5; look++) {
      pass(PAUSE);
      here.troubled(enter(here), met(Trouble.BROKEN, null), null);
      assertThat(here.enter()).isEmpty();
    }
    pass(Duration.ofHours(1));
    here.troubled(enter(here), met(Trouble.BROKEN, null), null);
    assertThat(here.rest()).isEqualTo(RetryPause.LONGEST);
  }

  @Test
  void theOneWhoWasToSeeMayDie() {
    here.troubled(enter(here), met(Trouble.BROKEN, null), null);
    there.look();
    pass(PAUSE);
    enter(here);
    pass(PAUSE);
    assertThat(there.enter()).isPresent();
  }

  @Test
  void oneThatWasToSeeAndDidNotCallLeavesItToTheNext() {
    here.troubled(enter(here), met(Trouble.BROKEN, null), null);
    pass(PAUSE);
    here.leave(enter(here));
    pass(PAUSE);
    assertThat(here.enter()).isPresent();
  }

  @Test
  void aFailureWhileOthersAreAnsweredIsTheDocuments() {
    Pass failing = enter(here);
    pass(Duration.ofMillis(1));
    here.answered(enter(here));
    assertThat(here.troubled(failing, met(Trouble.BROKEN, null), null)).isNull();
    assertThat(here.isOpen()).isTrue();
    assertThat(here.troubled(failing, met(Trouble.WRONG_KEY, null), null)).isNotNull();
    assertThat(here.isOpen()).isFalse();
  }

  @Test
  void aDocumentThatKillsItsEveryCallIsNoReasonToCloseItAgainAndAgain() {
    UUID killer = new UUID(7, 7);
    here.troubled(enter(here), met(Trouble.BROKEN, null), killer);
    pass(PAUSE);
    here.answered(enter(here));
    pass(PAUSE);
    assertThat(here.troubled(enter(here), met(Trouble.BROKEN, null), killer)).isNull();
    assertThat(here.isOpen()).isTrue();
    assertThat(here.troubled(enter(here), met(Trouble.BROKEN, null), new UUID(8, 8))).isNotNull();
  }

  @Test
  void anAnswerOfACallUnderWayEndsWhatOnlySeemedBroken() {
    Pass slow = enter(here);
    Pass failing = enter(here);
    pass(Duration.ofMillis(1));
    here.troubled(failing, met(Trouble.BROKEN, null), null);
    here.answered(slow);
    assertThat(here.isOpen()).isTrue();

    Pass late = enter(here);
    here.troubled(enter(here), met(Trouble.LIMITED, Duration.ofHours(6)), null);
    here.answered(late);
    assertThat(here.isOpen()).as("it asked for rest").isFalse();
    assertThat(here.rest()).isEqualTo(Duration.ofHours(6));
  }

  @Test
  void aReportFromBeforeItOpenedClosesNothing() {
    Pass old = enter(here);
    here.troubled(enter(here), met(Trouble.WRONG_KEY, null), null);
    pass(PAUSE);
    here.answered(enter(here));
    here.troubled(old, met(Trouble.WRONG_KEY, null), null);
    assertThat(here.isOpen()).isTrue();
  }

  @Test
  void aRestIsBelievedForADay() {
    here.troubled(enter(here), met(Trouble.LIMITED, Duration.ofDays(9)), null);
    assertThat(here.rest()).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void withoutTheLedgerItGoesByTheSameRulesAlone() {
    var away = new AtomicBoolean(true);
    ProviderHealth alone = shared(awayWhile(away));
    alone.troubled(enter(alone), met(Trouble.BROKEN, null), null);
    assertThat(alone.enter()).isEmpty();
    pass(PAUSE);
    alone.answered(enter(alone));
    assertThat(alone.isOpen()).isTrue();

    away.set(false);
    alone.look();
    alone.troubled(enter(alone), met(Trouble.WRONG_KEY, null), null);
    assertThat(states.find("model").state().trouble()).isEqualTo(Trouble.WRONG_KEY);
  }

  @Test
  void aLedgerThatRefusesStopsNobody() {
    ProviderStates refusing =
        Replaced.method(
            ProviderStates.class,
            states,
            "tried",
            (_, _) -> {
              throw new IllegalStateException("refused");
            });
    ProviderHealth alone = shared(refusing);
    alone.troubled(enter(alone), met(Trouble.BROKEN, null), null);
    for (int look = 0; look < 3; look++) {
      pass(PAUSE);
      assertThat(alone.enter()).isPresent();
      alone.leave(new Pass(1, true, clock.instant()));
      pass(PAUSE);
    }
  }

  private ProviderStates awayWhile(AtomicBoolean away) {
    ProviderStates refusing = states;
    for (String method : List.of("troubled", "tried", "opened", "find")) {
      ProviderStates before = refusing;
      refusing =
          Replaced.method(
              ProviderStates.class,
              before,
              method,
              (real, it) -> {
                if (away.get()) {
                  throw new StoreUnavailableException(
                      Store.POSTGRES, "away", new IllegalStateException());
                }
                return switch (method) {
                  case "troubled" -> real.troubled((ProviderStates.Report) it[0]);
                  case "tried" -> real.tried((String) it[0], (Long) it[1], (Duration) it[2]);
                  case "opened" -> real.opened((String) it[0], (Long) it[1]);
                  default -> real.find((String) it[0]);
                };
              });
    }
    return refusing;
  }

  @Test
  void queriesAreAskedAgainAtOnceUnlessItWantsToBeLeftAlone() {
    ProviderHealth queries = ProviderHealth.ofQueries("queries", clock);
    assertThat(queries.troubled(enter(queries), met(Trouble.BROKEN, null), null)).isNull();
    assertThat(queries.troubled(enter(queries), met(Trouble.WRONG_KEY, null), null)).isNull();
    assertThat(queries.enter()).isPresent();
    queries.troubled(enter(queries), met(Trouble.LIMITED, Duration.ofSeconds(9)), null);
    assertThat(queries.enter()).isEqualTo(Optional.empty());
  }
}
