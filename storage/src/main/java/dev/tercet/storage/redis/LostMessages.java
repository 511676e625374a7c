package dev.tercet.storage.redis;

import dev.tercet.saga.queue.ClaimedSoFar;
import dev.tercet.saga.queue.LostMessage;
import dev.tercet.saga.queue.MessageSearch;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the lost messages of queued rows: how far each group has come, then, of those that may be
 * lost, their entries, and in whose hands they are (docs/protocol.md §8).
 */
final class LostMessages {
  /** Messages that their groups have not reached, and that one search looks for. */
  private static final int AHEAD = 10_000;

  private final StreamObservation observation;
  private final MessageDoubts doubts = new MessageDoubts(AHEAD);

  LostMessages(StreamObservation observation) {
    this.observation = observation;
  }

  MessageSearch begin(Map<QueueName, ClaimedSoFar> claimed, Duration requeueAfter, boolean all) {
    return doubts.begin(observation.heads(), claimed, requeueAfter, all);
  }

  List<LostMessage> of(MessageSearch search, List<Publication> queued) {
    if (!(search instanceof MessageDoubts.Pass pass) || !pass.isOf(doubts)) {
      throw new IllegalArgumentException("a search that another queue began");
    }
    List<Publication> doubtful = queued.stream().filter(pass::isDoubtful).toList();
    if (doubtful.isEmpty()) {
      return List.of();
    }
    Set<Publication> present = observation.present(doubtful);
    List<Publication> passed = doubtful.stream().filter(pass::isPassed).toList();
    Set<Publication> pending = passed.isEmpty() ? Set.of() : observation.pending(passed);
    return doubtful.stream()
        .filter(it -> !present.contains(it) || (pass.isPassed(it) && !pending.contains(it)))
        .map(it -> new LostMessage(it, present.contains(it)))
        .toList();
  }
}
