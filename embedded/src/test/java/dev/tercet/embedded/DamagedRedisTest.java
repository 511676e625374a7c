package dev.tercet.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.embedded.process.AwaitCondition;
import dev.tercet.embedded.process.BinaryCache;
import dev.tercet.embedded.process.DataFolder;
import dev.tercet.embedded.process.Ports;
import dev.tercet.embedded.process.RunAs;
import dev.tercet.embedded.redis.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

  @Test
  void putsTheFilesBackWhenTheStartWithoutThemBreaks() throws IOException {
    fill(false);
    Path file = folder.redis().resolve("appendonly.aof");
    byte[] damaged = Damage.GARBAGE.of(Files.readAllBytes(file));
    Files.write(file, damaged);
    var starts = new AtomicInteger();

    assertThatThrownBy(() ->
            start(step -> {
              if (step.startsWith("Starting") && starts.incrementAndGet() == 2) {
                throw new UncheckedIOException(new IOException("no more processes"));
              }
            }))
        .hasMessageContaining("no more processes");

    assertThat(file).hasBinaryContent(damaged);
    assertThat(folder.root().resolve("redis.damaged-1")).doesNotExist();
  }

  @Test
  void keepsTheNewestOfWhatWasSetAsideAndTellsWhatIsGone() throws IOException {
    fill(false);
    for (String number : List.of("2", "9", "10", "11")) {
      Files.createDirectory(folder.root().resolve("redis.damaged-" + number));
    }
    Path file = folder.redis().resolve("appendonly.aof");
    Files.write(file, Damage.GARBAGE.of(Files.readAllBytes(file)));

    start().close();

    try (Stream<Path> all = Files.list(folder.root())) {
      assertThat(all.map(it -> it.getFileName().toString()).filter(it -> it.contains("damaged")))
          .containsExactlyInAnyOrder("redis.damaged-10", "redis.damaged-11", "redis.damaged-12");
    }
    assertThat(warnings).hasSize(2);
    assertThat(warnings.getFirst()).contains("redis.damaged-12, and begins empty");
    assertThat(warnings.getLast()).contains("newest 3", "redis.damaged-2, ");
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
        assertThat(AwaitCondition.until(Duration.ofSeconds(30), () -> isRewritten(redis))).isTrue();
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
    return start(_ -> {});
  }

  private RedisServer start(Consumer<String> progress) throws IOException {
    BinaryCache cache = BinaryCache.of(folder, new RunAs.Oneself(), _ -> {});
    return RedisServer.start(folder, new Ports(folder.ports()), cache, progress, warnings::add);
  }
}
