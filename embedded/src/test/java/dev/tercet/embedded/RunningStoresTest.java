package dev.tercet.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.embedded.redis.RedisAddress;
import io.grpc.StatusRuntimeException;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** Looks at stores that run, started once for all of these tests. */
@TestInstance(Lifecycle.PER_CLASS)
class RunningStoresTest {
  private final List<String> lines = new ArrayList<>();
  private Path data = Path.of("");
  private @Nullable EmbeddedStores running;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    data = folder;
    running = EmbeddedStores.start(data, lines::add);
  }

  @AfterAll
  void stop() throws Exception {
    stores().close();
  }

  private EmbeddedStores stores() {
    return Objects.requireNonNull(running);
  }

  @Test
  void runsASafePostgres() throws Exception {
    assertThat(new StoresUnderTest(stores()).query("SHOW fsync")).isEqualTo("on");
    assertThat(new StoresUnderTest(stores()).query("SHOW full_page_writes")).isEqualTo("on");
    assertThat(new StoresUnderTest(stores()).query("SHOW synchronous_commit")).isEqualTo("on");
    assertThat(new StoresUnderTest(stores()).query("SHOW listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(new StoresUnderTest(stores()).query("SHOW unix_socket_directories")).isEmpty();
    assertThat(new StoresUnderTest(stores()).query("SHOW server_version")).startsWith("18.");
    assertThat(new StoresUnderTest(stores()).query("SHOW server_encoding")).isEqualTo("UTF8");
    assertThat(
            new StoresUnderTest(stores())
                .query(
                    """
                    SELECT datlocprovider::text || ' ' || datlocale
                      FROM pg_database
                     WHERE datname = current_database()
                    """))
        .isEqualTo("b C.UTF-8");
  }

  @Test
  void runsARedisThatKeepsWhatItWasTold() throws Exception {
    try (Jedis redis = new Jedis(stores().redis().orElseThrow().url())) {
      assertThat(setting(redis, "appendonly")).isEqualTo("yes");
      assertThat(setting(redis, "appendfsync")).isEqualTo("everysec");
      assertThat(setting(redis, "maxmemory-policy")).isEqualTo("noeviction");
      assertThat(setting(redis, "bind")).isEqualTo("127.0.0.1");
      assertThat(setting(redis, "save")).isEmpty();
    }
  }

  @Test
  void letsNobodyInWithoutThePassword() throws Exception {
    PostgresAddress postgres = stores().postgres();
    RedisAddress redis = stores().redis().orElseThrow();

    assertThatThrownBy(() ->
            DriverManager.getConnection(postgres.url(), postgres.username(), "guessed").close())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
    try (Jedis anyone = new Jedis(redis.host(), redis.port())) {
      assertThatThrownBy(anyone::ping)
          .isInstanceOf(JedisDataException.class)
          .hasMessageContaining("NOAUTH");
    }
    for (String guessed : List.of("", "guessed")) {
      try (var anyone = qdrant(guessed)) {
        assertThatThrownBy(() -> anyone.deleteCollectionAsync("points").get())
            .hasRootCauseInstanceOf(StatusRuntimeException.class)
            .hasStackTraceContaining("UNAUTHENTICATED");
      }
    }
    try (var owner = qdrant(stores().qdrant().apiKey())) {
      assertThat(owner.listCollectionsAsync().get()).isEmpty();
    }
  }

  private QdrantClient qdrant(String key) {
    return new QdrantClient(
        QdrantGrpcClient.newBuilder(stores().qdrant().host(), stores().qdrant().port(), false)
            .withApiKey(key)
            .build());
  }

  @Test
  void keepsPasswordsInFilesThatOnlyTheOwnerReadsAndOutOfItsLines() throws Exception {
    stores().describe("points");
    for (String file :
        List.of(
            "secrets/postgres",
            "secrets/redis",
            "secrets/qdrant",
            "secrets/redis.conf",
            "stores.json")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file))))
          .as(file)
          .isEqualTo("rw-------");
    }
    assertThat(
            lines
                + stores().postgres().toString()
                + stores().redis().orElseThrow()
                + stores().qdrant())
        .doesNotContain(stores().postgres().password())
        .doesNotContain(stores().qdrant().apiKey())
        .doesNotContain(Files.readString(data.resolve("secrets/redis")));
  }

  @Test
  void namesTheRunningStoresInAFileWhileTheyRun() throws Exception {
    Path file = data.resolve("stores.json");
    stores().describe("points_\"384\"");

    assertThat(new ObjectMapper().readTree(file.toFile()))
        .isEqualTo(
            new ObjectMapper()
                .valueToTree(
                    Map.of(
                        "postgres",
                        Map.of(
                            "url", stores().postgres().url(),
                            "username", stores().postgres().username(),
                            "password", stores().postgres().password()),
                        "redis",
                        Map.of("url", stores().redis().orElseThrow().url()),
                        "qdrant",
                        Map.of(
                            "host",
                            "127.0.0.1",
                            "port",
                            stores().qdrant().port(),
                            "collection",
                            "points_\"384\"",
                            "apiKey",
                            stores().qdrant().apiKey()))));
  }

  private static String setting(Jedis redis, String name) {
    return redis.configGet(name).getOrDefault(name, "");
  }
}
