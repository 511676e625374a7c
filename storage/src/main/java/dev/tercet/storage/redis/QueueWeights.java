package dev.tercet.storage.redis;

import dev.tercet.saga.queue.QueueName;
import dev.tercet.saga.queue.QueueSettings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.RedisProtocol;

/**
 * Which queues are open and how they are weighted: a hash in Redis that every process reads, kept
 * for a moment so that taking stays cheap. A hash that is gone (Redis lost its data) changes
 * nothing here; whoever reads Postgres writes it again.
 */
final class QueueWeights {
  /** How long another process's change may go unnoticed by a busy worker. */
  private static final long FRESH_NANOS = Duration.ofMillis(250).toNanos();

  private static final String PAUSED = "paused";
  private static final Pattern WEIGHT = Pattern.compile("[1-9][0-9]{0,3}");

  private final CommandObjects commands = new CommandObjects(RedisProtocol.RESP2);
  private final RedisConnections connections;
  private final String key;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Map<QueueName, Integer> open;
  private long version;
  private long learnedAt = System.nanoTime() - FRESH_NANOS;

  QueueWeights(RedisConnections connections, RedisKeys keys, Map<QueueName, Integer> weights) {
    this.connections = connections;
    this.key = keys.queueSettings();
    this.open = new EnumMap<>(weights);
  }

  /**
   * Writes the copy; this process goes by it at once, the others within moments. True when other
   * queues are open than before.
   */
  boolean configure(Map<QueueName, Integer> weights, Set<QueueName> paused) {
    Map<QueueName, Integer> complete = QueueSettings.complete(weights);
    Map<String, String> hash = new HashMap<>();
    complete.forEach((queue, weight) ->
        hash.put(queue.label(), paused.contains(queue) ? PAUSED : weight.toString()));
    connections.call(connection -> connection.executeCommand(commands.hset(key, hash)));
    lock.lock();
    try {
      version++;
      Set<QueueName> before = open.keySet();
      learn(hash);
      return !open.keySet().equals(before);
    } finally {
      lock.unlock();
    }
  }

  /** The open queues and their weights, at most a moment old. */
  Map<QueueName, Integer> open() {
    long seen;
    lock.lock();
    try {
      if (System.nanoTime() - learnedAt < FRESH_NANOS) {
        return open;
      }
      seen = version;
    } finally {
      lock.unlock();
    }
    learn(seen, connections.call(connection -> connection.executeCommand(commands.hgetAll(key))));
    return known();
  }

  /** Takes an answer, unless this process has configured them since the question was asked. */
  private void learn(long asked, Map<String, String> hash) {
    lock.lock();
    try {
      if (version == asked) {
        learn(hash);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until this process configures them, or is woken, or the time is over. */
  void awaitChange(Duration wait) throws InterruptedException {
    lock.lock();
    try {
      long nanos = wait.toNanos();
      long asked = version;
      while (version == asked && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends that wait. */
  void wake() {
    lock.lock();
    try {
      version++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What was learnt last, which in a process that looks at the ledger is at most a second old. */
  Map<QueueName, Integer> known() {
    lock.lock();
    try {
      return open;
    } finally {
      lock.unlock();
    }
  }

  private void learn(Map<String, String> hash) {
    learnedAt = System.nanoTime();
    if (!hash.isEmpty()) {
      open = parsed(hash);
    }
    changed.signalAll();
  }

  private static Map<QueueName, Integer> parsed(Map<String, String> hash) {
    Map<QueueName, Integer> open = new EnumMap<>(QueueName.class);
    QueueSettings.DEFAULT_WEIGHTS.forEach((queue, usual) -> {
      String weight = hash.getOrDefault(queue.label(), usual.toString());
      if (!weight.equals(PAUSED)) {
        open.put(queue, WEIGHT.matcher(weight).matches() ? Integer.valueOf(weight) : usual);
      }
    });
    return open;
  }
}
