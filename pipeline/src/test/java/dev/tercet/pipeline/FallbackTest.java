package dev.tercet.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.worker.QueueWorker;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Project;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.Extractor.Reply;
import dev.tercet.saga.port.Extractor.Request;
import dev.tercet.saga.provider.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Another provider is asked while the first one is in trouble. */
class FallbackTest {
  private static final Duration AFTER = Duration.ofMinutes(2);

  /** One passage after the other. */
  private final TwoProviders two = new TwoProviders(new Scene(Scene.settings(200, 1)));

  private final Scene scene = two.scene;
  private final Project project =
      two.project("letters", "{\"fallback\":\"other\",\"fallbackAfter\":\"2m\"}");
  private final QueueWorker worker = scene.worker(two.models());

  private Extraction accept(int number) {
    return scene.accept(project, number + ".txt", "Ada wrote number " + number);
  }

  private static Reply away(Request request) {
    return TwoProviders.met(Trouble.BROKEN);
  }

  /** One document has found the first provider in trouble, and waits. */
  private Extraction closed() {
    scene.model.answers(FallbackTest::away);
    Extraction waiting = accept(0);
    scene.work(worker);
    assertThat(scene.gate.health().isOpen()).isFalse();
    return waiting;
  }

  private void pass(Duration time) {
    scene.clock.advance(time);
    scene.work(worker);
  }

  /** A few seconds at a time, so that whoever is due comes to the end. */
  private void passSeconds(int seconds) {
    IntStream.range(0, (seconds + 3) / 4).forEach(_ -> pass(Duration.ofSeconds(4)));
  }

  @Test
  void nobodyElseIsAskedBeforeTheTimeAndTheFallbackIsAfterIt() {
    Extraction first = closed();
    List<Extraction> waiting = IntStream.range(1, 20).mapToObj(this::accept).toList();
    passSeconds((int) AFTER.toSeconds() - 4);
    assertThat(two.other.asked()).isEmpty();
    assertThat(waiting).extracting(two::status).containsOnly(Status.PENDING);

    passSeconds(30);
    assertThat(waiting).extracting(two::status).containsOnly(Status.DONE);
    assertThat(two.status(first)).isEqualTo(Status.DONE);
    assertThat(two.other.asked()).hasSize(20);
    assertThat(scene.extraction(project.id(), first.id()).attempts()).isEqualTo(1);
  }

  @Test
  void aCallGoesOnSeeingWhetherTheFirstAnswersAndThenThatIsAsked() {
    closed();
    passSeconds((int) AFTER.toSeconds() + 30);
    int looks = scene.model.asked().size();
    for (int number = 1; number <= 15; number++) {
      accept(number);
      pass(Duration.ofSeconds(4));
    }
    passSeconds(5);
    assertThat(scene.model.asked().size() - looks).as("looks within a minute").isBetween(2, 6);
    assertThat(scene.ledger.projects().counts(project.id())).containsEntry(Status.DONE, 16L);

    scene.model.answersWell();
    for (int number = 100; number < 110; number++) {
      accept(number);
      pass(Duration.ofSeconds(4));
    }
    assertThat(scene.gate.health().isOpen()).isTrue();
    int asked = two.other.asked().size();
    accept(200);
    passSeconds(3);
    assertThat(two.other.asked()).hasSize(asked);
    assertThat(scene.ledger.projects().counts(project.id())).containsEntry(Status.DONE, 27L);
  }

  @Test
  void whatTheFirstHasAnsweredIsNotAskedAgain() {
    scene.model.answers(request ->
        request.ordinal() == 0
            ? ScriptedModel.firstWord(request)
            : TwoProviders.met(Trouble.WRONG_KEY));
    String text = "Ada wrote this. ".repeat(10) + "\n\n" + "Grace wrote that. ".repeat(10);
    Extraction half = scene.accept(project, "half.txt", text);
    scene.work(worker);
    assertThat(two.status(half)).isEqualTo(Status.PENDING);

    passSeconds((int) AFTER.toSeconds() + 30);
    assertThat(two.status(half)).isEqualTo(Status.DONE);
    int passages = scene.extraction(project.id(), half.id()).passages().total();
    assertThat(passages).isGreaterThan(1);
    assertThat(two.other.asked()).noneMatch(it -> it.ordinal() == 0).hasSize(passages - 1);

    scene.model.answersWell();
    scene.gate.health().resume();
    int asked = scene.model.asked().size();
    Extraction again = scene.accept(project, "again.txt", text);
    passSeconds(3);
    assertThat(two.status(again)).isEqualTo(Status.DONE);
    assertThat(scene.model.asked()).hasSize(asked);
  }

  @Test
  void whileBothAreInTroubleHardlyAnybodyComesBack() {
    Extraction waiting = closed();
    two.other.answers(FallbackTest::away);
    passSeconds((int) AFTER.toSeconds() + 60);
    assertThat(two.otherGate.health().isOpen()).isFalse();
    List<Extraction> more = IntStream.range(1, 20).mapToObj(this::accept).toList();
    passSeconds(60);
    int claims =
        more.stream()
            .mapToInt(it -> scene.ledger.reader().history(it.project(), it.id()).size())
            .sum();
    assertThat(claims).as("lines of history of 19 documents in a minute").isLessThan(19 * 12);

    two.other.answersWell();
    two.otherGate.health().resume();
    passSeconds(300);
    assertThat(two.status(waiting)).isEqualTo(Status.DONE);
    assertThat(more).extracting(two::status).containsOnly(Status.DONE);
  }

  @Test
  void aProjectWithoutOneWaits() {
    scene.model.answers(FallbackTest::away);
    Extraction waiting = scene.accept("a.txt", "Ada wrote it.");
    passSeconds(300);
    assertThat(scene.extraction(waiting.project(), waiting.id()).status())
        .isEqualTo(Status.PENDING);
    assertThat(two.other.asked()).isEmpty();
  }
}
