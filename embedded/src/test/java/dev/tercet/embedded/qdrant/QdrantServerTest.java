package dev.tercet.embedded.qdrant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.embedded.EmbeddedStores;
import dev.tercet.embedded.QdrantStandIn;
import dev.tercet.embedded.process.AwaitCondition;
import dev.tercet.embedded.process.DataFolder;
import dev.tercet.embedded.process.EmbeddedStoresException;
import dev.tercet.embedded.process.OwnerOnly;
import dev.tercet.embedded.process.Ports;
import dev.tercet.embedded.process.Revival;
import dev.tercet.embedded.process.Survivor;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program that speaks for Qdrant, run as Qdrant itself would be. */
@Timeout(300)
class QdrantServerTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path temporary;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private DataFolder folder = new DataFolder(Path.of(""));
  private Path program = Path.of("");

  @BeforeEach
  void prepare() throws IOException {
    OwnerOnly.fromNowOn();
    folder = DataFolder.at(temporary.resolve("data"));
    Files.createDirectories(folder.logs());
    program = QdrantStandIn.in(temporary);
  }

  @Test
  void keepsDataPortAndKeyAcrossRestartsAndDeaths() throws Exception {
    QdrantAddress address;
    try (QdrantServer server = start()) {
      address = server.address();
      write(address, 1);

      kill();
      try (Revival revival = new Revival(server, lines::add, lines::add, SOON)) {
        assertThat(AwaitCondition.until(SOON, () -> !server.runs())).isTrue();
        revival.lookOnce();
      }
      assertThat(server.address()).isEqualTo(address);
      assertThat(StoredPoints.count(address)).isEqualTo(1);
      assertThat(lines).contains("Qdrant has died and is started again");
    }
    assertThat(processes()).isEmpty();
    try (QdrantServer server = start()) {
      assertThat(server.address()).isEqualTo(address);
      assertThat(StoredPoints.count(address)).isEqualTo(1);
    }
  }

  @Test
  void isLetInWithItsKeyOnlyAndWritesIntoTheDataFolderOnly() throws Exception {
    try (QdrantServer server = start()) {
      QdrantAddress address = server.address();
      write(address, 1);

      assertThatThrownBy(() ->
              StoredPoints.count(new QdrantAddress(address.host(), address.port(), "guessed")))
          .hasStackTraceContaining("UNAUTHENTICATED");
      assertThat(new QdrantConnection(address.port(), "guessed").version()).isEmpty();
      assertThat(folder.qdrantProgram().resolve("snapshots")).exists();
      assertThat(folder.qdrantProgram().resolve("storage/collections")).isNotEmptyDirectory();
      assertThat(mode(folder.secrets().resolve("qdrant.yaml"))).isEqualTo("rw-------");
      assertThat(mode(folder.qdrantProgram().resolve("storage"))).isEqualTo("rwx------");
      assertThat(lines.toString()).doesNotContain(address.apiKey());
    }
  }

  @Test
  void endsTheOneThatAKilledProgramLeftAndGoesOnWithItsData() throws Exception {
    QdrantServer left = start(); // nobody closes it, as after a kill
    write(left.address(), 2);
    long pid = processes().getFirst().pid();

    try (QdrantServer server = start()) {
      assertThat(lines).contains("Ending a Qdrant that was left behind, pid " + pid);
      assertThat(processes()).singleElement().extracting(Survivor::pid).isNotEqualTo(pid);
      assertThat(server.address()).isEqualTo(left.address());
      assertThat(StoredPoints.count(server.address())).isEqualTo(2);
    }
    assertThat(processes()).isEmpty();
  }

  @Test
  void endsTheOneThatAKilledProgramLeftForTheEngine() throws Exception {
    QdrantServer left = start(); // nobody closes it, as after a kill
    assertThat(left.runs()).isTrue();

    try (EmbeddedStores stores = EmbeddedStores.start(folder.root(), lines::add)) {
      assertThat(processes()).isEmpty();
      assertThat(stores.qdrant()).isEqualTo(left.address());
    }
    assertThat(lines.toString()).contains("were kept by Qdrant and are built again by the engine");
  }

  @Test
  void takesAnotherPortWhenItsOwnIsTaken() throws Exception {
    QdrantAddress address;
    try (QdrantServer server = start()) {
      address = server.address();
    }
    try (ServerSocket _ = new ServerSocket(address.port(), 1, Ports.LOOPBACK);
        QdrantServer server = start()) {
      assertThat(server.address().port()).isNotEqualTo(address.port());
    }
  }

  @Test
  void saysInOneLineThatAProgramDoesNotStart() throws Exception {
    Files.writeString(program, "#!/bin/sh\necho \"no such option $1\" >&2\nexit 3\n");

    assertThatThrownBy(this::start)
        .isInstanceOf(EmbeddedStoresException.class)
        .message()
        .contains(program.toString(), "no such option --config-path", "qdrant=engine")
        .doesNotContain("\n");
    assertThat(processes()).isEmpty();
  }

  @Test
  void leavesOutWhatTheUserTellsAnotherQdrant() {
    Map<String, String> environment = new TreeMap<>();
    environment.putAll(Map.of("QDRANT__SERVICE__TLS", "x", "RUN_MODE", "y", "PATH", "z"));

    new QdrantConfig(folder, QdrantProgram.of(folder, program))
        .into(environment, new QdrantConfig.Settings(1, 2, "k"));

    assertThat(environment)
        .containsEntry("PATH", "z")
        .containsEntry("QDRANT__SERVICE__API_KEY", "k")
        .containsEntry("QDRANT__SERVICE__GRPC_PORT", "1")
        .containsEntry("QDRANT__SERVICE__HTTP_PORT", "2")
        .containsEntry("QDRANT__SERVICE__HOST", "127.0.0.1")
        .containsEntry("QDRANT__TELEMETRY_DISABLED", "true")
        .doesNotContainKeys("QDRANT__SERVICE__TLS", "RUN_MODE");
  }

  @Test
  void wantsAVersionThatKnowsGuardedWrites() {
    assertThat(List.of("1.18.0", "1.18.3-dev", "1.20.1", "v2.0.0", "unknown"))
        .allMatch(it -> QdrantVersion.of(it).isEnough());
    assertThat(List.of("1.17.9", "0.99.0")).noneMatch(it -> QdrantVersion.of(it).isEnough());
  }

  private QdrantServer start() throws IOException {
    return QdrantServer.start(folder, new Ports(folder.ports()), program, lines::add);
  }

  private List<Survivor> processes() {
    return QdrantProcess.survivors(folder);
  }

  private void kill() {
    processes().forEach(Survivor::kill);
  }

  private static void write(QdrantAddress address, int points) throws Exception {
    StoredPoints.create(address);
    StoredPoints.write(address, 0, points);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
