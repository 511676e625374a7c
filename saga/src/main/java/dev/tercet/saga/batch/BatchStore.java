package dev.tercet.saga.batch;

import dev.tercet.saga.Claim;
import dev.tercet.saga.id.Fingerprint;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Questions that wait for a batch, and the batches under way (docs/protocol.md §16). All times are
 * the database's. Answers and calls are the {@link dev.tercet.saga.port.AnswerStore}'s.
 */
public interface BatchStore {
  /** The outcome of a batch whose provider has no batches; believed for an hour. */
  String UNSUPPORTED = "unsupported";

  /**
   * Whose questions they are, and who is asked.
   *
   * @param schema JSON Schema of one fact
   * @param gathering how long a batch may wait for more questions
   * @param within after which the document's questions are asked directly
   */
  record Asker(
      Claim claim,
      String provider,
      String model,
      String schema,
      Duration gathering,
      Duration within) {}

  /** One question of the document. */
  record Asked(Fingerprint fingerprint, int ordinal, String passage) {}

  /**
   * What may not be asked directly now.
   *
   * @param waiting those that wait for a batch, or are in one
   * @param rest how long their document waits, unless it is called
   */
  record Placed(Set<Fingerprint> waiting, Duration rest) {
    /** All are asked directly. */
    public static final Placed NONE = new Placed(Set.of(), Duration.ZERO);
  }

  /**
   * Lets these questions wait for a batch, as long as the document's time lasts, which begins with
   * its first one. After that, once a batch has left one of the document's without an answer, and
   * while the provider is known to have no batches, those that are in no batch wait no longer; what
   * is in a batch under way waits for its end, and after the document's time that batch is
   * unwanted.
   */
  Placed place(Asker asker, List<Asked> questions);

  /**
   * Begins a batch of what waits for one model and has waited long enough: each question once, of
   * unfinished documents. False when nothing does.
   *
   * @param id of the batch, if one is begun
   * @param bytes of passages and schemas together, unless one alone has more
   */
  boolean gather(UUID id, int most, long bytes);

  /**
   * A batch that is due, if any is: nobody else gets it for {@code hold}, or until it is put off or
   * ended.
   */
  Optional<ProviderBatch> due(Duration hold);

  /** What the batch asks, in the same order at each look. */
  List<BatchCall> calls(UUID batch);

  /** These are not to be asked in it, but directly; their calls have not begun, or have ended. */
  void leaveOut(UUID batch, Collection<UUID> calls);

  /** The provider has it under that name; it is due after {@code pause}. */
  void submitted(UUID batch, String remote, Duration pause);

  /** Whether the provider has one of our batches under that name. */
  boolean isNamed(String provider, String remote);

  /** It is due after {@code pause}. */
  void putOff(UUID batch, Duration pause);

  /**
   * It is over, as all its calls are. The documents of what it did not answer ask directly.
   *
   * @param outcome at most 200 characters
   * @param answered the calls whose questions have a stored answer
   */
  void ended(UUID batch, String outcome, Collection<UUID> answered);

  /**
   * Makes due the pending documents for which batches have ended and that have nothing more in one;
   * looks at {@code limit} at most. Whether more may wait.
   */
  boolean call(int limit);

  /** The newest hundred batches, the newest first. */
  List<ProviderBatch> newest();
}
