package dev.tercet.storage.redis;

import dev.tercet.saga.Delivery;
import dev.tercet.saga.Hint;
import dev.tercet.saga.JobQueue;
import dev.tercet.saga.Publication;
import dev.tercet.saga.QueueName;
import dev.tercet.saga.SagaStore.Due;
import dev.tercet.storage.batch.GroupCommit;
import dev.tercet.storage.batch.Limits;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The queues as Redis streams: each act of the port and who does it. */
final class RedisJobQueue implements JobQueue, AutoCloseable {
  private final GroupCommit<Posting, Publication> publishing;
  private final GroupCommit<Delivery, Boolean> settling;
  private final Taking taking;
  private final Strandings strandings;
  private final Consumers consumers;
  private final Observation observation;
  private final Steering steering;
  private final Wakes wakes;

  RedisJobQueue(RedisSettings settings, Connections commands, Connections takers) {
    var keys = new Keys(settings.keyPrefix());
    var limits =
        new Limits(
            500,
            1L << 20,
            Limits.DEFAULT.waiting(),
            Limits.DEFAULT.flushers(),
            Limits.DEFAULT.linger(),
            Limits.DEFAULT.lull(),
            settings.patience());
    publishing = new GroupCommit<>("publish", new Publishing(commands, keys), limits);
    var settle = new Settling(commands, keys);
    settling = new GroupCommit<>("settle", settle, limits);
    steering = new Steering(commands, keys, settings.weights());
    wakes = new Wakes(commands);
    var reading = new Reading(takers, keys, new Groups(keys), settle, wakes);
    taking = new Taking(reading, steering, wakes);
    strandings = new Strandings(commands, keys, reading, steering);
    consumers = new Consumers(commands, keys, settings.consumerRetention());
    observation = new Observation(commands, keys);
  }

  @Override
  public Publication publish(Hint hint, QueueName queue) {
    return publishing.submit(new Posting(hint, queue));
  }

  @Override
  public List<Publication> publish(List<Due> hints) {
    return publishing.submitAll(
        hints.stream().map(it -> new Posting(it.hint(), it.queue())).toList());
  }

  @Override
  public List<Delivery> take(UUID session, int max, Duration wait) {
    return taking.take(session, max, wait);
  }

  @Override
  public void wake() {
    steering.wake();
    wakes.wake();
  }

  @Override
  public void settle(Collection<Delivery> deliveries) {
    settling.submitAll(List.copyOf(deliveries));
  }

  @Override
  public List<Delivery> takeStranded(UUID session, Duration idle, int max) {
    List<Delivery> taken = strandings.take(session, idle, max);
    consumers.sweepOnce();
    return taken;
  }

  @Override
  public List<Delivery> stranded(Duration idle, int max) {
    return strandings.look(idle, max);
  }

  @Override
  public List<Delivery> abandoned(int max) {
    return strandings.abandoned(observation::heads, max);
  }

  @Override
  public Map<QueueName, Long> depth() {
    return observation.depth();
  }

  @Override
  public void steer(Map<QueueName, Integer> weights, Set<QueueName> paused) {
    if (steering.steer(weights, paused)) {
      wakes.endReads(); // they wait for messages of the queues that were open before
    }
  }

  @Override
  public List<Head> heads() {
    return observation.heads();
  }

  @Override
  public Set<Publication> present(Collection<Publication> publications) {
    return observation.present(publications);
  }

  @Override
  public Set<Publication> pending(Collection<Publication> publications) {
    return observation.pending(publications);
  }

  /** Writes what is waiting and takes nothing more. */
  @Override
  public void close() {
    publishing.close();
    settling.close();
  }
}
