package dev.tercet.storage.redis;

import dev.tercet.saga.port.CallRates;
import dev.tercet.saga.port.JobQueue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What lives in Redis. Opening connects to nothing, so that a process can start while Redis is
 * away; {@link #verify()} says whether the server may be used.
 */
public final class RedisStores implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisStores.class);
  private static final int COMMAND_CONNECTIONS = 8;

  private final CommandObjects commandObjects = new CommandObjects(RedisProtocol.RESP2);
  private final RedisConnections commands;
  private final RedisConnections takers;
  private final RedisJobQueue queue;
  private final RedisCallRates callRates;

  private RedisStores(RedisSettings settings, Runnable onCall) {
    this.commands = new RedisConnections(settings, COMMAND_CONNECTIONS, onCall);
    this.takers = new RedisConnections(settings, settings.takers(), onCall);
    this.queue = new RedisJobQueue(settings, commands, takers);
    this.callRates = new RedisCallRates(commands, new RedisKeys(settings.keyPrefix()));
  }

  /** Opens the stores of one installation. */
  public static RedisStores open(RedisSettings settings) {
    return new RedisStores(settings, () -> {});
  }

  /** The same with a count of its calls, each of which carries as many commands as were waiting. */
  public static RedisStores open(RedisSettings settings, MeterRegistry meters) {
    Counter calls =
        Counter.builder("tercet.redis.calls")
            .description("Calls to Redis, each with all the commands that were waiting")
            .register(meters);
    return new RedisStores(settings, calls::increment);
  }

  /** The queues. */
  public JobQueue queue() {
    return queue;
  }

  /** The rates of providers. */
  public CallRates callRates() {
    return callRates;
  }

  /**
   * Checks that the server evicts nothing: an evicted stream would be lost work, found only by
   * recovery. Throws {@link IllegalStateException} when it may, {@link
   * dev.tercet.saga.port.StoreUnavailableException} when it is away; only warns when it does not
   * tell.
   */
  public void verify() {
    String policy;
    try {
      policy =
          StreamObservation.field(
              commands.call(c -> c.executeCommand(commandObjects.info("memory"))),
              "maxmemory_policy");
    } catch (JedisDataException e) {
      LOG.warn("Redis does not permit INFO; make sure that maxmemory-policy is noeviction", e);
      return;
    }
    if (policy.isEmpty()) {
      LOG.warn("Redis does not tell its eviction policy; make sure that it is noeviction");
    } else if (!policy.equals("noeviction")) {
      throw new IllegalStateException(
          "Redis has maxmemory-policy "
              + policy
              + " and may drop queued work when its memory is full;"
              + " set maxmemory-policy noeviction");
    }
  }

  /** Writes what is waiting, then closes the connections. */
  @Override
  public void close() {
    queue.close();
    takers.close();
    commands.close();
  }
}
