package dev.tercet.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldFolderTest {
  @TempDir Path temporary;
  private final List<String> lines = new ArrayList<>();

  @Test
  void closesWhatAnEarlierVersionLeftOpenAndNothingElse() throws IOException {
    Path data = open(temporary.resolve("data"), true);
    Path logs = open(data.resolve("logs"), true);
    Path log = open(logs.resolve("redis.log"), false);
    Path collection = open(open(data.resolve("qdrant"), true).resolve("collections"), true);
    Path stranger = open(data.resolve("notes.txt"), false);
    Path elsewhere = open(temporary.resolve("elsewhere"), false);
    Files.createSymbolicLink(logs.resolve("link"), elsewhere);

    HeldFolder.take(data, lines::add).close();

    assertThat(List.of(mode(data), mode(logs), mode(collection))).containsOnly("rwx------");
    assertThat(mode(log)).isEqualTo("rw-------");
    assertThat(mode(stranger)).isEqualTo("rwxrwxrwx");
    assertThat(mode(elsewhere)).isEqualTo("rwxrwxrwx");
    assertThat(lines).isEmpty();
  }

  @Test
  void closesAFolderOfAnyNameThatItDoesNotTake() throws IOException {
    Path data = open(temporary.resolve("beside $tores"), true);
    Path address = open(data.resolve("service.url"), false);

    HeldFolder.closeToOthers(data, lines::add);
    HeldFolder.closeToOthers(temporary.resolve("absent"), lines::add);

    assertThat(mode(data)).isEqualTo("rwx------");
    assertThat(mode(address)).isEqualTo("rw-------");
    assertThat(temporary.resolve("absent")).doesNotExist();
  }

  @Test
  void isRefusedInOneLineWhileItIsHeldAndFreeAfterwards() throws IOException {
    Path data = temporary.resolve("data");
    HeldFolder held = HeldFolder.take(data, lines::add);
    try (held) {
      assertThatThrownBy(() -> HeldFolder.take(data, lines::add))
          .isInstanceOf(EmbeddedStoresException.class)
          .message()
          .contains("pid " + ProcessHandle.current().pid())
          .doesNotContain("\n");
    }
    held.close();
    HeldFolder.take(data, lines::add).close();
  }

  @Test
  void saysInOneLineWhyAFolderCannotBeUsed() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "");

    for (Path path : List.of(file, file.resolve("below"))) {
      assertThatThrownBy(() -> HeldFolder.take(path, lines::add))
          .isInstanceOf(EmbeddedStoresException.class)
          .message()
          .contains(path.toString(), "choose another with --data")
          .doesNotContain("\n");
    }
  }

  @Test
  void leavesFileSystemsAloneThatKnowNoPermissions() throws IOException {
    Path archive = temporary.resolve("files.zip");
    try (FileSystem files = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      Path folder = Files.createDirectories(files.getPath("data"));
      Path file = folder.resolve("file");
      PrivateFile.write(file, "text");

      OwnerOnly.tighten(folder, lines::add);

      assertThat(file).hasContent("text");
      assertThat(lines).isEmpty();
    }
  }

  private static Path open(Path path, boolean folder) throws IOException {
    Path created = folder ? Files.createDirectory(path) : Files.writeString(path, "");
    return Files.setPosixFilePermissions(created, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
