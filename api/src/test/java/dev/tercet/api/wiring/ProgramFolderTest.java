package dev.tercet.api.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramFolderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "api/target/classes",
        "api/target/api.jar",
        "cli/target/lib/api.jar",
        "lib/api.jar"
      })
  void isFoundAboveTheClassesWhereverTheyLie(String classes) {
    Path home = Path.of("/opt/tercet");

    assertThat(ProgramFolder.above(home.resolve(classes))).isEqualTo(home);
  }
}
