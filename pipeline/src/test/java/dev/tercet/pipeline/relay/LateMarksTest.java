package dev.tercet.pipeline.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.pipeline.Scene;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Publication;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LateMarksTest {
  private static final Duration AGE = Duration.ofSeconds(1);
  private static final int BATCH = 2;
  private static final int ROOM = 3;

  private final Scene scene = new Scene();
  private final JobQueue queue = scene.stores.queue();
  private final LateMarks marks =
      new LateMarks(scene.stores.extractions(), AGE, BATCH, ROOM, scene.clock);

  private Publication published(String source) {
    Extraction extraction = scene.accepted(source, "Ada wrote it.");
    return queue.publish(new Hint(extraction.id(), 0), extraction.queue());
  }

  private Status status(Publication publication) {
    return scene.extraction(publication.hint().extraction()).status();
  }

  private int calls() {
    return scene.wire.calls("ExtractionStore.publishedBefore");
  }

  @Test
  void marksInBatchesWhatIsOldEnough() {
    List<Publication> old = List.of(published("a"), published("b"));
    old.forEach(marks::keep);
    scene.clock.advance(AGE.dividedBy(2));
    Publication young = published("c");
    marks.keep(young);
    assertThat(marks.markOnce()).as("none is old enough").isZero();
    assertThat(calls()).isZero();

    scene.clock.advance(AGE.dividedBy(2));

    assertThat(marks.markOnce()).isEqualTo(2);
    assertThat(calls()).isEqualTo(1);
    assertThat(old).extracting(this::status).containsOnly(Status.QUEUED);
    assertThat(status(young)).isEqualTo(Status.PENDING);
    assertThat(marks.markOnce()).isZero();
    scene.clock.advance(AGE);
    assertThat(marks.markOnce()).isEqualTo(1);
    assertThat(status(young)).isEqualTo(Status.QUEUED);
  }

  @Test
  void hasNoRoomForMoreThanItsBound() {
    for (String source : List.of("a", "b", "c")) {
      assertThat(marks.keep(published(source))).isTrue();
    }
    assertThat(marks.keep(published("d"))).isFalse();

    scene.clock.advance(AGE);
    marks.markOnce();

    assertThat(marks.keep(published("e"))).as("two have gone").isTrue();
  }

  @Test
  void keepsNoMoreOnceItsOldestHasWaitedTooLong() {
    marks.keep(published("a"));
    scene.clock.advance(AGE.plusMillis(500));
    assertThat(marks.keep(published("b"))).isTrue();

    scene.clock.advance(Duration.ofMillis(1));
    assertThat(marks.keep(published("c"))).isFalse();

    marks.markOnce();
    assertThat(marks.keep(published("d"))).isTrue();
  }

  @Test
  void forgetsWhatTheLedgerKnowsWithoutAskingIt() {
    Publication claimed = published("a");
    Publication other = published("b");
    marks.keep(claimed);
    marks.keep(other);

    marks.forget(List.of(claimed.hint(), new Hint(other.hint().extraction(), 7)));
    scene.clock.advance(AGE);

    assertThat(marks.markOnce()).as("the one of another epoch stays").isEqualTo(1);
    assertThat(status(claimed)).isEqualTo(Status.PENDING);
    assertThat(status(other)).isEqualTo(Status.QUEUED);
  }

  @Test
  void keepsWhatCouldNotBeNoted() {
    Publication publication = published("a");
    marks.keep(publication);
    scene.clock.advance(AGE);
    scene.wire.fail("ExtractionStore.publishedBefore", 1, () -> Scene.away(Store.POSTGRES));

    assertThatThrownBy(marks::markOnce).isInstanceOf(StoreUnavailableException.class);
    assertThat(marks.markOnce()).isEqualTo(1);
    assertThat(status(publication)).isEqualTo(Status.QUEUED);
  }

  @Test
  void leavesToRelaysWhatIsRefused() {
    Publication publication = published("a");
    marks.keep(publication);
    scene.clock.advance(AGE);
    scene.wire.fail(
        "ExtractionStore.publishedBefore", 1, () -> new IllegalArgumentException("no position"));

    assertThatThrownBy(marks::markOnce).isInstanceOf(IllegalArgumentException.class);
    assertThat(marks.markOnce()).isZero();
    assertThat(status(publication)).isEqualTo(Status.PENDING);
  }

  @Test
  void marksWhatIsLeftWhenItStopsAndKeepsNothingAfterwards() throws Exception {
    List<Publication> all = List.of(published("a"), published("b"), published("c"));
    all.forEach(marks::keep);
    Thread loop = Thread.ofVirtual().start(marks::runUntilStopped);

    marks.stop();

    assertThat(loop.join(Scene.PATIENCE)).isTrue();
    assertThat(all).extracting(this::status).containsOnly(Status.QUEUED);
    assertThat(marks.keep(published("d"))).isFalse();
  }

  @Test
  void theLoopOutlivesAnAbsentLedger() throws Exception {
    Thread loop = Thread.ofVirtual().start(marks::runUntilStopped);
    var tries = new CountDownLatch(3);
    scene.wire.before("ExtractionStore.publishedBefore", tries::countDown);
    scene.wire.fail("ExtractionStore.publishedBefore", 2, () -> Scene.away(Store.POSTGRES));
    Publication publication = published("a");
    marks.keep(publication);
    scene.clock.advance(AGE);

    assertThat(tries.await(20, TimeUnit.SECONDS)).isTrue();

    marks.stop();
    assertThat(loop.join(Scene.PATIENCE)).isTrue();
    assertThat(status(publication)).isEqualTo(Status.QUEUED);
  }
}
