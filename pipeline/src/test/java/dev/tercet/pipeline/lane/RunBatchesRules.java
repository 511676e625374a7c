package dev.tercet.pipeline.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.Scene;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Status;
import dev.tercet.saga.batch.ProviderBatch;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.testkit.BatchEndpoint;
import dev.tercet.testkit.fault.FaultPlan;
import dev.tercet.testkit.fault.FaultSweep;
import dev.tercet.testkit.fault.SimulatedCrash;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From a document's questions to a batch of the stand-in's and back, by hand. */
@Timeout(240)
abstract class RunBatchesRules {
  final LaneWorld world;
  final Scene scene;
  final BatchEndpoint endpoint;
  private final LaneWorld.Provider provider;

  RunBatchesRules(LaneWorld.Provider provider) {
    this.provider = provider;
    world = new LaneWorld(provider);
    scene = world.scene;
    endpoint = world.endpoint;
  }

  @AfterEach
  void stop() {
    world.close();
  }

  List<ProviderBatch> batches() {
    return world.batches();
  }

  @Test
  void allPassagesOfADocumentGoThroughOneBatchAndNoAttemptIsCharged() {
    Extraction extraction = world.posted();
    assertThat(world.seen(extraction).status()).isEqualTo(Status.PENDING);
    assertThat(world.seen(extraction).attempts()).isZero();
    RunBatches process = world.process();
    world.pass(process, LaneWorld.INTERVAL);
    assertThat(batches()).extracting(ProviderBatch::questions).containsExactly(3);
    world.pass(process, LaneWorld.INTERVAL);
    world.pass(process, LaneWorld.INTERVAL);
    scene.work(world.worker);
    assertThat(world.seen(extraction).status()).isEqualTo(Status.DONE);
    assertThat(world.seen(extraction).usage().calls()).isEqualTo(3);
    assertThat(endpoint.paid()).hasSize(3).doesNotHaveDuplicates();
    assertThat(endpoint.asked()).isEmpty();
  }

  @Test
  void whoeverDiesAnywhereTheQuestionsArePaidForOnce() {
    assertThat(FaultSweep.everyCallOf(this::lifeAndDeath)).isGreaterThan(100);
  }

  private void lifeAndDeath(FaultPlan plan) {
    try (var world = new LaneWorld(provider)) {
      Extraction extraction = world.posted();
      RunBatches struck = world.process(plan);
      for (int i = 0; i < 4 && !plan.isDead(); i++) {
        attempt(world, struck);
      }
      RunBatches next = world.process();
      for (int i = 0; i < 7; i++) {
        world.pass(next, RunBatches.HOLD.plusSeconds(1));
        world.scene.work(world.worker);
      }
      assertThat(world.seen(extraction).status()).isEqualTo(Status.DONE);
      assertThat(world.endpoint.paid()).hasSize(3).doesNotHaveDuplicates();
      assertThat(world.endpoint.asked()).isEmpty();
      assertThat(world.seen(extraction).usage().calls()).isEqualTo(3);
      assertThat(world.batches()).hasSize(1);
    }
  }

  private static void attempt(LaneWorld world, RunBatches process) {
    try {
      world.pass(process, LaneWorld.INTERVAL);
    } catch (StoreUnavailableException | SimulatedCrash e) {
      assertThat(e).isNotNull(); // comes again, or does not
    }
  }

  @Test
  void whatExpiresIsAskedDirectly() {
    endpoint.expireAfter(2);
    Extraction extraction = world.posted();
    RunBatches process = world.process();
    world.pass(process, LaneWorld.INTERVAL);
    world.pass(process, LaneWorld.INTERVAL);
    world.pass(process, LaneWorld.INTERVAL);
    scene.work(world.worker);
    assertThat(world.seen(extraction).status()).isEqualTo(Status.DONE);
    assertThat(endpoint.paid()).hasSize(2);
    assertThat(endpoint.asked()).hasSize(1).doesNotContainAnyElementsOf(endpoint.paid());
  }

  @Test
  void afterItsTimeTheDirectLaneTakesOverAndTheBatchIsCancelledFirst() {
    endpoint.hold();
    Extraction extraction = world.posted();
    RunBatches process = world.process();
    world.pass(process, LaneWorld.INTERVAL);
    scene.clock.advance(Duration.ofHours(1));
    scene.work(world.worker);
    assertThat(endpoint.asked()).as("the batch may still be answered").isEmpty();
    for (int i = 0; i < 3; i++) {
      world.pass(process, Duration.ofSeconds(10));
    }
    scene.work(world.worker);
    assertThat(world.seen(extraction).status()).isEqualTo(Status.DONE);
    assertThat(endpoint.asked()).hasSize(3).doesNotHaveDuplicates();
    assertThat(endpoint.paid()).isEmpty();
    assertThat(batches()).extracting(ProviderBatch::outcome).containsExactly("cancelled");
  }

  @Test
  void withoutBatchesAtItsAddressEverythingIsAskedDirectly() {
    endpoint.haveNoBatches();
    Extraction extraction = world.posted();
    RunBatches process = world.process();
    world.pass(process, LaneWorld.INTERVAL);
    process.workOnce();
    scene.work(world.worker);
    assertThat(world.seen(extraction).status()).isEqualTo(Status.DONE);
    assertThat(endpoint.asked()).hasSize(3);
    Extraction other =
        scene.accept(world.project, "b", LaneWorld.TEXT.replace("paragraph", "chapter"));
    scene.work(world.worker);
    assertThat(world.seen(other).status()).as("for an hour nothing waits").isEqualTo(Status.DONE);
  }

  @Test
  void aBatchThatIsNeverAnsweredIsGivenUp() {
    endpoint.hold();
    Extraction extraction = world.posted();
    RunBatches process = world.process();
    world.pass(process, LaneWorld.INTERVAL);
    world.pass(process, RunBatches.LOST.plusMinutes(1));
    process.workOnce();
    scene.work(world.worker);
    assertThat(world.seen(extraction).status()).isEqualTo(Status.DONE);
    assertThat(endpoint.asked()).hasSize(3);
    assertThat(batches()).extracting(ProviderBatch::outcome).containsExactly("lost");
  }
}
