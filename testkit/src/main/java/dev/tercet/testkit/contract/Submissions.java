package dev.tercet.testkit.contract;

import dev.tercet.saga.Submission;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.queue.QueueName;
import java.time.Instant;
import java.util.UUID;

/** What callers submit. */
final class Submissions {
  private Submissions() {}

  static Submission plain(UUID id, UUID project, String source, String text) {
    return new Submission(
        id, project, source, text, "{}", Fingerprint.of(text), QueueName.DEFAULT, null, 5, null);
  }

  /** The same for later. */
  static Submission later(Submission it, Instant runAt) {
    return new Submission(
        it.id(),
        it.project(),
        it.source(),
        it.text(),
        it.metadata(),
        it.fingerprint(),
        it.queue(),
        runAt,
        it.maxAttempts(),
        null);
  }

  /** The same under a caller's key. */
  static Submission keyed(Submission it, String key) {
    return new Submission(
        it.id(),
        it.project(),
        it.source(),
        it.text(),
        it.metadata(),
        it.fingerprint(),
        it.queue(),
        null,
        it.maxAttempts(),
        new Submission.Idempotency(key, Fingerprint.of(it.source(), it.text())));
  }
}
