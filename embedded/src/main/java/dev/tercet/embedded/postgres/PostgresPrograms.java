package dev.tercet.embedded.postgres;

import dev.tercet.embedded.process.BinaryCache;
import dev.tercet.embedded.process.Command;
import dev.tercet.embedded.process.Platform;
import dev.tercet.embedded.process.RunAs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The programs of the published Postgres, run as the user that they accept.
 *
 * @param logs the folder for what they say
 */
record PostgresPrograms(Path folder, RunAs user, Path logs) {
  private static final String VERSION = "postgres-18.6.0-";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration REACTION = Duration.ofSeconds(15);

  static PostgresPrograms find(BinaryCache cache, RunAs user, Path logs) throws IOException {
    Platform platform = Platform.current();
    String name = VERSION + platform.name().toLowerCase(Locale.ROOT).replace('_', '-');
    Path folder = cache.provide(name, into -> unpack(platform, into));
    return new PostgresPrograms(folder, user, logs);
  }

  private static void unpack(Platform platform, Path into) throws IOException {
    String archive = "/" + platform.postgresArchive();
    try (InputStream content =
        Objects.requireNonNull(
            PostgresPrograms.class.getResourceAsStream(archive), archive + " on the class path")) {
      TarXz.unpack(content, into);
    }
  }

  /** The server itself. */
  Path server() {
    return folder.resolve("bin/postgres");
  }

  /** Builds a cluster in an empty folder. */
  Command initdb(Path data, Path passwordFile) {
    return program(
        "initdb",
        PATIENCE,
        "--pgdata=" + data,
        "--username=" + PostgresDatabase.USER,
        "--pwfile=" + passwordFile,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions");
  }

  /** Starts a server in a session of its own and waits until it takes connections. */
  Command start(Path data, Path log) {
    return program(
        "pg_ctl",
        PATIENCE.plus(REACTION),
        "start",
        "--wait",
        "--timeout=" + PATIENCE.toSeconds(),
        "--pgdata=" + data,
        "--log=" + log);
  }

  /** Stops a server, {@code fast} or {@code immediate}, and waits until it is gone. */
  Command stop(Path data, String mode, Duration timeout) {
    return program(
        "pg_ctl",
        timeout.plus(REACTION),
        "stop",
        "--mode=" + mode,
        "--wait",
        "--timeout=" + timeout.toSeconds(),
        "--pgdata=" + data);
  }

  private Command program(String name, Duration timeout, String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(folder.resolve("bin").resolve(name).toString());
    words.addAll(List.of(arguments));
    return new Command(words, logs.resolve(name + ".log"), timeout).behind(user.prefix());
  }
}
