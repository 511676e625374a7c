package dev.tercet.storage.redis;

import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.queue.QueueName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.resps.StreamConsumerInfo;

/**
 * A key prefix of the test's own on a running Redis: the one that {@code TERCET_TEST_REDIS} names
 * (it is emptied by some tests), or one that is started from its published binary for all tests.
 */
final class TestRedis implements AutoCloseable {
  private static @Nullable String shared;

  private final String url;
  private final String prefix = "test:" + UUID.randomUUID();
  private final List<RedisStores> open = new ArrayList<>();
  private final RedisConnections lookers;

  TestRedis() {
    this(sharedUrl());
  }

  TestRedis(String url) {
    this.url = url;
    lookers = new RedisConnections(settings(), 1);
  }

  private static synchronized String sharedUrl() {
    String named = System.getenv("TERCET_TEST_REDIS");
    if (named != null && !named.isBlank()) {
      return named;
    }
    if (shared == null) {
      try {
        Path folder = Files.createTempDirectory("tercet-redis");
        shared = new OwnRedis(folder).start().url();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return shared;
  }

  /** The queue as a process of its own sees it. */
  JobQueue queue() {
    return stores(settings()).queue();
  }

  RedisStores stores(RedisSettings settings) {
    RedisStores stores = RedisStores.open(settings);
    open.add(stores);
    return stores;
  }

  RedisSettings settings() {
    return RedisSettings.of(url, prefix);
  }

  /** The usual settings with another retention of consumers. */
  RedisSettings settings(Duration consumerRetention) {
    RedisSettings usual = settings();
    return new RedisSettings(
        usual.url(),
        usual.keyPrefix(),
        usual.timeout(),
        usual.patience(),
        usual.weights(),
        usual.takers(),
        consumerRetention);
  }

  /** Looks at the streams over connections of its own. */
  StreamObservation observation() {
    return new StreamObservation(lookers, keys());
  }

  RedisKeys keys() {
    return new RedisKeys(prefix);
  }

  /** Talks to the server directly. */
  <T> T directly(Function<Jedis, T> act) {
    try (var jedis = new Jedis(URI.create(url))) {
      return act.apply(jedis);
    }
  }

  /** How many messages of the queue were delivered and not acknowledged. */
  long pending(QueueName queue) {
    return directly(it -> it.xpending(keys().stream(queue), RedisKeys.GROUP)).getTotal();
  }

  /** The names of the queue's consumers. */
  List<String> consumers(QueueName queue) {
    return directly(it -> it.xinfoConsumers2(keys().stream(queue), RedisKeys.GROUP)).stream()
        .map(StreamConsumerInfo::getName)
        .toList();
  }

  /** Somebody else acknowledges whatever was delivered. */
  void acknowledgeEverything() {
    for (QueueName queue : QueueName.values()) {
      String stream = keys().stream(queue);
      directly(it -> {
        if (it.exists(stream)) {
          it.xrange(stream, "-", "+")
              .forEach(entry -> it.xack(stream, RedisKeys.GROUP, entry.getID()));
        }
        return true;
      });
    }
  }

  /** Loses everything. */
  void lose() {
    directly(Jedis::flushAll);
  }

  @Override
  public void close() {
    open.forEach(RedisStores::close);
    lookers.close();
  }
}
