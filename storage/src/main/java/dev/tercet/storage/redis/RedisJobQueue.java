package dev.tercet.storage.redis;

import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.queue.ClaimedSoFar;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.LostMessage;
import dev.tercet.saga.queue.MessageSearch;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.storage.batch.BatchLimits;
import dev.tercet.storage.batch.GroupCommit;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The queues as Redis streams: each act of the port and who does it. */
final class RedisJobQueue implements JobQueue, AutoCloseable {
  private final GroupCommit<Due, Publication> publishing;
  private final GroupCommit<Delivery, Boolean> settling;
  private final Consume consume;
  private final PendingEntries pendingEntries;
  private final Consumers consumers;
  private final StreamObservation observation;
  private final LostMessages lostMessages;
  private final QueueWeights queueWeights;
  private final ReadWakeups readWakeups;

  RedisJobQueue(RedisSettings settings, RedisConnections commands, RedisConnections takers) {
    var keys = new RedisKeys(settings.keyPrefix());
    var limits =
        new BatchLimits(
            500,
            1L << 20,
            BatchLimits.DEFAULT.waiting(),
            BatchLimits.DEFAULT.flushers(),
            BatchLimits.DEFAULT.linger(),
            BatchLimits.DEFAULT.lull(),
            settings.patience());
    publishing = new GroupCommit<>("publish", new PublishHints(commands, keys), limits);
    var settle = new Acknowledgement(commands, keys);
    settling = new GroupCommit<>("settle", settle, limits);
    queueWeights = new QueueWeights(commands, keys, settings.weights());
    readWakeups = new ReadWakeups(commands);
    var streamReader =
        new StreamReader(takers, keys, new ConsumerGroups(keys), settle, readWakeups);
    consume = new Consume(streamReader, queueWeights, readWakeups);
    pendingEntries = new PendingEntries(commands, keys, streamReader, queueWeights);
    consumers = new Consumers(commands, keys, settings.consumerRetention());
    observation = new StreamObservation(commands, keys);
    lostMessages = new LostMessages(observation);
  }

  @Override
  public Publication publish(Hint hint, QueueName queue) {
    return publishing.submit(new Due(hint, queue));
  }

  @Override
  public List<Publication> publish(List<Due> hints) {
    return publishing.submitAll(hints);
  }

  @Override
  public List<Delivery> take(UUID session, int max, Duration wait) {
    return consume.take(session, max, wait);
  }

  @Override
  public void wake() {
    queueWeights.wake();
    readWakeups.wake();
  }

  @Override
  public void settle(Collection<Delivery> deliveries) {
    settling.submitAll(List.copyOf(deliveries));
  }

  @Override
  public List<Delivery> takeStranded(UUID session, Duration idle, int max) {
    List<Delivery> taken = pendingEntries.take(session, idle, max);
    consumers.sweepOnce();
    return taken;
  }

  @Override
  public List<Delivery> stranded(Duration idle, int max) {
    return pendingEntries.look(idle, max);
  }

  @Override
  public List<Delivery> abandoned(int max) {
    return pendingEntries.abandoned(observation::heads, max);
  }

  @Override
  public Map<QueueName, Long> depth() {
    return observation.depth();
  }

  @Override
  public void configure(Map<QueueName, Integer> weights, Set<QueueName> paused) {
    if (queueWeights.configure(weights, paused)) {
      readWakeups.endReads(); // they wait for messages of the queues that were open before
    }
  }

  @Override
  public String incarnation() {
    return observation.incarnation();
  }

  @Override
  public MessageSearch search(
      Map<QueueName, ClaimedSoFar> claimed, Duration requeueAfter, boolean all) {
    return lostMessages.begin(claimed, requeueAfter, all);
  }

  @Override
  public List<LostMessage> lost(MessageSearch search, List<Publication> queued) {
    return lostMessages.of(search, queued);
  }

  @Override
  public boolean holdsAnyPublishedBy(Instant time) {
    return observation.holdsAnyPublishedBy(time);
  }

  /** Writes what is waiting and takes nothing more. */
  @Override
  public void close() {
    publishing.close();
    settling.close();
  }
}
