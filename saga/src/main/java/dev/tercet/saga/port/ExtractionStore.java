package dev.tercet.saga.port;

import dev.tercet.saga.Acceptance;
import dev.tercet.saga.AttemptWork;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.FailedPassage.LeftOut;
import dev.tercet.saga.Failure;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.SagaTransitions;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.Submission;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The ledger: one named function per transition of {@link SagaTransitions}, each one atomic act
 * with its audit row (S9).
 *
 * <p>Callers write one item and block; an implementation gathers what arrives meanwhile into one
 * batch. An outcome that a lost connection left unknown is read back before anything is returned
 * (docs/protocol.md §3). A store that is away throws {@link StoreUnavailableException}, and then
 * nothing is known to have changed.
 *
 * <p>A false return says "somebody else has it": zero rows matched id, status, epoch and session
 * (S3).
 */
public interface ExtractionStore {

  /** Accepts a document (docs/protocol.md §2). Retrying it with the same id is safe. */
  Acceptance accept(Submission submission);

  /**
   * Pending, due and unpublished extractions, oldest first, that have stood so for at least {@code
   * age}; those that nobody has claimed yet, and that were due when they were accepted, for twice
   * as long: whoever accepted them has published them, and may note it as late as that.
   */
  List<Due> due(Duration age, int limit);

  /** A row that must be published. */
  record Due(Hint hint, QueueName queue) {}

  /**
   * Who publishes due rows.
   *
   * @param relay drawn once for each; what it holds already it may take again
   * @param hold how long nobody else takes them, unless they are noted as published or claimed
   *     before; it runs out when this one has died (database clock)
   */
  record Taker(UUID relay, Duration hold) {}

  /** What {@link #due} lists, but for what another one holds; the taker holds it from now on. */
  List<Due> takeDue(Taker taker, Duration age, int limit);

  /** Those of these rows that are due, the same way. */
  List<Due> takeDue(Taker taker, Collection<Hint> hints);

  /** Notes that the message stands in its queue; false when a worker was faster. */
  boolean published(Publication publication);

  /** Notes several; how many rows took it. */
  default int published(List<Publication> publications) {
    return (int) publications.stream().filter(this::published).count();
  }

  /**
   * A message that was put into its queue without a word to the ledger.
   *
   * @param ago how long that is ago, by the publisher's steady clock
   */
  record Unmarked(Publication publication, Duration ago) {}

  /**
   * Notes those of these messages whose rows are pending still, as of when they were published; how
   * many rows took it. What has been claimed since is left alone, and so is what names a later
   * message by now.
   */
  int publishedBefore(List<Unmarked> publications);

  /** A lost message, and the one that was published in its place. */
  record Replacement(Publication lost, Publication now) {}

  /**
   * Notes the messages that were published for queued rows whose own were lost; only where the row
   * is still queued and names the lost one. Returns those of which the row says so now.
   */
  Set<Publication> replaced(List<Replacement> replacements);

  /**
   * Takes the next attempt on each hinted extraction that may be claimed; hints that lost return
   * nothing.
   *
   * @param attemptTimeout after which, without progress, the attempt counts as hung (database
   *     clock)
   * @throws SessionClosedException when the session is not open: it holds none of them, and nothing
   *     is said of the hints
   */
  List<Claim> claim(Collection<Hint> hints, UUID session, Duration attemptTimeout);

  /**
   * The same on what messages hint at. The history of a row that was pending still says that it was
   * queued since its message was published, and the ledger notes how far claims have come in the
   * queues.
   */
  List<Claim> claimTaken(Collection<Delivery> messages, UUID session, Duration attemptTimeout);

  /**
   * Reads what the claims are to work on, in any order; a claim whose rows are gone is missing from
   * the answer. Texts above {@link AttemptWork#LARGE} are left out.
   */
  List<AttemptWork> load(Collection<Claim> claims);

  /** The text of a claim's document, of any length; empty when its rows are gone. */
  Optional<String> text(Claim claim);

  /** The metadata of a claim's document, a JSON object; empty when its rows are gone. */
  Optional<String> metadata(Claim claim);

  /**
   * Notes progress and renews the deadline.
   *
   * @param passages what is known of the passages by now
   */
  boolean advance(
      Claim claim, Stage stage, Extraction.PassageCount passages, Duration attemptTimeout);

  /**
   * Ends the attempt as done, or as superseded when a newer generation has finished
   * (docs/protocol.md §4). {@link ClosingStore} is the short way of a short document.
   */
  Completion complete(Claim claim);

  /** The same of a document that is done without some of its passages, which are kept with it. */
  Completion completeWithout(Claim claim, LeftOut leftOut);

  /** What completing came to. */
  enum Completion {
    /** Done; the source's newest finished generation is this one, its predecessor is superseded. */
    DONE,
    /** A newer generation has finished: superseded, with a removal row. */
    SUPERSEDED,
    /**
     * Zero rows: the claim is no longer ours. The worker deletes the points it wrote if the row
     * says so.
     */
    LOST
  }

  /**
   * Gives the attempt back to be tried after {@code delay}; {@code counted} only when something was
   * really tried.
   */
  boolean postpone(Claim claim, Duration delay, Failure reason, boolean counted);

  /**
   * Gives the attempt back, uncounted, until the provider answers again or {@code longest} is over.
   * It is due at once when the provider has opened meanwhile.
   */
  boolean await(Claim claim, String provider, Duration longest, Failure reason);

  /** Ends the attempt as failed. */
  boolean fail(Claim claim, Failure failure);

  /**
   * Gives back an attempt that was not begun or not finished while the process stops; uncounted.
   */
  boolean release(Claim claim, ReleaseCause cause);

  /** Cancels; writes a removal row. */
  Outcome cancel(UUID project, UUID extraction);

  /** Asks for another attempt, with every counter reset. */
  Outcome retry(UUID project, UUID extraction);

  /**
   * Accepts the document of an extraction that is done without some of its passages once more, as
   * the next version of its source (docs/protocol.md §2): its first line of history is that of a
   * retry, and the one that is repeated stays what readers see until the new one is done. Refused
   * when it is not done or whole, or when a newer version is of another document.
   *
   * @param id of the new version; retrying with the same id is safe
   * @return the new version, or the one that repeats it already and has not ended
   */
  Outcome again(UUID project, UUID extraction, UUID id);

  /** Turns the extraction {@code deleting}; writes a removal row. */
  Outcome delete(UUID project, UUID extraction);

  /** What a person's request came to. */
  sealed interface Outcome {
    /** It took effect; {@code hint} is to be published when the extraction is due now. */
    record Changed(Extraction extraction) implements Outcome {}

    /** The status does not allow it. */
    record Refused(Status status) implements Outcome {}

    /** There is no such extraction in that project. */
    record Absent() implements Outcome {}
  }

  /**
   * The standing of a claim's extraction, for a writer of points that must look again
   * (docs/protocol.md §4).
   */
  List<Standing> standing(Collection<UUID> extractions);

  /** Status and epoch of one extraction; absent rows are not listed. */
  record Standing(UUID extraction, Status status, long epoch) {}
}
