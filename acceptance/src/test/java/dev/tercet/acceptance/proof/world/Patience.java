package dev.tercet.acceptance.proof.world;

import dev.tercet.saga.port.JobQueue;
import dev.tercet.testkit.fault.Replaced;
import java.time.Duration;
import java.util.UUID;

/** A queue at which nobody waits: an empty one gives nothing, at once. */
record Patience(JobQueue queue) {
  JobQueue none() {
    return Replaced.method(
        JobQueue.class,
        queue,
        "take",
        (real, arguments) -> real.take((UUID) arguments[0], (int) arguments[1], Duration.ZERO));
  }
}
