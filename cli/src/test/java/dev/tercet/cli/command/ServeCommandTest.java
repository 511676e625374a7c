package dev.tercet.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.tercet.api.LogWatch;
import dev.tercet.api.config.Settings;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.api.logging.Logging;
import dev.tercet.cli.Commands;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path data = Path.of("");

  @AfterEach
  void writeTextAgain() {
    Logging.apply(TercetConfig.of(Settings.defaults()).log());
  }

  @Test
  void tellsWhyItDoesNotStartInTheLogWhenMachinesReadIt() throws IOException {
    try (var log = new LogWatch(ServeCommand.class.getName(), Level.INFO)) {
      assertThat(serveOnABusyPort("json")).isEqualTo(1);

      assertThat(log.events())
          .singleElement()
          .satisfies(it -> assertThat(it.getFormattedMessage()).contains("cannot listen"));
      assertThat(err.toString()).isEmpty();
    }
  }

  @Test
  void tellsAPersonWhyItDoesNotStartInOneLine() throws IOException {
    assertThat(serveOnABusyPort("text")).isEqualTo(1);

    assertThat(err.toString()).startsWith("tercet: cannot listen").hasLineCount(1);
  }

  private int serveOnABusyPort(String format) throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Commands.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
          .execute(
              "serve",
              "--embedded",
              "--data",
              data.toString(),
              "--port",
              Integer.toString(taken.getLocalPort()),
              "--set",
              "tercet.log.format=" + format);
    }
  }
}
