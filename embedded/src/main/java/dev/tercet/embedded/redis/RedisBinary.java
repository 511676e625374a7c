package dev.tercet.embedded.redis;

import dev.tercet.embedded.process.BinaryCache;
import dev.tercet.embedded.process.Command;
import dev.tercet.embedded.process.EmbeddedStoresException;
import dev.tercet.embedded.process.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Finds the published Redis that runs on this machine. */
final class RedisBinary {
  /** Every candidate is unpacked under this name, by which its process is known again. */
  static final String NAME = "redis-server";

  private RedisBinary() {}

  /** The first of the platform's binaries that can say its version. */
  static Path find(Platform platform, BinaryCache cache, Path logs) throws IOException {
    for (String resource : platform.redisBinaries()) {
      Path binary = cache.provide(resource, into -> unpack(resource, into)).resolve(NAME);
      if (runs(binary, logs.resolve("redis-version.log"))) {
        return binary;
      }
    }
    throw new EmbeddedStoresException(
        "None of the published Redis binaries runs on this machine ("
            + String.join(", ", platform.redisBinaries())
            + "); see "
            + logs.resolve("redis-version.log")
            + ". "
            + Platform.ALTERNATIVE);
  }

  private static void unpack(String resource, Path into) throws IOException {
    try (InputStream content =
        Objects.requireNonNull(
            RedisBinary.class.getResourceAsStream("/" + resource),
            resource + " on the class path")) {
      Path binary = into.resolve(NAME);
      Files.copy(content, binary);
      Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static boolean runs(Path binary, Path output) {
    try {
      return new Command(List.of(binary.toString(), "--version"), output, Duration.ofSeconds(10))
              .run()
          == 0;
    } catch (IOException _) {
      return false; // not for this machine; the next candidate may be
    }
  }
}
