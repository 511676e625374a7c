package dev.tercet.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;

/** A Redis whose files were damaged while it did not run. */
class DamagedRedisTest {
  @TempDir Path temporary;
  private final List<String> warnings = new ArrayList<>();
  private DataFolder folder = new DataFolder(Path.of(""));

  @BeforeEach
  void prepare() throws IOException {
    folder = DataFolder.at(temporary.resolve("data"));
    Files.createDirectories(folder.logs());
  }

  enum Damage {
    GARBAGE {
      @Override
      byte[] of(byte[] whole) {
        Arrays.fill(whole, (byte) 0x2a);
        return whole;
      }
    },
    CUT_IN_THE_MIDDLE {
      @Override
      byte[] of(byte[] whole) {
        return Arrays.copyOf(whole, whole.length / 2 + 1);
      }
    },
    GARBAGE_IN_THE_MIDDLE {
      @Override
      byte[] of(byte[] whole) {
        Arrays.fill(whole, whole.length / 2, whole.length / 2 + 20, (byte) 0);
        return whole;
      }
    };

    abstract byte[] of(byte[] whole);
  }

  @ParameterizedTest
  @EnumSource
  void setsADamagedLogAsideAndBeginsEmpty(Damage damage) throws IOException {
    expectSetAside(damage, false);
  }

  @ParameterizedTest
  @EnumSource
  void setsADamagedSnapshotAsideAndBeginsEmpty(Damage damage) throws IOException {
    expectSetAside(damage, true);
  }

  private void expectSetAside(Damage damage, boolean snapshot) throws IOException {
    for (int time = 1; time <= 2; time++) {
      fill(snapshot);
      Path file = folder.redis().resolve("appendonly.aof");
      byte[] damaged = damage.of(Files.readAllBytes(file));
      Files.write(file, damaged);

      try (RedisServer server = start();
          Jedis redis = new Jedis(server.address().url())) {
        assertThat(redis.dbSize()).isZero();
      }

      Path aside = folder.root().resolve("redis.damaged-" + time);
      assertThat(aside.resolve("appendonly.aof")).hasBinaryContent(damaged);
      assertThat(warnings)
          .hasSize(time)
          .last()
          .asString()
          .contains(aside.toString(), "begins empty")
          .doesNotContain("\n", " # ");
    }
  }

  private void fill(boolean snapshot) throws IOException {
    try (RedisServer server = start();
        Jedis redis = new Jedis(server.address().url())) {
      redis.flushAll();
      for (int i = 0; i < 200; i++) {
        redis.set("key-" + i, "value-" + i);
      }
      if (snapshot) {
        redis.bgrewriteaof();
        assertThat(Waiting.until(Duration.ofSeconds(30), () -> isRewritten(redis))).isTrue();
      }
    }
  }

  private static boolean isRewritten(Jedis redis) {
    String info = redis.info("persistence");
    return info.contains("aof_rewrite_in_progress:0")
        && info.contains("aof_rewrite_scheduled:0")
        && !info.contains("aof_last_rewrite_time_sec:-1");
  }

  private RedisServer start() throws IOException {
    BinaryCache cache = BinaryCache.of(folder, new RunAs.Oneself(), _ -> {});
    return RedisServer.start(folder, new Ports(folder.ports()), cache, _ -> {}, warnings::add);
  }
}
