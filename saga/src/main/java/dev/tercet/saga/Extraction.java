package dev.tercet.saga;

import dev.tercet.saga.queue.QueueName;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One extraction as a reader sees it.
 *
 * @param id the extraction's id
 * @param project the project's internal id
 * @param source the caller's name for the document
 * @param generation the version of the source, from 1
 * @param status where it stands
 * @param stage the last checkpoint passed
 * @param queue where it waits or waited
 * @param attempts how many attempts were made
 * @param maxAttempts how many may be made
 * @param epoch the fencing token of the newest claim
 * @param createdAt when it was accepted
 * @param updatedAt when its status last changed
 * @param startedAt when its newest attempt was claimed
 * @param doneAt when it was done
 * @param nextAttemptAt when a pending one is due
 * @param failure why it failed, or why the last attempt did
 * @param passages how far its passages are
 * @param entitiesExtracted whether its entities are linked
 * @param usage what its model calls used
 * @param warnings what the reader of its file had to say about the text
 * @param failedPassages the first passages without which it is done
 * @param madeWith what the facts of its recorded passages were extracted with, mostly one; empty
 *     when there are none, or it is not known of all of them
 */
public record Extraction(
    UUID id,
    UUID project,
    String source,
    long generation,
    Status status,
    Stage stage,
    QueueName queue,
    int attempts,
    int maxAttempts,
    long epoch,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant startedAt,
    @Nullable Instant doneAt,
    @Nullable Instant nextAttemptAt,
    @Nullable Failure failure,
    PassageCount passages,
    boolean entitiesExtracted,
    Usage usage,
    List<String> warnings,
    List<FailedPassage.Warning> failedPassages,
    List<MadeWith> madeWith) {

  /** How many passages the cut gave, how many have answers, and how many have confirmed points. */
  public record PassageCount(int total, int extracted, int embedded) {
    /** Before the first cut. */
    public static final PassageCount NONE = new PassageCount(0, 0, 0);
  }
}
