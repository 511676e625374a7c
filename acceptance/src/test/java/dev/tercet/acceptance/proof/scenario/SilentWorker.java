package dev.tercet.acceptance.proof.scenario;

import dev.tercet.acceptance.proof.world.ProcessUnderTest;
import dev.tercet.saga.port.WorkerSessions.Worker;
import java.time.Duration;
import java.util.UUID;

/** A worker of another process, which takes messages and dies with them. */
final class SilentWorker {
  private static final UUID SESSION = new UUID(0, 1);

  private SilentWorker() {}

  /** It takes what is there, and then nothing more is heard of it. */
  static void takeAll(Run run) {
    run.world.stores.queue().take(SESSION, 100, Duration.ZERO);
  }

  /** It takes the first message, and does not come to claim by it. */
  static void takeFirst(Run run) {
    run.takenAway = run.world.stores.queue().take(SESSION, 1, Duration.ZERO);
  }

  /** It comes to that now, and dies. */
  static void claimFirst(Run run) {
    UUID session =
        run.world
            .sessions(_ -> {})
            .open(new Worker("host", 2, "proof", 1), ProcessUnderTest.LEASE)
            .id();
    run.life.extractions.claimTaken(run.takenAway, session, Duration.ofMinutes(1));
    run.world.stores.kill(session);
  }
}
