package dev.tercet.storage.redis;

import java.util.function.Supplier;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** What stands under a key is not what we write there: somebody else has written to it. */
final class UnreadableKeyException extends RuntimeException {
  private final String key;

  private UnreadableKeyException(String key, RuntimeException cause) {
    super(cause.getMessage(), cause);
    this.key = key;
  }

  String key() {
    return key;
  }

  /** The server's answer about that key; ids from 2^63 on are more than the client can read. */
  static <T> T read(String key, Supplier<T> answer) {
    try {
      return answer.get();
    } catch (JedisDataException e) {
      throw RedisFaults.ofAnotherHand(e) ? new UnreadableKeyException(key, e) : e;
    } catch (JedisException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new UnreadableKeyException(key, e);
    }
  }
}
