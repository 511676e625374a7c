package dev.tercet.storage.redis;

import dev.tercet.saga.port.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * Lends connections, a bounded number of them, and translates what goes wrong. Everything that is
 * done here may be done twice, so that a connection found dead is replaced and its call repeated
 * once.
 */
class RedisConnections implements AutoCloseable {
  private final ConnectionPool pool;
  private final HostAndPort server;
  private final int timeoutMillis;
  private final Runnable onCall;

  RedisConnections(RedisSettings settings, int most) {
    this(settings, most, () -> {});
  }

  /** {@code onCall} is told whenever a connection is used. */
  RedisConnections(RedisSettings settings, int most, Runnable onCall) {
    this.onCall = onCall;
    this.server = settings.server();
    this.timeoutMillis = Math.toIntExact(settings.timeout().toMillis());
    this.pool = new ConnectionPool(server, client(settings), bounds(settings, most));
  }

  private static JedisClientConfig client(RedisSettings settings) {
    var uri = settings.address();
    var client = DefaultJedisClientConfig.builder();
    if (JedisURIHelper.isRedisSSLScheme(uri)) {
      client.sslOptions(SslOptions.defaults());
    }
    return client
        .protocol(RedisProtocol.RESP2)
        .timeoutMillis(Math.toIntExact(settings.timeout().toMillis()))
        .user(JedisURIHelper.getUser(uri))
        .password(JedisURIHelper.getPassword(uri))
        .database(JedisURIHelper.getDBIndex(uri))
        .clientName("tercet")
        .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
        .build();
  }

  private static GenericObjectPoolConfig<Connection> bounds(RedisSettings settings, int most) {
    var bounds = new GenericObjectPoolConfig<Connection>();
    bounds.setMaxTotal(most);
    bounds.setMaxIdle(most);
    bounds.setMaxWait(settings.timeout());
    bounds.setJmxEnabled(false);
    return bounds;
  }

  /** Does {@code work} on a connection of its own. */
  <T> T call(Function<Connection, T> work) {
    return waiting(Duration.ZERO, work);
  }

  /** The same for work that the server itself may hold up for {@code wait}. */
  <T> T waiting(Duration wait, Function<Connection, T> work) {
    try {
      try {
        return once(wait, work);
      } catch (JedisConnectionException broken) {
        pool.clear();
        if (RedisFaults.timedOut(broken) || Thread.currentThread().isInterrupted()) {
          throw broken;
        }
        return once(wait, work);
      }
    } catch (JedisException failure) {
      throw translated(failure);
    } catch (UnreadableKeyException failure) {
      throw RedisFaults.unreadable(server.toString(), failure.key(), failure);
    } catch (StoreUnavailableException | CancellationException meant) {
      throw meant;
    } catch (RuntimeException stray) {
      throw RedisFaults.unreadable(server.toString(), "an answer", stray);
    }
  }

  private <T> T once(Duration wait, Function<Connection, T> work) {
    try (Connection connection = pool.getResource()) {
      onCall.run();
      try {
        connection.setSoTimeout(Math.toIntExact(timeoutMillis + wait.toMillis()));
        return work.apply(connection);
      } catch (JedisDataException refused) {
        throw refused;
      } catch (RuntimeException interruptedHalfWay) {
        connection.setBroken();
        throw interruptedHalfWay;
      }
    }
  }

  private RuntimeException translated(JedisException failure) {
    if (Thread.currentThread().isInterrupted() || RedisFaults.interrupted(failure)) {
      Thread.currentThread().interrupt();
      var cancelled = new CancellationException("interrupted while talking to Redis");
      cancelled.initCause(failure);
      return cancelled;
    }
    return RedisFaults.meaning(server.toString(), failure);
  }

  @Override
  public void close() {
    pool.close();
  }
}
