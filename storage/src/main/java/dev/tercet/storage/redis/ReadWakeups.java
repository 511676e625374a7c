package dev.tercet.storage.redis;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Ends blocking reads early, from another connection, by the number that the server has given
 * theirs. A read that has not begun to block on the server is ended when it has.
 */
final class ReadWakeups {
  /** Between two tries, and how many there are at most: a read ends by itself soon enough. */
  private static final Duration PAUSE = Duration.ofMillis(5);

  private static final int TRIES = 200;

  private final RedisConnections commands;
  private final Map<Connection, Long> numbers = new WeakHashMap<>();
  private final Set<Long> reading = ConcurrentHashMap.newKeySet();
  private volatile boolean woken;

  ReadWakeups(RedisConnections commands) {
    this.commands = commands;
  }

  /** Makes a blocking read on that connection, which ends early when somebody wakes it. */
  <T> T reading(Connection connection, Supplier<T> read) {
    Long number = number(connection);
    reading.add(number);
    try {
      return read.get();
    } finally {
      reading.remove(number);
    }
  }

  private Long number(Connection connection) {
    synchronized (numbers) {
      Long known = numbers.get(connection);
      if (known != null) {
        return known;
      }
    }
    connection.sendCommand(Command.CLIENT, "ID");
    Long asked = connection.getIntegerReply();
    synchronized (numbers) {
      numbers.put(connection, asked);
    }
    return asked;
  }

  /** Whether a wait is to end, whoever began it; asking ends that. */
  boolean isWoken() {
    boolean now = woken;
    woken = false;
    return now;
  }

  /** Ends the wait that there is, or the next one. */
  void wake() {
    woken = true;
    endReads();
  }

  /** Ends the reads that block now; those who read go on as they like. */
  void endReads() {
    Set<Long> left = Set.copyOf(reading);
    for (int tries = 0; tries < TRIES && !left.isEmpty(); tries++) {
      Set<Long> asked = left;
      commands.call(connection -> {
        asked.forEach(number -> unblock(connection, number));
        return asked.size();
      });
      LockSupport.parkNanos(PAUSE.toNanos());
      left = Set.copyOf(asked.stream().filter(reading::contains).toList());
    }
  }

  private static void unblock(Connection connection, Long number) {
    try {
      connection.sendCommand(Command.CLIENT, "UNBLOCK", number.toString());
      connection.getIntegerReply();
    } catch (JedisDataException e) {
      throw new JedisDataException("a blocking read cannot be ended early", e);
    }
  }
}
