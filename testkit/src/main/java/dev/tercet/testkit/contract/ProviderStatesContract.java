package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.provider.ProviderState;
import dev.tercet.saga.provider.ProviderStates;
import dev.tercet.saga.provider.ProviderStates.Hastened;
import dev.tercet.saga.provider.ProviderStates.Report;
import dev.tercet.saga.provider.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every store of providers' states must keep (docs/protocol.md §12). */
public abstract class ProviderStatesContract extends OnLedger {
  private static final String PROVIDER = "model";
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration HOURS = Duration.ofHours(6);
  private static final Failure AWAY =
      new Failure("provider-away", FailureClass.TRANSIENT, "away", Stage.ACCEPTED);

  private ProviderStates states() {
    return scene().ledger().providers();
  }

  private ProviderState met(Trouble trouble, long seen, Duration pause) {
    return states()
        .troubled(new Report(PROVIDER, seen, trouble, "it said " + trouble.label(), pause))
        .state();
  }

  private Claim putOff(String source, Duration longest) {
    Claim claim = scene().claimed(source, "words of " + source);
    assertThat(scene().extractions().await(claim, PROVIDER, longest, AWAY)).isTrue();
    return claim;
  }

  private Extraction extraction(Claim claim) {
    return scene().ledger().reader().find(claim.project(), claim.extraction()).orElseThrow();
  }

  @Test
  @DisplayName("§12: a provider that nothing is known of is open")
  void isOpenAtFirst() {
    assertThat(states().all()).isEmpty();
    ProviderState state = states().find(PROVIDER).state();
    assertThat(state.isOpen()).isTrue();
    assertThat(state.version()).isZero();
  }

  @Test
  @DisplayName("§12: trouble closes it, and says why, since when and until when")
  void closes() {
    ProviderState closed = met(Trouble.WRONG_KEY, 0, PAUSE);
    assertThat(closed.trouble()).isEqualTo(Trouble.WRONG_KEY);
    assertThat(closed.reason()).isEqualTo("it said wrong-key");
    assertThat(closed.version()).isEqualTo(1);
    assertThat(closed.retryAt()).isEqualTo(closed.since().plus(PAUSE));
    assertThat(states().all()).extracting(ProviderStates.Seen::state).containsExactly(closed);
  }

  @Test
  @DisplayName("§12: the same trouble goes on, another one begins")
  void keepsSinceOfTheSameTrouble() {
    ProviderState first = met(Trouble.WRONG_KEY, 0, HOURS);
    scene().ledger().letAMomentPass();
    ProviderState same = met(Trouble.WRONG_KEY, 0, PAUSE);
    assertThat(same.since()).isEqualTo(first.since());
    assertThat(same.retryAt()).as("the later time").isEqualTo(first.retryAt());

    ProviderState other = met(Trouble.BROKEN, 0, PAUSE);
    assertThat(other.since()).isAfter(first.since());
    assertThat(other.retryAt()).isEqualTo(other.since().plus(PAUSE));
    assertThat(other.version()).as("others are to hear of it").isEqualTo(3);
  }

  @Test
  @DisplayName("§12: a late time-out takes no place of a rest that still lasts")
  void keepsARest() {
    ProviderState rest = met(Trouble.LIMITED, 0, HOURS);
    assertThat(met(Trouble.BROKEN, 0, PAUSE)).isEqualTo(rest);
    scene().ledger().age(HOURS);
    assertThat(met(Trouble.BROKEN, 0, PAUSE).trouble()).isEqualTo(Trouble.BROKEN);
  }

  @Test
  @DisplayName("§12: what was let in before it opened says nothing of what came after")
  void refusesLateReports() {
    met(Trouble.BROKEN, 0, PAUSE);
    states().opened(PROVIDER, 1);
    assertThat(met(Trouble.BROKEN, 0, PAUSE).isOpen()).isTrue();
    assertThat(met(Trouble.BROKEN, 2, PAUSE).version()).isEqualTo(3);
  }

  @Test
  @DisplayName("§12: one call of all sees whether it answers, and not before its time")
  void givesOneTurn() {
    met(Trouble.BROKEN, 0, PAUSE);
    assertThat(states().tried(PROVIDER, 1, PAUSE)).as("too soon").isEmpty();
    scene().ledger().age(PAUSE);
    assertThat(states().tried(PROVIDER, 7, PAUSE)).as("another version").isEmpty();

    List<Optional<ProviderStates.Seen>> turns =
        Race.all(
            IntStream.range(0, 6)
                .<Callable<Optional<ProviderStates.Seen>>>mapToObj(
                    _ -> () -> states().tried(PROVIDER, 1, PAUSE))
                .toList());
    assertThat(turns.stream().filter(Optional::isPresent)).hasSize(1);

    scene().ledger().age(PAUSE);
    assertThat(states().tried(PROVIDER, 1, PAUSE)).as("he may be dead").isPresent();
  }

  @Test
  @DisplayName("§12: it opens once, in the version that was seen")
  void opens() {
    met(Trouble.OUT_OF_MONEY, 0, PAUSE);
    assertThat(states().opened(PROVIDER, 0).state().isOpen()).isFalse();
    ProviderState open = states().opened(PROVIDER, 1).state();
    assertThat(open.isOpen()).isTrue();
    assertThat(open.version()).isEqualTo(2);
    assertThat(states().opened(PROVIDER, 2).state()).isEqualTo(open);
    assertThat(states().tried(PROVIDER, 2, PAUSE)).isEmpty();
  }

  @Test
  @DisplayName("§12: a person opens it whatever its version")
  void resumes() {
    assertThat(states().resumed(PROVIDER).state().isOpen()).isTrue();
    met(Trouble.LIMITED, 0, HOURS);
    assertThat(states().resumed(PROVIDER).state().isOpen()).isTrue();
  }

  @Test
  @DisplayName("§12: other settings open it, the same ones do not")
  void opensWithOtherSettings() {
    byte[] settings = new byte[32];
    byte[] others = settings.clone();
    Arrays.fill(others, (byte) 7);
    states().configured(PROVIDER, settings);
    met(Trouble.WRONG_KEY, 0, PAUSE);
    assertThat(states().configured(PROVIDER, settings).state().isOpen()).isFalse();
    assertThat(states().configured(PROVIDER, others).state().isOpen()).isTrue();
    assertThat(states().configured(PROVIDER, others).state().version()).isEqualTo(2);
  }

  @Test
  @DisplayName("§12: who waits is uncounted, and is called when it opens")
  void hastens() {
    met(Trouble.LIMITED, 0, HOURS);
    Claim waiting = putOff("a letter", HOURS);
    Extraction before = extraction(waiting);
    assertThat(before.status()).isEqualTo(Status.PENDING);
    assertThat(before.attempts()).isZero();
    assertThat(before.failure()).isEqualTo(AWAY);
    assertThat(before.nextAttemptAt()).isAfter(scene().ledger().now().plus(HOURS).minusSeconds(60));
    assertThat(states().hasten(10)).isEqualTo(new Hastened(List.of(), false));

    states().opened(PROVIDER, 1);
    Hastened hastened = states().hasten(10);
    assertThat(hastened.due())
        .singleElement()
        .satisfies(hint -> {
          assertThat(hint.extraction()).isEqualTo(waiting.extraction());
          assertThat(hint.epoch()).isEqualTo(waiting.epoch());
        });
    Instant due = extraction(waiting).nextAttemptAt();
    assertThat(due).isNotNull().isBeforeOrEqualTo(scene().ledger().now());
    assertThat(states().hasten(10)).isEqualTo(new Hastened(List.of(), false));
  }

  @Test
  @DisplayName("§12: nobody waits for a provider that has opened meanwhile")
  void doesNotWaitForAnOpenOne() {
    met(Trouble.LIMITED, 0, HOURS);
    states().opened(PROVIDER, 1);
    states().hasten(10);
    Claim late = putOff("a letter", HOURS);
    Instant due = extraction(late).nextAttemptAt();
    assertThat(due).isNotNull().isBeforeOrEqualTo(scene().ledger().now());
  }

  @Test
  @DisplayName("§12: who waits is called page by page, but not who has gone on or away")
  void hastensByPages() {
    met(Trouble.BROKEN, 0, HOURS);
    List<Claim> waiting =
        IntStream.range(0, 5).mapToObj(i -> putOff("letter " + i, HOURS)).toList();
    Claim gone = waiting.getFirst();
    scene().extractions().cancel(gone.project(), gone.extraction());
    states().opened(PROVIDER, 1);

    Hastened first = states().hasten(3);
    Hastened second = states().hasten(3);
    assertThat(first.more()).isTrue();
    assertThat(second.more()).isFalse();
    assertThat(first.due().size() + second.due().size()).isEqualTo(4);
    assertThat(extraction(gone).status()).isEqualTo(Status.CANCELLED);
  }

  @Test
  @DisplayName("§12: who waits for one is not called by another")
  void hastensOnlyItsOwn() {
    met(Trouble.BROKEN, 0, HOURS);
    states().troubled(new Report("other", 0, Trouble.BROKEN, "away", HOURS));
    putOff("a letter", HOURS);
    states().opened("other", 1);
    assertThat(states().hasten(10).due()).isEmpty();
    states().opened(PROVIDER, 1);
    assertThat(states().hasten(10).due()).hasSize(1);
  }

  @Test
  @DisplayName("§12: whatever the order of putting off and opening, everybody is called")
  void losesNobodyInARace() {
    long version = 0;
    for (int round = 0; round < 12; round++) {
      version = met(Trouble.BROKEN, version, HOURS).version();
      Claim claim = scene().claimed("letter " + round, "words");
      long closed = version;
      Race.all(
          List.<Callable<Object>>of(
              () -> scene().extractions().await(claim, PROVIDER, HOURS, AWAY),
              () -> states().opened(PROVIDER, closed)));
      states().hasten(10);
      version = closed + 1;
      Instant due = extraction(claim).nextAttemptAt();
      assertThat(due).isNotNull().isBeforeOrEqualTo(scene().ledger().now());
    }
  }
}
