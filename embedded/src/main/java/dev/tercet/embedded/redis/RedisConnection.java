package dev.tercet.embedded.redis;

import dev.tercet.embedded.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** Looks into a running server over the wire, as the program will. */
record RedisConnection(int port, String password) {
  private static final int MILLIS = 2_000;

  RedisAddress address() {
    return new RedisAddress(
        Ports.HOST, port, "redis://:" + password + "@" + Ports.HOST + ":" + port + "/0");
  }

  /** Whether the server answers, takes the password, has loaded its data and keeps it here. */
  boolean serves(Path folder) {
    try (Jedis redis =
        new Jedis(
            new HostAndPort(Ports.HOST, port),
            DefaultJedisClientConfig.builder().password(password).timeoutMillis(MILLIS).build())) {
      redis.ping();
      Map<String, String> directory = redis.configGet("dir");
      return Files.isSameFile(Path.of(directory.getOrDefault("dir", "")), folder);
    } catch (JedisException | IOException _) {
      return false; // down, loading, hung or a stranger: not ours to use, whatever the reason
    }
  }

  @Override
  public String toString() {
    return "RedisConnection[" + port + "]";
  }
}
