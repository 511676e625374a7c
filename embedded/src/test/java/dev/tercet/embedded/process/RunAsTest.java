package dev.tercet.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.security.auth.module.UnixSystem;
import dev.tercet.embedded.postgres.PostgresDatabase;
import dev.tercet.embedded.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunAsTest {
  @TempDir Path temporary;

  /** Root becomes nobody here, as in a container that forbids user namespaces. */
  @Test
  void startsPostgresAsAUserThatItAccepts() throws IOException {
    boolean root = new UnixSystem().getUid() == 0;
    RunAs user = root ? RunAs.NOBODY : new RunAs.Oneself();
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    DataFolder folder = folder("data");
    Ports ports = new Ports(folder.ports());
    // Kept between runs, and in reach of another user.
    Path binaries = Path.of(System.getProperty("java.io.tmpdir"), "tercet-test-binaries");
    Files.createDirectories(binaries);
    Files.setPosixFilePermissions(binaries, PosixFilePermissions.fromString("rwxr-xr-x"));
    BinaryCache cache = new BinaryCache(binaries, _ -> {});

    try (PostgresServer server = PostgresServer.start(folder, ports, user, cache, _ -> {})) {
      int port = ports.remembered("postgres");
      assertThat(new PostgresDatabase(port, server.address().password()).answers()).isTrue();
    }
    assertThat(folder.postgres().resolve("postmaster.pid")).as("stopped").doesNotExist();
    assertThat(Files.getAttribute(folder.postgres(), "unix:uid"))
        .isEqualTo(root ? RunAs.NOBODY.uid() : (int) new UnixSystem().getUid());
    assertThat(BinaryCache.of(folder, RunAs.NOBODY, _ -> {}).folder()).isEqualTo(folder.binaries());
    assertThat(RunAs.decide(folder)).as("the same user again").isEqualTo(user);
  }

  @Test
  void keepsTheBinariesInReachOfAnotherUser() throws IOException {
    DataFolder folder = folder("data");

    assertThat(BinaryCache.of(folder, RunAs.NOBODY, _ -> {}).folder()).isEqualTo(folder.binaries());
  }

  @Test
  void worksForWhoeverRunsTheTests() throws IOException {
    RunAs decided = RunAs.decide(folder("data"));

    assertThat(decided instanceof RunAs.Oneself).isEqualTo(new UnixSystem().getUid() != 0);
  }

  private DataFolder folder(String name) throws IOException {
    OwnerOnly.fromNowOn();
    DataFolder folder = DataFolder.at(temporary.resolve(name));
    Files.createDirectories(folder.logs());
    return folder;
  }
}
