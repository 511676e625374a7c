package dev.tercet.api.services;

import dev.tercet.api.config.ServerConfig;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.QueryTooSlowException;
import dev.tercet.saga.port.StoreUnavailableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether more is unfinished than may be, and how long it takes until there is room. Without such a
 * limit nothing is counted. Otherwise whoever posts has it counted once a second at most, and what
 * this process has taken since is added; what others took in that second is not known yet
 * (docs/protocol.md §2).
 */
@Singleton
public final class Backlog {
  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

  /** How long a count is good. */
  static final Duration FRESH = Duration.ofSeconds(1);

  /** Over which it is measured how fast the work ends. */
  static final Duration WINDOW = Duration.ofSeconds(60);

  /** Before anything is known of how fast the work ends. */
  static final int UNKNOWN_SECONDS = 5;

  /** However slow it is; and when nothing ends. */
  static final int MOST_SECONDS = 300;

  private static final double NANOS = 1e9;

  private final Services.Source services;
  private final long most;
  private final LongSupplier nanoTime;
  private final ReentrantLock counting = new ReentrantLock();

  /** What was counted lately, the newest last; changed by who counts. */
  private final Deque<Seen> window = new ArrayDeque<>();

  private volatile @Nullable Seen newest;

  /** What this process has taken since, and is about to take. */
  private long since;

  private long taking;

  /**
   * What the ledger said.
   *
   * @param perSecond how fast work ended until then; NaN while that is not known
   */
  private record Seen(long at, long unfinished, long ended, double perSecond) {}

  /** As configured. */
  @Inject
  public Backlog(Services.Source services, ServerConfig config) {
    this(services, config.http().maxBacklog().orElse(Long.MAX_VALUE), System::nanoTime);
  }

  /**
   * The same with another limit and clock.
   *
   * @param most unfinished ones; {@link Long#MAX_VALUE} for no limit
   */
  public Backlog(Services.Source services, long most, LongSupplier nanoTime) {
    this.services = services;
    this.most = most;
    this.nanoTime = nanoTime;
  }

  /** So many may be unfinished. */
  public long most() {
    return most;
  }

  /** Seconds after which there may be room for one more; 0 when there is. */
  public int retryAfterSeconds() {
    if (!isLimited()) {
      return 0;
    }
    look();
    return seconds();
  }

  /** The same; when there is room it is this caller's until he leaves. */
  public int enter() {
    if (!isLimited()) {
      return 0;
    }
    look();
    synchronized (this) {
      int seconds = seconds();
      taking += seconds == 0 ? 1 : 0;
      return seconds;
    }
  }

  /** Gives the room back, unless there is one more to be finished now. */
  public synchronized void leave(boolean isNew) {
    if (isLimited()) {
      since += isNew ? 1 : 0;
      taking--;
    }
  }

  private boolean isLimited() {
    return most != Long.MAX_VALUE;
  }

  private synchronized int seconds() {
    Seen seen = newest;
    long surplus = seen == null ? 0 : seen.unfinished() + since + taking + 1 - most;
    if (seen == null || surplus <= 0) {
      return 0;
    }
    return Double.isNaN(seen.perSecond())
        ? UNKNOWN_SECONDS
        : (int) Math.clamp(Math.ceil(surplus / seen.perSecond()), 1, MOST_SECONDS);
  }

  /** Whoever comes while another one counts takes what was there before, if anything was. */
  private void look() {
    Seen known = newest;
    if (known == null) {
      counting.lock();
    } else if (isFresh(known) || !counting.tryLock()) {
      return;
    }
    try {
      Seen now = newest;
      if (now == null || !isFresh(now)) {
        count();
      }
    } finally {
      counting.unlock();
    }
  }

  private boolean isFresh(Seen seen) {
    return nanoTime.getAsLong() - seen.at() < FRESH.toNanos();
  }

  /** A ledger that cannot say takes no document either, and says so itself. */
  private void count() {
    long before = taken();
    Map<Status, Long> totals;
    try {
      totals = services.get().projects().totals();
    } catch (StoreUnavailableException | QueryTooSlowException e) {
      LOG.debug("the backlog is what it was", e);
      return;
    }
    long at = nanoTime.getAsLong();
    long ended = sum(totals, Status::isFinal);
    while (!window.isEmpty() && at - window.getFirst().at() > WINDOW.toNanos()) {
      window.removeFirst();
    }
    Seen first = window.peekFirst();
    double perSecond =
        first == null ? Double.NaN : Math.max(0, ended - first.ended()) * NANOS / (at - first.at());
    Seen seen = new Seen(at, sum(totals, Status::isInFlight), ended, perSecond);
    window.addLast(seen);
    publish(seen, before);
  }

  private synchronized long taken() {
    return since;
  }

  /** What was taken before it was counted is in it. */
  private synchronized void publish(Seen seen, long before) {
    newest = seen;
    since -= before;
  }

  private static long sum(Map<Status, Long> totals, Predicate<Status> which) {
    return totals.entrySet().stream()
        .filter(it -> which.test(it.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
