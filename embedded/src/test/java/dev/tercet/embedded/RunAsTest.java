package dev.tercet.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class RunAsTest {
  @TempDir Path temporary;

  static boolean isRoot() {
    return new UnixSystem().getUid() == 0 && Files.exists(Path.of("/usr/bin/setpriv"));
  }

  @Test
  @EnabledIf(value = "isRoot", disabledReason = "Only root needs another user for Postgres")
  void startsPostgresAsAnotherUserWhereRootHasNoNamespaces() throws IOException {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    DataFolder folder = DataFolder.at(temporary.resolve("data"));
    Ports ports = new Ports(folder.ports());
    // Kept between runs, and in reach of another user.
    BinaryCache cache =
        new BinaryCache(
            Path.of(System.getProperty("java.io.tmpdir"), "tercet-test-binaries"), _ -> {});

    try (PostgresServer server =
        PostgresServer.start(folder, ports, RunAs.NOBODY, cache, _ -> {})) {
      int port = ports.remembered("postgres");
      assertThat(new PostgresDatabase(port, server.address().password()).answers()).isTrue();
    }
    assertThat(folder.postgres().resolve("postmaster.pid")).as("stopped").doesNotExist();
    assertThat(Files.getAttribute(folder.postgres(), "unix:uid")).isEqualTo(RunAs.NOBODY.uid());
    assertThat(BinaryCache.of(folder, RunAs.NOBODY, _ -> {}).folder()).isEqualTo(folder.binaries());
    assertThat(RunAs.decide(folder)).as("the same user again").isEqualTo(RunAs.NOBODY);
  }

  @Test
  void worksForWhoeverRunsTheTests() throws IOException {
    RunAs decided = RunAs.decide(DataFolder.at(temporary));

    assertThat(decided instanceof RunAs.Oneself).isEqualTo(new UnixSystem().getUid() != 0);
  }
}
