package dev.tercet.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.PipelineSettings.Working;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Large texts are in memory a few at a time, whatever the number of attempts. */
class LargeTextTest {
  private static final int MEBIBYTE = 1 << 20;

  /** Room for two texts of 400 KiB and not for three. */
  private final Scene scene = new Scene(settings());

  @Test
  void readsAsManyLargeTextsAtOnceAsThereIsRoomFor() {
    var two = new CountDownLatch(2);
    var read = new AtomicInteger();
    scene.wire.before(
        "ExtractionStore.complete",
        () -> {
          two.countDown();
          await(two);
          read.compareAndSet(0, scene.wire.calls("ExtractionStore.text"));
        });
    for (int i = 0; i < 6; i++) {
      scene.accept(i + ".txt", ("Ada wrote letter " + i + ". ").repeat(400 * 1024 / 20));
    }
    scene.work(scene.worker());

    assertThat(scene.ledger.projects().counts(scene.project.id())).containsEntry(Status.DONE, 6L);
    assertThat(read).as("texts in memory when the first two end").hasValue(2);
  }

  @Test
  void comesBackLaterWithATextForWhichTooManyWait() {
    // One is worked on, a quarter of the worker's attempts and one more wait, the others do not.
    var later = new CountDownLatch(16 - 1 - (1 + 16 / 4));
    scene.wire.before("ExtractionStore.postpone", later::countDown);
    scene.model.answers(request -> {
      await(later);
      return ScriptedModel.firstWord(request);
    });
    List<Extraction> accepted =
        IntStream.range(0, 16)
            .mapToObj(i ->
                scene.accept(i + ".txt", ("Ada wrote letter " + i + ". ").repeat(700 * 1024 / 20)))
            .toList();
    var worker = scene.worker();
    scene.work(worker);
    assertThat(scene.ledger.projects().counts(scene.project.id())).containsEntry(Status.DONE, 6L);

    scene.workLater(worker);
    scene.workLater(worker);
    scene.workLater(worker);

    assertThat(accepted)
        .extracting(it -> scene.extraction(it.id()))
        .allSatisfy(extraction -> {
          assertThat(extraction.status()).isEqualTo(Status.DONE);
          assertThat(extraction.attempts()).isEqualTo(1);
        });
  }

  @Test
  void worksOnATextAloneThatIsLargerThanTheRoom() {
    scene.accept("book.txt", "Ada wrote a very long book. ".repeat(2 * MEBIBYTE / 28));
    scene.accept("note.txt", "Ada wrote a note.");
    scene.work(scene.worker());

    assertThat(scene.ledger.projects().counts(scene.project.id())).containsEntry(Status.DONE, 2L);
  }

  @Test
  void renewsTheDeadlineOfATextThatWaits() {
    var renewed = new CountDownLatch(1);
    scene.wire.before("ExtractionStore.advance", renewed::countDown);
    scene.model.answers(request -> {
      if (renewed.getCount() > 0) {
        scene.clock.advance(Duration.ofMinutes(1));
        await(renewed);
      }
      return ScriptedModel.firstWord(request);
    });
    for (int i = 0; i < 2; i++) {
      scene.accept(i + ".txt", ("Ada wrote letter " + i + ". ").repeat(700 * 1024 / 20));
    }
    scene.work(scene.worker());

    assertThat(scene.ledger.projects().counts(scene.project.id())).containsEntry(Status.DONE, 2L);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static PipelineSettings settings() {
    PipelineSettings usual = Scene.settings(1_000, 64);
    Working working = usual.working();
    return new PipelineSettings(
        usual.accepting(),
        usual.relaying(),
        new Working(
            working.concurrency(),
            working.batch(),
            working.lease(),
            working.attemptTimeout(),
            working.drain(),
            working.takeWait(),
            MEBIBYTE),
        usual.passages(),
        usual.retrying());
  }
}
