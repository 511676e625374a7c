package dev.tercet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.api.Http;
import dev.tercet.api.config.Settings;
import dev.tercet.api.config.TercetConfig;
import dev.tercet.api.wiring.Service;
import dev.tercet.cli.service.StartNotices;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The whole service on embedded stores, and commands that talk to it. */
final class ServiceOnStores implements AutoCloseable {
  static final String KEY = "a-key-for-the-test";

  private final Service service;
  private final Http http;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  /** Starts it; the schedule stays away, so that nothing is repaired but on request. */
  ServiceOnStores(Path folder) throws InterruptedException {
    Settings settings =
        Settings.defaults()
            .withFlag("test", "tercet.port", "0")
            .withFlag("test", "tercet.admin-key", KEY)
            .withFlag("test", "tercet.data-dir", folder.toString())
            .withFlag("test", "tercet.embedding.provider", "hash")
            .withFlag("test", "tercet.reconciler.interval", "24h");
    service =
        Service.start(TercetConfig.of(settings), InstantSource.system(), StartNotices.silent());
    assertThat(service.awaitReady(Duration.ofMinutes(2))).isTrue();
    http = new Http(service.uri(), KEY);
  }

  Http http() {
    return http;
  }

  /** Runs a command that talks to the service; returns its exit code. */
  int call(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--url", service.uri().toString(), "--key", KEY));
    out = new StringWriter();
    err = new StringWriter();
    return Commands.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  /** What the last command wrote. */
  String output() {
    return out.toString();
  }

  /** What it wrote to standard error. */
  String errors() {
    return err.toString();
  }

  @Override
  public void close() {
    http.close();
    service.close();
  }
}
