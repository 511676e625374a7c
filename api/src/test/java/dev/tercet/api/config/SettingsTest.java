package dev.tercet.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a value may come from, and which keys there are. */
class SettingsTest {
  @TempDir private Path folder = Path.of("unset");

  @Test
  void letsFlagsBeatVariablesAndVariablesBeatTheFile() throws IOException {
    Settings settings =
        Settings.defaults()
            .withFile(file("tercet: {port: 1, host: filed, http: {max-requests: 3}}"))
            .withEnvironment(Map.of("TERCET_PORT", "2", "TERCET_HOST", "variable"), this::fail)
            .withFlag("--port", "tercet.port", "4");
    ServerConfig server = TercetConfig.of(settings).server();

    assertThat(server.port()).isEqualTo(4);
    assertThat(server.host()).isEqualTo("variable");
    assertThat(server.http().maxRequests()).isEqualTo(3);
  }

  @Test
  void onlyWarnsOfAnUnknownVariable() {
    List<String> warnings = new ArrayList<>();

    Settings.defaults().withEnvironment(Map.of("TERCET_PROT", "1", "PORT", "1"), warnings::add);

    assertThat(warnings).hasSize(1).allMatch(it -> it.contains("TERCET_PROT"));
  }

  @Test
  void refusesAnUnknownKeyOfAFileOrFlag() throws IOException {
    Path file = file("tercet:\n  prot: 1\n");

    assertThatThrownBy(() -> Settings.defaults().withFile(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage("unknown key tercet.prot in " + file);
    assertThatThrownBy(() -> Settings.defaults().withFlag("--set", "server.port", "1"))
        .hasMessage("unknown key server.port in --set");
    assertThatThrownBy(() -> Settings.defaults().withFile(folder.resolve("none.yml")))
        .hasMessageContaining("there is no configuration file");
  }

  @Test
  void refusesAFileThatIsNoYaml() throws IOException {
    Path doubled = file("tercet:\n  port: 1\n  port: 2\n");

    assertThatThrownBy(() -> Settings.defaults().withFile(doubled))
        .isInstanceOf(ConfigException.class)
        .message()
        .contains("duplicate")
        .doesNotContain("\n");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("tercet.yml"), text);
  }

  private void fail(String warning) {
    throw new AssertionError(warning);
  }
}
