package dev.tercet.storage.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.port.StoreFullException;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

class RedisFaultsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OOM command not allowed when used memory > 'maxmemory'.",
        "MISCONF Errors writing to the AOF file: No space left on device"
      })
  void knowsAServerWithoutRoom(String message) {
    assertThat(meaning(message))
        .isInstanceOfSatisfying(
            StoreFullException.class, it -> assertThat(it.store()).isEqualTo(Store.REDIS))
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LOADING Redis is loading the dataset in memory",
        "READONLY You can't write against a read only replica.",
        "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist",
        "MISCONF Errors writing to the AOF file: Read-only file system",
        "EXECABORT Transaction discarded because of previous errors."
      })
  void callsAServerThatRefusesForAnotherReasonAway(String message) {
    assertThat(meaning(message)).isExactlyInstanceOf(StoreUnavailableException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MISCONF", "OOM"})
  void believesOnlyTheServersOwnWords(String word) {
    assertThat(RedisFaults.meaning("here", new JedisConnectionException(word + " of a connection")))
        .isExactlyInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void knowsWhyATransactionWasDiscarded() {
    var discarded = new JedisDataException("EXECABORT Transaction discarded");
    discarded.addSuppressed(new JedisDataException("OOM command not allowed"));

    assertThat(RedisFaults.meaning("here", discarded))
        .isInstanceOf(StoreFullException.class)
        .hasMessageContaining("OOM command not allowed");
  }

  private static RuntimeException meaning(String message) {
    return RedisFaults.meaning("here", new JedisDataException(message));
  }
}
