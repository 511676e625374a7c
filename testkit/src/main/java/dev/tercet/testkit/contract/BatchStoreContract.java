package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import dev.tercet.saga.batch.BatchCall;
import dev.tercet.saga.batch.BatchStore;
import dev.tercet.saga.batch.BatchStore.Asked;
import dev.tercet.saga.batch.BatchStore.Asker;
import dev.tercet.saga.batch.BatchStore.Placed;
import dev.tercet.saga.batch.ProviderBatch;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.AnswerStore.Use;
import dev.tercet.saga.port.AnswerStore.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every store of batches must keep (docs/protocol.md §16). */
public abstract class BatchStoreContract extends OnLedger {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final UUID BATCH = new UUID(16, 1);
  private static final UUID OTHER = new UUID(16, 2);
  private static final Usage PAID = new Usage(1, 10, 5);
  private static final int MOST = 100;
  private static final long BYTES = 1 << 20;
  private static final Asked FIRST = asked("first", 0);
  private static final Asked SECOND = asked("second", 1);

  private BatchStore store() {
    return scene().ledger().batches();
  }

  private static Asked asked(String passage, int ordinal) {
    return new Asked(Fingerprint.of(passage), ordinal, passage);
  }

  private Placed place(Claim claim, Duration gathering, Duration within, Asked... questions) {
    return store()
        .place(new Asker(claim, "provider", "model", "{}", gathering, within), List.of(questions));
  }

  private Placed place(Claim claim, Asked... questions) {
    return place(claim, Duration.ZERO, HOUR, questions);
  }

  private Claim placed(String source, Asked... questions) {
    Claim claim = scene().claimed(source, "words of " + source);
    assertThat(place(claim, questions).waiting()).hasSize(questions.length);
    return claim;
  }

  private boolean gather(UUID id) {
    return store().gather(id, MOST, BYTES);
  }

  private List<UUID> calls(UUID batch) {
    return store().calls(batch).stream().map(it -> it.call().id()).toList();
  }

  private Extraction find(Claim claim) {
    return scene().find(claim.extraction());
  }

  private boolean isDue(Claim claim) {
    Extraction found = find(claim);
    return found.status() == Status.PENDING
        && found.nextAttemptAt() != null
        && !found.nextAttemptAt().isAfter(scene().ledger().now());
  }

  private void putOff(Claim claim) {
    assertThat(scene().postponed(claim, HOUR)).isTrue();
    assertThat(isDue(claim)).isFalse();
  }

  @Test
  void questionsWaitUntilABatchTakesThemAndAreInOneOnly() {
    Claim claim = placed("a", FIRST, SECOND);
    assertThat(place(claim, FIRST, SECOND).waiting())
        .containsExactlyInAnyOrder(FIRST.fingerprint(), SECOND.fingerprint());
    assertThat(place(claim, FIRST).rest()).isPositive().isLessThanOrEqualTo(HOUR);

    assertThat(gather(BATCH)).isTrue();
    assertThat(gather(OTHER)).isFalse();
    assertThat(store().calls(BATCH))
        .extracting(BatchCall::text)
        .containsExactlyInAnyOrder(
            new BatchCall.Text("{}", "first"), new BatchCall.Text("{}", "second"));
    assertThat(store().calls(BATCH))
        .allSatisfy(it -> {
          assertThat(it.call().extraction()).isEqualTo(claim.extraction());
          assertThat(it.call().project()).isEqualTo(claim.project());
          assertThat(it.call().epoch()).isEqualTo(claim.epoch());
          assertThat(it.call().provider()).isEqualTo("provider");
        });
    assertThat(store().calls(BATCH)).isEqualTo(store().calls(BATCH));
    assertThat(place(claim, FIRST, SECOND).waiting()).hasSize(2);
    assertThat(store().newest()).extracting(ProviderBatch::questions).containsExactly(2);
  }

  @Test
  void waitsForMoreAsLongAsItsQuestionsMay() {
    Claim claim = scene().claimed("a", "words");
    assertThat(place(claim, HOUR, HOUR, FIRST).waiting()).hasSize(1);
    assertThat(gather(BATCH)).isFalse();
    placed("b", SECOND);
    assertThat(gather(BATCH)).isTrue();
    assertThat(store().calls(BATCH)).as("whoever waits goes along").hasSize(2);
  }

  @Test
  void aBatchHasSoManyQuestionsAndBytesAtMost() {
    placed("a", FIRST, SECOND, asked("third", 2));
    assertThat(store().gather(BATCH, 2, BYTES)).isTrue();
    assertThat(store().gather(OTHER, 2, 1)).as("one alone may have more").isTrue();
    assertThat(store().newest())
        .extracting(ProviderBatch::questions)
        .containsExactlyInAnyOrder(2, 1);
  }

  @Test
  void theSameQuestionOfTwoDocumentsIsAskedOnceAndItsAnswerIsForBoth() {
    Claim one = placed("a", FIRST);
    Claim two = placed("b", FIRST);
    gather(BATCH);
    assertThat(calls(BATCH)).hasSize(1);
    gather(OTHER);
    assertThat(calls(OTHER)).isEmpty();
    Stream.of(one, two).forEach(this::putOff);
    store().ended(BATCH, "completed", calls(BATCH));
    store().call(MOST);
    assertThat(isDue(one)).isTrue();
    assertThat(isDue(two)).isTrue();
  }

  @Test
  void aDueBatchIsGivenToOneAtATime() {
    placed("a", FIRST);
    gather(BATCH);
    ProviderBatch due = store().due(HOUR).orElseThrow();
    assertThat(due.id()).isEqualTo(BATCH);
    assertThat(due.tries()).isEqualTo(1);
    assertThat(due.remote()).isNull();
    assertThat(store().due(HOUR)).isEmpty();
    store().putOff(BATCH, Duration.ZERO);
    assertThat(store().due(HOUR).orElseThrow().tries()).isEqualTo(2);
    assertThat(store().isNamed("provider", "remote")).isFalse();
    store().submitted(BATCH, "remote", Duration.ZERO);
    assertThat(store().isNamed("provider", "remote")).isTrue();
    assertThat(store().isNamed("another", "remote")).isFalse();
    assertThat(store().due(HOUR).orElseThrow().remote()).isEqualTo("remote");
    store().ended(BATCH, "completed", List.of());
    store().putOff(BATCH, Duration.ZERO);
    assertThat(store().due(HOUR)).as("what is over is never due").isEmpty();
    assertThat(store().isNamed("provider", "remote")).as("also when it is over").isTrue();
    assertThat(store().newest()).extracting(ProviderBatch::outcome).containsExactly("completed");
  }

  @Test
  void aDocumentIsCalledOnceNothingOfItIsOpen() {
    Claim claim = placed("a", FIRST);
    gather(BATCH);
    assertThat(place(claim, SECOND).waiting()).hasSize(1);
    gather(OTHER);
    putOff(claim);
    store().ended(BATCH, "completed", calls(BATCH));
    store().call(MOST);
    assertThat(isDue(claim)).isFalse();
    store().ended(OTHER, "completed", calls(OTHER));
    store().call(MOST);
    assertThat(isDue(claim)).isTrue();
  }

  @Test
  void losesNoDocumentThatIsPutOffAfterItsBatchHasEnded() {
    Claim claim = placed("a", FIRST);
    gather(BATCH);
    store().ended(BATCH, "completed", calls(BATCH));
    store().call(MOST);
    putOff(claim);
    store().call(MOST);
    assertThat(isDue(claim)).isTrue();
  }

  @Test
  void afterOneWasNotAnsweredTheDocumentsQuestionsAreAskedDirectly() {
    Claim claim = placed("a", FIRST, SECOND);
    gather(BATCH);
    UUID answered = calls(BATCH).getFirst();
    store().ended(BATCH, "expired", List.of(answered));
    assertThat(place(claim, FIRST, SECOND, asked("third", 2)).waiting()).isEmpty();
    assertThat(gather(OTHER)).isFalse();
    assertThat(store().newest()).extracting(ProviderBatch::answered).containsExactly(1);
    assertThat(calls(BATCH)).isEmpty();
    placed("another", FIRST);
  }

  @Test
  void whatIsLeftOutIsAskedDirectly() {
    Claim claim = placed("a", FIRST, SECOND);
    gather(BATCH);
    UUID first =
        store().calls(BATCH).stream()
            .filter(it -> it.call().fingerprint().equals(FIRST.fingerprint()))
            .map(it -> it.call().id())
            .findFirst()
            .orElseThrow();
    store().leaveOut(BATCH, Set.of(first));
    assertThat(calls(BATCH)).hasSize(1).doesNotContain(first);
    assertThat(place(claim, FIRST, SECOND).waiting()).containsExactly(SECOND.fingerprint());
  }

  @Test
  void afterItsTimeWhatIsInNoBatchIsAskedDirectlyAndABatchIsUnwanted() {
    Claim claim = scene().claimed("a", "words");
    place(claim, Duration.ZERO, Duration.ofMillis(1), FIRST);
    gather(BATCH);
    place(claim, HOUR, Duration.ofMillis(1), SECOND);
    scene().ledger().letAMomentPass();
    scene().ledger().letAMomentPass();
    Placed over = place(claim, FIRST, SECOND);
    assertThat(over.waiting()).containsExactly(FIRST.fingerprint());
    assertThat(over.rest()).isPositive();
    assertThat(store().due(HOUR).orElseThrow().unwanted()).isTrue();
    store().ended(BATCH, "cancelled", List.of());
    assertThat(place(claim, FIRST, SECOND)).isEqualTo(Placed.NONE);
  }

  @Test
  void nothingWaitsForAProviderWithoutBatches() {
    Claim claim = placed("a", FIRST);
    gather(BATCH);
    store().ended(BATCH, BatchStore.UNSUPPORTED, List.of());
    assertThat(place(claim, FIRST)).isEqualTo(Placed.NONE);
    Claim other = scene().claimed("b", "other words");
    assertThat(place(other, SECOND)).isEqualTo(Placed.NONE);
  }

  @Test
  void whatIsCancelledIsNotAsked() {
    Claim claim = placed("a", FIRST);
    scene().extractions().cancel(claim.project(), claim.extraction());
    gather(BATCH);
    assertThat(calls(BATCH)).isEmpty();
    assertThat(store().due(HOUR)).isEmpty();
  }

  @Test
  void ofADeletedDocumentNothingIsKeptAndItsCallIsPaidFor() {
    Claim claim = placed("a", FIRST, SECOND);
    gather(BATCH);
    List<ModelCall> calls = store().calls(BATCH).stream().map(BatchCall::call).toList();
    AnswerStore answers = scene().ledger().answers();
    scene().extractions().delete(claim.project(), claim.extraction());
    assertThat(answers.ended(calls.get(0), new Verdict.Valid("[]"), PAID)).isEmpty();
    scene().removed(claim.extraction());
    assertThat(store().calls(BATCH)).hasSize(2).extracting(BatchCall::text).containsOnlyNulls();
    assertThat(answers.ended(calls.get(1), new Verdict.Broken("it is gone", false), PAID))
        .isEmpty();
    assertThat(scene().ledger().projects().usage(claim.project())).isEqualTo(PAID.plus(PAID));
    store().ended(BATCH, "completed", List.of());
    assertThat(store().call(MOST)).isFalse();
    assertThat(store().newest()).extracting(ProviderBatch::answered).containsExactly(0);
    Claim again = scene().claimed("b", "words of b");
    Set<Fingerprint> both = Set.of(FIRST.fingerprint(), SECOND.fingerprint());
    assertThat(answers.find(again.project(), again.extraction(), both, Use.FOUND)).isEmpty();
  }

  @Test
  void anEndIsNotedOnce() {
    Claim claim = placed("a", FIRST);
    gather(BATCH);
    List<UUID> answered = calls(BATCH);
    store().ended(BATCH, "completed", answered);
    store().ended(BATCH, "expired", List.of());
    assertThat(store().newest()).extracting(ProviderBatch::outcome).containsExactly("completed");
    assertThat(find(claim).status()).isEqualTo(Status.PROCESSING);
  }
}
