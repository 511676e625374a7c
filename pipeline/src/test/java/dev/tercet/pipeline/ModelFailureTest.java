package dev.tercet.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.provider.ProviderHealth;
import dev.tercet.pipeline.provider.ProviderRates;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.CallRates;
import dev.tercet.saga.port.CallRates.Rates;
import dev.tercet.saga.port.Extractor.Reply;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.saga.provider.Trouble;
import dev.tercet.testkit.fault.Replaced;
import dev.tercet.testkit.memory.rate.InMemoryCallRates;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModelFailureTest {
  private static final Usage ONE = new Usage(1, 0, 0);

  private final Scene scene = new Scene();

  private static Reply met(Trouble trouble, @Nullable Duration retryAfter) {
    return new Reply.Unavailable(
        trouble,
        new Failure("provider-error", FailureClass.TRANSIENT, "away", Stage.ACCEPTED),
        ONE,
        retryAfter);
  }

  @Test
  void aRefusedDocumentFailsAtOnce() {
    scene.model.answers(_ ->
        new Reply.Refused(
            new Failure("content-refused", FailureClass.PERMANENT, "no", Stage.ACCEPTED), ONE));
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");
    scene.work(scene.worker());

    Extraction failed = scene.extraction(accepted.id());
    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.failure()).extracting(Failure::code).isEqualTo("content-refused");
    assertThat(scene.model.asked()).hasSize(1);
  }

  @Test
  void nobodyIsAskedWhileNobodyKnowsWhoseTurnItIs() {
    CallRates away =
        Replaced.method(
            CallRates.class,
            new InMemoryCallRates(scene.clock),
            "take",
            (_, _) -> {
              throw new StoreUnavailableException(Store.REDIS, "away", new IOException());
            });
    var rates = new ProviderRates(away, new Rates("test", 60L, null, Duration.ofSeconds(10)));
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");
    var health = new ProviderHealth("test", scene.clock);
    scene.work(scene.worker(new ProviderGate(8, Scene.PATIENCE, rates, null, health)));

    Extraction waiting = scene.extraction(accepted.id());
    assertThat(waiting.status()).isEqualTo(Status.PENDING);
    assertThat(waiting.attempts()).isZero();
    assertThat(waiting.failure()).extracting(Failure::code).isEqualTo("redis-away");
    assertThat(scene.model.asked()).isEmpty();
  }

  @Test
  void aProviderThatAsksForTimeGetsItUncounted() {
    scene.model.answers(_ -> met(Trouble.LIMITED, Duration.ofSeconds(90)));
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");
    var worker = scene.worker();
    scene.work(worker);

    Extraction waiting = scene.extraction(accepted.id());
    assertThat(waiting.status()).isEqualTo(Status.PENDING);
    assertThat(waiting.attempts()).isZero();
    assertThat(waiting.nextAttemptAt()).isEqualTo(scene.clock.instant().plusSeconds(89));
    assertThat(waiting.failure()).extracting(Failure::code).isEqualTo("provider-error");

    scene.model.answersWell();
    scene.clock.advance(Duration.ofSeconds(80));
    scene.work(worker);
    assertThat(scene.model.asked()).hasSize(1);
    scene.clock.advance(Duration.ofSeconds(20));
    scene.work(worker);
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.DONE);
    assertThat(scene.extraction(accepted.id()).usage().calls()).isEqualTo(2);
  }

  @Test
  void whileTheProviderRestsNothingIsTaken() {
    scene.model.answers(_ -> met(Trouble.LIMITED, Duration.ofSeconds(30)));
    var worker = scene.worker();
    scene.accept("a.txt", "Ada wrote it.");
    scene.work(worker);
    scene.model.answersWell();
    Extraction second = scene.accept("b.txt", "Grace wrote it.");
    scene.work(worker);

    assertThat(scene.extraction(second.id()).status()).isEqualTo(Status.QUEUED);
    assertThat(scene.model.asked()).hasSize(1);
  }

  @Test
  void aProviderThatIsAwayCostsNoAttempt() {
    scene.model.answers(_ -> met(Trouble.BROKEN, null));
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");
    var worker = scene.worker();
    scene.work(worker);
    for (int look = 0; look < 9; look++) {
      scene.workLater(worker);
    }
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.PENDING);
    assertThat(scene.extraction(accepted.id()).attempts()).isZero();
    assertThat(scene.model.asked()).hasSize(10);

    scene.model.answersWell();
    scene.workLater(worker);
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.DONE);
  }

  @Test
  void aDocumentThatFailsWhileOthersAreAnsweredIsTriedUntilTheLastAttempt() {
    scene.model.answers(request ->
        request.passage().startsWith("Ada")
            ? met(Trouble.BROKEN, null)
            : ScriptedModel.firstWord(request));
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");
    var worker = scene.worker();
    for (int round = 0; round < 12; round++) {
      scene.accept("b" + round + ".txt", "Grace wrote number " + round);
      scene.workLater(worker);
    }
    Extraction failed = scene.extraction(accepted.id());
    assertThat(failed.status()).isEqualTo(Status.FAILED);
    assertThat(failed.attempts()).isEqualTo(3);
    assertThat(failed.failure())
        .extracting(Failure::failureClass)
        .isEqualTo(FailureClass.TRANSIENT);
  }

  @Test
  void aSingleFailureInALongDocumentCostsOnlyItsPassage() {
    scene.model.answers(request ->
        request.ordinal() == 20 ? met(Trouble.BROKEN, null) : ScriptedModel.firstWord(request));
    Extraction accepted = scene.accept("a.txt", WayOfADocumentTest.document(50));
    var worker = scene.worker();
    scene.work(worker);
    Extraction waiting = scene.extraction(accepted.id());
    assertThat(waiting.status()).isEqualTo(Status.PENDING);
    assertThat(waiting.passages()).isEqualTo(new Extraction.PassageCount(50, 49, 49));

    scene.model.answersWell();
    scene.workLater(worker);
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.DONE);
    assertThat(scene.model.asked()).hasSize(51);
  }

  @Test
  void whenMostPassagesFailTheAttemptStopsEarly() {
    scene.model.answers(_ -> met(Trouble.BROKEN, null));
    scene.accept("a.txt", WayOfADocumentTest.document(50));
    scene.work(scene.worker());
    assertThat(scene.model.asked()).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void aModelsUnstorableCharactersAndNumbersNeverReachAStore() {
    scene.model.answers(_ ->
        ScriptedModel.content(
            """
            {"facts":[{"quote":"Ada","data":{"type":"name","value":"A\\u0000\\ud800"}}]}
            """));
    Extraction accepted = scene.accept("a.txt", "Ada wrote it.");
    scene.work(scene.worker());
    assertThat(scene.extraction(accepted.id()).status()).isEqualTo(Status.DONE);
    assertThat(scene.passages(accepted.id()).getFirst().facts().getFirst().data())
        .contains("A\uFFFD\uFFFD");
  }
}
