package dev.tercet.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentFilesTest {
  @TempDir private Path folder = Path.of("unset");

  @Test
  void holdsEveryFileOnceWhateverItIs() throws IOException {
    Files.write(folder.resolve("empty.bin"), new byte[0]);
    Files.writeString(folder.resolve("a.zip"), "PK");
    Files.writeString(folder.resolve(".hidden"), "no");

    DocumentFiles files =
        DocumentFiles.among(
            List.of(folder, folder.resolve("a.zip"), folder.resolve("../" + folder.getFileName())));

    assertThat(files.files().values())
        .containsExactly(folder.resolve("a.zip"), folder.resolve("empty.bin"));
  }

  @Test
  void refusesTwoFilesThatWouldBeOneDocument() throws IOException, InterruptedException {
    // The same name in UTF-8 and in Latin 1.
    String make = "for name in '\\303\\274' '\\374'; do printf x > \"$(printf \"$name\")\"; done";
    Process shell = new ProcessBuilder("sh", "-ec", make).directory(folder.toFile()).start();
    assertThat(shell.waitFor()).isZero();

    assertThatThrownBy(() -> DocumentFiles.among(List.of(folder)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nothing was sent");
  }
}
