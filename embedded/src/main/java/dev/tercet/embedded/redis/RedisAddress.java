package dev.tercet.embedded.redis;

/**
 * Where the running Redis answers.
 *
 * @param url {@code redis://:password@host:port/0}
 */
public record RedisAddress(String host, int port, String url) {
  /** Leaves the password out, so that an address may be logged. */
  @Override
  public String toString() {
    return "RedisAddress[" + host + ":" + port + "]";
  }
}
