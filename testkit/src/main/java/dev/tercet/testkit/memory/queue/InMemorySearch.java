package dev.tercet.testkit.memory.queue;

import dev.tercet.saga.queue.LostMessage;
import dev.tercet.saga.queue.MessageSearch;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import java.util.Map;

/**
 * A search that looks for every message, so that it has nothing to remember for the next.
 *
 * @param passed how far each group had come when it began
 */
public record InMemorySearch(Map<QueueName, EntryId> passed) implements MessageSearch {

  /** Whether its group had gone past it when the search began. */
  public boolean hasPassed(Publication publication) {
    EntryId last = passed.getOrDefault(publication.queue(), EntryId.ZERO);
    return EntryId.of(publication.position()).compareTo(last) <= 0;
  }

  @Override
  public void confirm(LostMessage lost) {
    // it is looked for again anyway
  }

  @Override
  public void end() {
    // the next one begins anew
  }
}
