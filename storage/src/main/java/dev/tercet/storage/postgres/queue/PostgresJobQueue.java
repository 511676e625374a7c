package dev.tercet.storage.postgres.queue;

import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.queue.ClaimedSoFar;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.LostMessage;
import dev.tercet.saga.queue.MessageSearch;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.saga.queue.QueueSettings;
import dev.tercet.storage.batch.GroupCommit;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.jdbc.DirectConnections;
import dev.tercet.storage.postgres.operation.Commits;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The queues as rows of an unlogged table: each act of the port and who does it. Another process
 * hears within {@value #LONGEST_WAIT_MILLIS} ms of what was published, however many hints are
 * missed, and mostly at once.
 */
public final class PostgresJobQueue implements JobQueue, AutoCloseable {
  /** How long whoever waits believes that nothing has come while the server would tell. */
  private static final long LONGEST_WAIT_MILLIS = 5_000;

  /** The same while nobody listens. */
  private static final long UNTOLD_WAIT_MILLIS = 500;

  /** Most messages in one call, whatever the caller asks for (S7). */
  private static final int MOST = 10_000;

  private final Arrivals arrivals = new Arrivals();
  private final ArrivalListener listener;
  private final GroupCommit<Due, Publication> publishing;
  private final GroupCommit<Delivery, Boolean> settling;
  private final TakeMessages taking;
  private final StandingMessages standing;
  private volatile Map<QueueName, Integer> open = QueueSettings.DEFAULT_WEIGHTS;

  /** A search needs no memory: what stands is asked for exactly. */
  private record ExactSearch() implements MessageSearch {
    @Override
    public void confirm(LostMessage lost) {}

    @Override
    public void end() {}
  }

  /**
   * Connects to nothing yet.
   *
   * @param commits by which batches of messages are written
   * @param direct for the connection on which it listens while somebody waits
   */
  public PostgresJobQueue(Database database, Commits commits, DirectConnections direct) {
    listener = new ArrivalListener(direct, arrivals);
    publishing = commits.of(new PublishMessages(arrivals));
    settling = commits.of(new SettleMessages());
    taking = new TakeMessages(database);
    standing = new StandingMessages(database);
  }

  @Override
  public Publication publish(Hint hint, QueueName queue) {
    Publication published = publishing.submit(new Due(hint, queue));
    arrivals.arrived();
    return published;
  }

  @Override
  public List<Publication> publish(List<Due> hints) {
    List<Publication> published = publishing.submitAll(hints);
    arrivals.arrived();
    return published;
  }

  @Override
  public List<Delivery> take(UUID session, int max, Duration wait) {
    if (max < 1) {
      return List.of();
    }
    int most = Math.min(max, MOST);
    long until = System.nanoTime() + wait.toNanos();
    while (true) {
      long seen = arrivals.seen();
      List<Delivery> taken = taking.take(session, most, open);
      Duration left = Duration.ofNanos(until - System.nanoTime());
      if (!taken.isEmpty() || !left.isPositive() || arrivals.isWoken()) {
        return taken;
      }
      if (left.toMillis() > UNTOLD_WAIT_MILLIS) {
        listener.start();
      }
      Duration slice =
          Duration.ofMillis(listener.isListening() ? LONGEST_WAIT_MILLIS : UNTOLD_WAIT_MILLIS);
      arrivals.await(seen, most, left.compareTo(slice) < 0 ? left : slice);
    }
  }

  @Override
  public void wake() {
    arrivals.wake();
  }

  @Override
  public void settle(Collection<Delivery> deliveries) {
    settling.submitAll(List.copyOf(deliveries));
  }

  @Override
  public List<Delivery> takeStranded(UUID session, Duration idle, int max) {
    return standing.takeOver(session, idle, max, open.keySet());
  }

  @Override
  public List<Delivery> stranded(Duration idle, int max) {
    return standing.stranded(idle, max);
  }

  @Override
  public List<Delivery> abandoned(int max) {
    return standing.abandoned(max);
  }

  @Override
  public Map<QueueName, Long> depth() {
    return standing.depth();
  }

  /** Each process goes by what it was told last: all of them read the same rows. */
  @Override
  public void configure(Map<QueueName, Integer> weights, Set<QueueName> paused) {
    Map<QueueName, Integer> now = new EnumMap<>(QueueSettings.complete(weights));
    now.keySet().removeAll(paused);
    boolean others = !now.keySet().equals(open.keySet());
    open = now;
    if (others) {
      arrivals.arrived();
    }
  }

  @Override
  public String incarnation() {
    return standing.marker();
  }

  @Override
  public MessageSearch search(
      Map<QueueName, ClaimedSoFar> claimed, Duration requeueAfter, boolean all) {
    return new ExactSearch();
  }

  @Override
  public List<LostMessage> lost(MessageSearch search, List<Publication> queued) {
    return standing.lost(queued);
  }

  @Override
  public boolean holdsAnyPublishedBy(Instant time) {
    return standing.holdsAnyPublishedBy(time);
  }

  /** Listens no more; what is waiting is written by whoever closes the commits. */
  @Override
  public void close() {
    listener.close();
  }
}
