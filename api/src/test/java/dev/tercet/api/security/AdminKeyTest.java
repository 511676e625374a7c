package dev.tercet.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.api.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminKeyTest {
  private final List<String> told = new ArrayList<>();
  @TempDir private Path folder = Path.of("unset");

  @Test
  void drawsAKeyOnceTellsItOnceAndKeepsItForItsOwner() throws IOException {
    new AdminKey(folder).obtain(null, this::drawn);
    KnownKeys later = new AdminKey(folder).obtain(null, this::drawn);

    assertThat(told).hasSize(1);
    assertThat(new AdminKey(folder).local()).contains(told.getFirst());
    assertThat(later.caller(told.getFirst())).isPresent();
    assertThat(later.caller(told.getFirst() + "x")).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("admin.key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void goesOnKnowingAKeyOfWhichAnEarlierVersionKeptTheHashOnly() throws IOException {
    Files.writeString(
        file("admin.key.sha256"), KnownKeys.hash("tercet_drawn-long-ago").hex() + "\n");

    KnownKeys keys = new AdminKey(folder).obtain(null, this::drawn);

    assertThat(keys.caller("tercet_drawn-long-ago")).isPresent();
    assertThat(told).isEmpty();
    assertThat(file("admin.key")).doesNotExist();
  }

  @Test
  void takesAConfiguredKeyAndWritesNothing() throws IOException {
    KnownKeys keys = new AdminKey(folder).obtain(new Secret("a-configured-key"), this::drawn);

    assertThat(keys.caller("a-configured-key")).isPresent();
    assertThat(keys.caller("")).isEmpty();
    assertThat(told).isEmpty();
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  private void drawn(String key, Path file) {
    assertThat(file).hasContent(key + "\n");
    told.add(key);
  }

  private Path file(String name) {
    return folder.resolve(name);
  }
}
