package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Extraction;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.AnswerStore.Asker;
import dev.tercet.saga.port.AnswerStore.Start;
import dev.tercet.saga.port.AnswerStore.Start.NotBegun;
import dev.tercet.saga.port.AnswerStore.Verdict.Broken;
import dev.tercet.saga.port.AnswerStore.Verdict.Valid;
import dev.tercet.saga.port.WorkerSessions.Session;
import dev.tercet.saga.port.WorkerSessions.Worker;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One question, one call, over all processes (docs/protocol.md §4). */
interface QuestionRules {
  Fingerprint ASKED = Fingerprint.of("model", "prompt", "schema", "a passage that many have");
  Usage ONE_CALL = new Usage(1, 100, 20);

  LedgerScene scene();

  private AnswerStore answers() {
    return scene().ledger().answers();
  }

  private ModelCall call(Fingerprint fingerprint) {
    return call(scene().accepted("letter " + UUID.randomUUID(), "words"), fingerprint);
  }

  private ModelCall call(Extraction extraction, Fingerprint fingerprint) {
    return new ModelCall(
        UUID.randomUUID(), scene().project(), extraction.id(), 0, 1, "openai", "m", fingerprint);
  }

  private Asker asker(Session session, Duration longest) {
    return new Asker(session.id(), longest);
  }

  private Session worker() {
    return scene()
        .ledger()
        .sessions()
        .open(new Worker("host", 2, "test", 4), Duration.ofMinutes(1));
  }

  @Test
  @DisplayName("S6: a question that one process asks no other one asks, until it has ended")
  default void givesAQuestionToOneProcess() {
    ModelCall first = call(ASKED);
    assertThat(answers().started(first, asker(worker(), Duration.ofMinutes(5))))
        .isEqualTo(Start.BEGUN);
    Asker other = asker(worker(), Duration.ofMinutes(5));
    assertThat(answers().started(call(ASKED), other)).isEqualTo(NotBegun.ELSEWHERE);
    assertThat(answers().started(call(Fingerprint.of("another")), other)).isEqualTo(Start.BEGUN);

    answers().ended(first, new Broken("timed out"), ONE_CALL);
    ModelCall second = call(ASKED);
    assertThat(answers().started(second, other)).isEqualTo(Start.BEGUN);
    answers().ended(second, new Valid("[]"), ONE_CALL);

    assertThat(answers().started(call(ASKED), asker(worker(), Duration.ofMinutes(5))))
        .isEqualTo(NotBegun.ANSWERED);
    assertThat(answers().started(call(ASKED), other))
        .as("nobody holds it")
        .isEqualTo(NotBegun.ANSWERED);
  }

  @Test
  @DisplayName("S6: a question is taken over from a session that is closed, and after its deadline")
  default void takesAQuestionOver() {
    Session dead = worker();
    assertThat(answers().started(call(ASKED), asker(dead, Duration.ofMinutes(5))))
        .isEqualTo(Start.BEGUN);
    dead.close();
    ModelCall hanging = call(ASKED);
    assertThat(answers().started(hanging, asker(worker(), Duration.ofMillis(1))))
        .isEqualTo(Start.BEGUN);
    scene().ledger().letAMomentPass();
    ModelCall now = call(ASKED);
    Asker heir = asker(worker(), Duration.ofMinutes(5));
    assertThat(answers().started(now, heir)).isEqualTo(Start.BEGUN);
    assertThat(usage(hanging)).as("nobody has seen it end").isEqualTo(new Usage(1, 0, 0));

    assertThat(answers().ended(hanging, new Valid("[]"), ONE_CALL))
        .as("a late answer counts if none is stored")
        .isPresent();
    assertThat(usage(hanging)).as("and so does what it took, once").isEqualTo(ONE_CALL);
    assertThat(spent()).isEqualTo(new Usage(3, 100, 20));
    assertThat(answers().started(call(Fingerprint.of("x")), heir)).isEqualTo(Start.BEGUN);
    assertThat(answers().started(now, heir)).as("the heir's own").isEqualTo(NotBegun.ANSWERED);
  }

  @Test
  @DisplayName(
      "S6: a question whose call was given up is free, but not the one that was taken over")
  default void freesAQuestionThatWasGivenUp() {
    ModelCall hanging = call(ASKED);
    assertThat(answers().started(hanging, asker(worker(), Duration.ofMinutes(5))))
        .isEqualTo(Start.BEGUN);
    answers().abandoned(hanging);
    assertThat(usage(hanging)).as("nobody will see it end").isEqualTo(new Usage(1, 0, 0));
    assertThat(answers().started(call(ASKED), asker(worker(), Duration.ofMinutes(5))))
        .isEqualTo(Start.BEGUN);

    answers().abandoned(hanging);
    assertThat(answers().started(call(ASKED), asker(worker(), Duration.ofMinutes(5))))
        .isEqualTo(NotBegun.ELSEWHERE);
  }

  @Test
  @DisplayName("S6: a question that nobody freed by its deadline ends, and its call counts as one")
  default void endsWhatNobodyFreed() {
    List<ModelCall> hanging = List.of(call(ASKED), call(Fingerprint.of("x")));
    hanging.forEach(it ->
        assertThat(answers().started(it, asker(worker(), Duration.ofMillis(1))))
            .isEqualTo(Start.BEGUN));
    ModelCall underWay = call(Fingerprint.of("y"));
    assertThat(answers().started(underWay, asker(worker(), Duration.ofHours(5))))
        .isEqualTo(Start.BEGUN);
    scene().ledger().age(Duration.ofMinutes(1));

    assertThat(scene().ledger().reaper().endQuestions(1)).isEqualTo(1);
    assertThat(scene().ledger().reaper().endQuestions(10)).isEqualTo(1);
    assertThat(scene().ledger().reaper().endQuestions(10)).isZero();

    assertThat(hanging).extracting(this::usage).containsOnly(new Usage(1, 0, 0));
    assertThat(usage(underWay)).isEqualTo(Usage.NONE);
    assertThat(
            answers().started(call(underWay.fingerprint()), asker(worker(), Duration.ofHours(1))))
        .isEqualTo(NotBegun.ELSEWHERE);
    assertThat(spent()).isEqualTo(new Usage(3, 0, 0));
    assertThat(answers().ended(hanging.getFirst(), new Broken("late"), ONE_CALL)).isEmpty();
    assertThat(spent()).as("its holder saw it end").isEqualTo(new Usage(3, 100, 20));
  }

  private Usage usage(ModelCall call) {
    return scene().find(call.extraction()).usage();
  }

  private Usage spent() {
    return scene().ledger().projects().usage(scene().project());
  }

  @Test
  @DisplayName("S6: deleting the document of whoever asks frees nothing in the middle of the call")
  default void keepsAQuestionWhoseDocumentIsDeleted() {
    Extraction deleted = scene().accepted("a letter", "words");
    assertThat(answers().started(call(deleted, ASKED), asker(worker(), Duration.ofMinutes(5))))
        .isEqualTo(Start.BEGUN);
    scene().ledger().extractions().delete(scene().project(), deleted.id());
    scene().removed(deleted.id());

    assertThat(answers().started(call(ASKED), asker(worker(), Duration.ofMinutes(5))))
        .isEqualTo(NotBegun.ELSEWHERE);
  }

  @Test
  @DisplayName("S6: of many processes that want to ask at once one does")
  default void letsOneOfManyAsk() {
    List<Callable<Start>> processes =
        IntStream.range(0, 12)
            .<Callable<Start>>mapToObj(_ -> {
              Asker asker = asker(worker(), Duration.ofMinutes(5));
              ModelCall call = call(ASKED);
              return () -> answers().started(call, asker);
            })
            .toList();

    assertThat(Race.all(processes)).containsOnlyOnce(Start.BEGUN).contains(NotBegun.ELSEWHERE);
  }
}
