package dev.tercet.pipeline.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Extraction;
import dev.tercet.saga.Status;
import dev.tercet.saga.batch.ProviderBatch;
import dev.tercet.testkit.check.Snapshot.End;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Batches of Anthropic's protocol, whose results alone prove whose they are. */
class RunAnthropicBatchesTest extends RunBatchesRules {
  RunAnthropicBatchesTest() {
    super(LaneWorld.Provider.ANTHROPIC);
  }

  @Test
  void whatMayBeUnderWayIsNotSentAgainUntilItsResultsSayWhoseItIs() {
    endpoint.hold();
    Extraction extraction = world.posted();
    world.pass(world.deaf(), LaneWorld.INTERVAL);
    RunBatches process = world.process();
    world.passes(process, 5);
    assertThat(endpoint.batches()).isEqualTo(1);
    assertThat(batches()).extracting(ProviderBatch::remote).containsOnlyNulls();
    endpoint.release();
    world.passes(process, 4);
    assertThat(world.seen(extraction).status()).isEqualTo(Status.DONE);
    assertThat(endpoint.batches()).isEqualTo(1);
    assertThat(endpoint.paid()).hasSize(3).doesNotHaveDuplicates();
    assertThat(endpoint.asked()).isEmpty();
    assertThat(world.ends()).containsOnly(End.VALID).hasSize(3);
  }

  @Test
  void anothersBatchOfAsManyQuestionsIsToldApartByItsResults() {
    endpoint.hold();
    endpoint.takeOthers(3);
    Extraction extraction = world.posted();
    world.pass(world.unheard(), LaneWorld.INTERVAL);
    RunBatches process = world.process();
    world.passes(process, 5);
    assertThat(endpoint.batches()).as("it may be that one").isEqualTo(1);
    endpoint.release();
    world.passes(process, 5);
    assertThat(world.seen(extraction).status()).isEqualTo(Status.DONE);
    assertThat(endpoint.batches()).isEqualTo(2);
    assertThat(endpoint.paid()).hasSize(3).doesNotHaveDuplicates();
    assertThat(endpoint.asked()).isEmpty();
  }

  @Test
  void whatCannotBeOursKeepsNothingWaiting() {
    endpoint.hold();
    endpoint.takeOthers(3);
    scene.clock.advance(Duration.ofHours(2));
    endpoint.takeOthers(2);
    endpoint.takeOthers(4);
    world.posted();
    world.pass(world.unheard(), LaneWorld.INTERVAL);
    world.pass(world.process(), LaneWorld.INTERVAL);
    assertThat(endpoint.batches()).as("one began too early, others ask too little").isEqualTo(4);
  }

  @Test
  void aBatchThatIsKnownAsAnotherOneKeepsNothingWaiting() {
    endpoint.hold();
    world.posted();
    RunBatches process = world.process();
    world.passes(process, 2);
    scene.accept(world.project, "b", LaneWorld.TEXT.replace("paragraph", "chapter"));
    scene.work(world.worker);
    world.passes(world.unheard(), 2);
    assertThat(endpoint.batches()).isEqualTo(1);
    assertThat(batches().getFirst().tries()).as("it was sent in vain").isEqualTo(1);
    world.passes(process, 3);
    assertThat(endpoint.batches()).isEqualTo(2);
  }

  @Test
  void whenTheTimeIsOverBeforeAnythingIsProvenItsCallsAreUnknown() {
    endpoint.hold();
    Extraction extraction = world.posted();
    world.pass(world.deaf(), LaneWorld.INTERVAL);
    scene.clock.advance(Duration.ofHours(1));
    scene.work(world.worker);
    assertThat(endpoint.asked()).as("the batch may still be answered").isEmpty();
    world.passes(world.process(), 2);
    assertThat(batches()).extracting(ProviderBatch::outcome).containsExactly("lost");
    assertThat(world.seen(extraction).status()).isEqualTo(Status.DONE);
    assertThat(endpoint.batches()).isEqualTo(1);
    assertThat(endpoint.asked()).hasSize(3).doesNotHaveDuplicates();
    assertThat(world.ends())
        .containsExactlyInAnyOrder(
            End.UNKNOWN, End.UNKNOWN, End.UNKNOWN, End.VALID, End.VALID, End.VALID);
    assertThat(world.seen(extraction).usage().calls()).isEqualTo(6);
  }

  @Test
  void resultsThatCannotBeReadProveNothing() {
    endpoint.damageResults(results -> results.substring(0, 20));
    Extraction extraction = world.posted();
    world.pass(world.deaf(), LaneWorld.INTERVAL);
    RunBatches process = world.process();
    world.passes(process, 5);
    assertThat(endpoint.batches()).isEqualTo(1);
    assertThat(batches()).extracting(ProviderBatch::outcome).containsOnlyNulls();
    endpoint.damageResults(results -> results);
    world.passes(process, 4);
    assertThat(world.seen(extraction).status()).isEqualTo(Status.DONE);
    assertThat(endpoint.batches()).isEqualTo(1);
    assertThat(endpoint.asked()).isEmpty();
  }
}
