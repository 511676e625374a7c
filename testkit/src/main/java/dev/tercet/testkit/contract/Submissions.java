package dev.tercet.testkit.contract;

import dev.tercet.saga.Document;
import dev.tercet.saga.Document.Idempotency;
import dev.tercet.saga.Submission;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.queue.QueueName;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What callers send, and how it comes to the ledger. */
public final class Submissions {
  private static final int MAX_ATTEMPTS = 5;

  private Submissions() {}

  /** Nothing but a text. */
  public static Document document(String source, String text) {
    return new Document(
        source, text, Document.NO_METADATA, QueueName.DEFAULT, null, null, List.of());
  }

  /** Nothing but a text, after every check. */
  public static Submission plain(UUID id, UUID project, String source, String text) {
    return of(id, project, 1, document(source, text));
  }

  /** The same under a caller's key. */
  public static Submission keyed(Submission it, String key) {
    Document document = it.document();
    var idempotency = new Idempotency(key, Fingerprint.of(document.source(), document.text()));
    return with(it, document.metadata(), document.queue(), null, idempotency);
  }

  /** The same for later. */
  static Submission later(Submission it, Instant runAt) {
    return with(it, it.document().metadata(), it.document().queue(), runAt, null);
  }

  static Submission withMetadata(Submission it, String metadata) {
    return with(it, metadata, it.document().queue(), null, null);
  }

  static Submission inQueue(Submission it, QueueName queue) {
    return with(it, it.document().metadata(), queue, null, null);
  }

  static Submission in(UUID project, Submission it) {
    return new Submission(
        it.id(), project, it.projectVersion(), it.document(), it.fingerprint(), it.maxAttempts());
  }

  /** The same as of that version of its project. */
  public static Submission ofVersion(int version, Submission it) {
    return new Submission(
        it.id(), it.project(), version, it.document(), it.fingerprint(), it.maxAttempts());
  }

  private static Submission with(
      Submission it,
      String metadata,
      QueueName queue,
      @Nullable Instant runAt,
      @Nullable Idempotency idempotency) {
    Document document = it.document();
    return of(
        it.id(),
        it.project(),
        it.projectVersion(),
        new Document(
            document.source(), document.text(), metadata, queue, runAt, idempotency, List.of()));
  }

  private static Submission of(UUID id, UUID project, int version, Document document) {
    return new Submission(
        id, project, version, document, Fingerprint.of(document.text()), MAX_ATTEMPTS);
  }
}
