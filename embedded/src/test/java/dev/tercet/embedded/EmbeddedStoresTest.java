package dev.tercet.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.embedded.process.EmbeddedStoresException;
import dev.tercet.embedded.process.Ports;
import dev.tercet.embedded.qdrant.QdrantAddress;
import dev.tercet.embedded.redis.RedisAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedStoresTest {
  @TempDir Path data;

  @Test
  void keepsDataPortsAndPasswordsAcrossARestart() throws Exception {
    List<Object> addresses;
    try (StoresUnderTest stores = StoresUnderTest.start(data)) {
      stores.write();
      addresses = addresses(stores.stores());
    }
    try (StoresUnderTest stores = StoresUnderTest.start(data)) {
      assertThat(addresses(stores.stores())).isEqualTo(addresses);
      assertThat(stores.read()).isEqualTo("xy");
    }
  }

  @Test
  void takesAnotherPortWhenItsOwnIsTaken() throws Exception {
    PostgresAddress before;
    RedisAddress redisBefore;
    QdrantAddress qdrantBefore;
    try (StoresUnderTest stores = StoresUnderTest.start(data)) {
      stores.write();
      before = stores.stores().postgres();
      redisBefore = stores.stores().redis().orElseThrow();
      qdrantBefore = stores.stores().qdrant();
    }
    int postgresPort = Integer.parseInt(before.url().replaceAll(".*:(\\d+)/.*", "$1"));
    try (ServerSocket _ = new ServerSocket(postgresPort, 1, Ports.LOOPBACK);
        ServerSocket _ = new ServerSocket(redisBefore.port(), 1, Ports.LOOPBACK);
        ServerSocket _ = new ServerSocket(qdrantBefore.port(), 1, Ports.LOOPBACK);
        StoresUnderTest stores = StoresUnderTest.start(data)) {
      assertThat(stores.stores().postgres().url()).isNotEqualTo(before.url());
      assertThat(stores.stores().redis().orElseThrow().port()).isNotEqualTo(redisBefore.port());
      assertThat(stores.stores().qdrant()).isNotEqualTo(qdrantBefore);
      assertThat(stores.read()).isEqualTo("xy");
    }
  }

  @Test
  void tellsEachStepInALineAndTidiesUp() throws Exception {
    List<String> lines = new ArrayList<>();
    try (EmbeddedStores stores = EmbeddedStores.start(data, lines::add)) {
      stores.describe("points");
      assertThat(data.resolve("stores.json")).exists();
    }

    assertThat(String.join("\n", lines))
        .contains("Creating the Postgres database", "Starting Postgres", "Starting Redis")
        .contains("Starting the vector engine", "Stopping Postgres", "Stopping Redis");
    assertThat(data.resolve("stores.json")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\"b", "a$b", "a`b", "a\\b", "a\nb"})
  void refusesAFolderWhoseNameAShellWouldMisread(String name) {
    assertThatThrownBy(() -> EmbeddedStores.start(data.resolve(name), _ -> {}))
        .isInstanceOf(EmbeddedStoresException.class)
        .hasMessageContaining("choose a data folder without quotes");
  }

  @Test
  void beginsAnewWhereACreationWasCutShortInAnyFolder() throws Exception {
    data = Files.createDirectories(data.resolve("it's a folder's name " + "x".repeat(120)));
    Files.createDirectories(data.resolve("postgres.half/base"));
    Files.writeString(data.resolve("postgres.half/PG_VERSION"), "18");

    try (StoresUnderTest stores = StoresUnderTest.start(data)) {
      stores.write();
      assertThat(stores.read()).isEqualTo("xy");
      assertThat(data.resolve("postgres.half")).doesNotExist();
    }
  }

  private static List<Object> addresses(EmbeddedStores stores) {
    return List.of(stores.postgres(), stores.redis().orElseThrow(), stores.qdrant());
  }
}
