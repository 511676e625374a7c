package dev.tercet.embedded.qdrant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.embedded.Child;
import dev.tercet.embedded.EmbeddedStores;
import dev.tercet.embedded.process.AwaitCondition;
import dev.tercet.embedded.process.DataFolder;
import dev.tercet.embedded.process.Ports;
import dev.tercet.embedded.process.Survivor;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The engine in a process of its own, killed and outlived. */
@Timeout(300)
class EngineApartTest {
  private static final EnginePlace APART = new EnginePlace.Apart(128L << 20);
  private static final Duration SOON = Duration.ofMinutes(2);

  @TempDir Path temporary;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private Path data = Path.of("");

  @BeforeEach
  void nameTheFolder() {
    data = temporary.resolve("data");
  }

  private List<Survivor> processes() throws IOException {
    return QdrantProcess.survivors(new DataFolder(data.toRealPath()));
  }

  @Test
  void stopsWithTheStoresAndKeepsPortKeyAndPoints() throws Exception {
    QdrantAddress address;
    try (EmbeddedStores stores = EmbeddedStores.start(data, APART, lines::add)) {
      address = stores.qdrant();
      StoredPoints.create(address);
      StoredPoints.write(address, 0, 3);
      assertThat(processes()).hasSize(1);
      assertThat(commandLine(processes().getFirst().pid()))
          .contains("-Xmx" + (128L << 20))
          .doesNotContain(address.apiKey());
      assertThat(mode(data.resolve("qdrant/collections"))).isEqualTo("rwx------");
      assertThat(mode(data.resolve("logs/engine.log"))).isEqualTo("rw-------");
    }
    assertThat(processes()).isEmpty();
    try (EmbeddedStores stores = EmbeddedStores.start(data, APART, lines::add)) {
      assertThat(stores.qdrant()).isEqualTo(address);
      assertThat(StoredPoints.count(address)).isEqualTo(3);
    }
  }

  @Tag("slow")
  @Test
  void movesInAndOutWithItsPoints() throws Exception {
    try (EmbeddedStores stores = EmbeddedStores.start(data, lines::add)) {
      StoredPoints.create(stores.qdrant());
      StoredPoints.write(stores.qdrant(), 0, 2);
      assertThat(processes()).isEmpty();
    }
    try (EmbeddedStores stores = EmbeddedStores.start(data, APART, lines::add)) {
      assertThat(StoredPoints.count(stores.qdrant())).isEqualTo(2);
      StoredPoints.write(stores.qdrant(), 2, 3);
    }
    try (EmbeddedStores stores = EmbeddedStores.start(data, lines::add)) {
      assertThat(processes()).isEmpty();
      assertThat(StoredPoints.count(stores.qdrant())).isEqualTo(3);
    }
    assertThat(lines.toString()).doesNotContain("built again");
  }

  @Test
  void isStartedAgainWithAllThatWasConfirmedWhenItIsKilled() throws Exception {
    try (EmbeddedStores stores = EmbeddedStores.start(data, APART, lines::add)) {
      StoredPoints.create(stores.qdrant());
      StoredPoints.write(stores.qdrant(), 0, 50);
      long killed = processes().getFirst().pid();

      signal("KILL", killed);

      assertThat(AwaitCondition.until(SOON, () -> lines.toString().contains("runs again")))
          .isTrue();
      assertThat(lines).contains("The vector engine has died and is started again");
      assertThat(processes()).singleElement().extracting(Survivor::pid).isNotEqualTo(killed);
      assertThat(StoredPoints.count(stores.qdrant())).isEqualTo(50);
      StoredPoints.write(stores.qdrant(), 50, 51);
    }
    assertThat(processes()).isEmpty();
  }

  @Tag("slow")
  @Test
  void isEndedAndReplacedWhenTheProgramWasKilledThatHadStartedIt() throws Exception {
    QdrantAddress address;
    try (Child child = Child.start(data, "apart")) {
      address = child.qdrant();
      StoredPoints.create(address);
      StoredPoints.write(address, 0, 50);
      child.kill();
    }
    long left = processes().getFirst().pid();
    assertThat(StoredPoints.count(address)).as("it outlives its program").isEqualTo(50);

    try (EmbeddedStores stores = EmbeddedStores.start(data, APART, lines::add)) {
      assertThat(lines.toString()).contains("left behind, pid " + left);
      assertThat(processes()).singleElement().extracting(Survivor::pid).isNotEqualTo(left);
      assertThat(stores.qdrant()).isEqualTo(address);
      assertThat(StoredPoints.count(address)).isEqualTo(50);
    }
    assertThat(processes()).isEmpty();
  }

  @Tag("slow")
  @Test
  void isEndedForTheEngineInsideWhenTheProgramWasKilledThatHadStartedIt() throws Exception {
    try (Child child = Child.start(data, "apart")) {
      StoredPoints.create(child.qdrant());
      StoredPoints.write(child.qdrant(), 0, 5);
      child.kill();
    }
    signal("STOP", processes().getFirst().pid()); // it hears no polite word

    try (EmbeddedStores stores = EmbeddedStores.start(data, lines::add)) {
      assertThat(processes()).isEmpty();
      assertThat(StoredPoints.count(stores.qdrant())).isEqualTo(5);
    }
  }

  @Tag("slow")
  @Test
  void takesAnotherPortWhenItsOwnIsTaken() throws Exception {
    QdrantAddress address;
    try (EmbeddedStores stores = EmbeddedStores.start(data, APART, lines::add)) {
      address = stores.qdrant();
    }
    try (ServerSocket _ = new ServerSocket(address.port(), 1, Ports.LOOPBACK);
        EmbeddedStores stores = EmbeddedStores.start(data, APART, lines::add)) {
      assertThat(stores.qdrant().port()).isNotEqualTo(address.port());
    }
  }

  private static String commandLine(long pid) throws IOException {
    return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor())
        .isZero();
  }
}
