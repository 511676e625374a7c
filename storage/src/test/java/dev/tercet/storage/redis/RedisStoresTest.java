package dev.tercet.storage.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.saga.port.StoreUnavailableException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisStoresTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path folder;

  @Test
  void acceptsAServerThatEvictsNothing() {
    try (var server = new OwnRedis(folder).start();
        var redis = new TestRedis(server.url())) {
      assertThatCode(() -> redis.stores(redis.settings()).verify()).doesNotThrowAnyException();
    }
  }

  @Test
  void refusesAServerThatMayEvictQueuedWork() {
    try (var server = new OwnRedis(folder, "maxmemory-policy allkeys-lru").start();
        var redis = new TestRedis(server.url())) {
      var stores = redis.stores(redis.settings());
      assertThatThrownBy(stores::verify)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("allkeys-lru")
          .hasMessageContaining("noeviction");
    }
  }

  @Test
  void opensWhileTheServerIsAway() {
    var server = new OwnRedis(folder);
    try (var redis = new TestRedis(server.url())) {
      var stores = redis.stores(redis.settings());
      assertThatThrownBy(stores::verify).isInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  void usesThePasswordAndNeverShowsIt() {
    try (var server = new OwnRedis(folder, "requirepass s3cret").start()) {
      String right = server.url().replace("//", "//:s3cret@");
      try (var redis = new TestRedis(right)) {
        assertThatCode(() -> redis.queue().depth()).doesNotThrowAnyException();
        assertThat(redis.settings().toString()).doesNotContain("s3cret");
      }
      try (var redis = new TestRedis(right.replace("s3cret", "wr0ng"))) {
        assertThatThrownBy(() -> redis.queue().depth())
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageNotContaining("wr0ng");
      }
    }
  }

  @Test
  void takesTheUsualPortWhenTheUrlNamesNone() {
    assertThat(RedisSettings.of("redis://localhost/3", "p").server()).hasToString("localhost:6379");
  }

  @Test
  void refusesSettingsThatCannotWork() {
    assertThatThrownBy(() -> RedisSettings.of("http://localhost", "p"))
        .hasMessageContaining("redis://");
    assertThatThrownBy(() -> RedisSettings.of("redis://:pa ss@localhost", "p"))
        .hasMessageNotContaining("pa ss")
        .hasNoCause();
    assertThatThrownBy(() -> RedisSettings.of("redis://:x@", "p")).hasMessageContaining("URL");
    assertThatThrownBy(() -> RedisSettings.of("redis://localhost", "a{b}"))
        .hasMessageContaining("braces");
  }
}
