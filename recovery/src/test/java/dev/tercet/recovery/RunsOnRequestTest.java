package dev.tercet.recovery;

import static dev.tercet.recovery.ModelScene.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.recovery.plan.RecoveryReport;
import dev.tercet.recovery.plan.RecoveryRequest;
import dev.tercet.recovery.plan.RecoveryRequest.Depth;
import dev.tercet.recovery.plan.RecoverySettings;
import dev.tercet.saga.Scope.OfProject;
import dev.tercet.testkit.fault.FaultPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However many people ask for a run at once, few are made at once. */
@Timeout(60)
class RunsOnRequestTest {
  private final ModelScene scene = new ModelScene();
  private final Semaphore reading = new Semaphore(0);
  private final CountDownLatch gate = new CountDownLatch(1);
  private volatile boolean slow;

  private void readSlowly() {
    if (!slow) {
      return;
    }
    reading.release();
    try {
      assertThat(gate.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Optional<RecoveryReport> ask(Recovery process, Duration patience, int project) {
    var scope = new OfProject(new UUID(7, project));
    return process.runWithin(
        patience, new RecoveryRequest(scope, Depth.QUEUES, true, 10, false), new UUID(8, project));
  }

  @Test
  void theOnesBeyondTheBoundWaitForAPlaceAndAreToldWhenThereIsNone() throws Exception {
    Recovery process = scene.process(OLD, FaultPlan.none(), new CallWatch(_ -> readSlowly()));
    slow = true;
    int bound = RecoverySettings.DEFAULT.runs();
    try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<RecoveryReport>>> runs = new ArrayList<>();
      for (int person = 0; person < bound; person++) {
        int project = person;
        runs.add(people.submit(() -> ask(process, Duration.ZERO, project)));
      }
      assertThat(reading.tryAcquire(bound, 30, TimeUnit.SECONDS)).isTrue();

      assertThat(ask(process, Duration.ZERO, bound)).isEmpty();
      runs.add(people.submit(() -> ask(process, Duration.ofSeconds(30), bound + 1)));
      gate.countDown();

      for (Future<Optional<RecoveryReport>> run : runs) {
        assertThat(run.get(30, TimeUnit.SECONDS)).isPresent();
      }
    }
  }
}
