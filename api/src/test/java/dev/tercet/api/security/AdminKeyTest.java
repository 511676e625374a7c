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
  private final List<String> printed = new ArrayList<>();
  @TempDir private Path folder = Path.of("unset");

  @Test
  void drawsAKeyOncePrintsItOnceAndKeepsItForItsOwner() throws IOException {
    new AdminKey(folder).obtain(null, true, printed::add);
    Keys later = new AdminKey(folder).obtain(null, true, printed::add);

    assertThat(printed).hasSize(1);
    assertThat(new AdminKey(folder).local()).contains(printed.getFirst());
    assertThat(later.caller(printed.getFirst())).isPresent();
    assertThat(later.caller(printed.getFirst() + "x")).isEmpty();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("admin.key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void keepsOnlyTheHashBesideExternalStores() throws IOException {
    new AdminKey(folder).obtain(null, false, printed::add);
    Keys later = new AdminKey(folder).obtain(null, false, printed::add);

    assertThat(printed).hasSize(1);
    assertThat(later.caller(printed.getFirst())).isPresent();
    assertThat(Files.readString(file("admin.key.sha256"))).doesNotContain(printed.getFirst());
    assertThat(new AdminKey(folder).local()).isEmpty();
  }

  @Test
  void takesAConfiguredKeyAndWritesNothing() throws IOException {
    Keys keys = new AdminKey(folder).obtain(new Secret("a-configured-key"), true, printed::add);

    assertThat(keys.caller("a-configured-key")).isPresent();
    assertThat(keys.caller("")).isEmpty();
    assertThat(printed).isEmpty();
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  private Path file(String name) {
    return folder.resolve(name);
  }
}
