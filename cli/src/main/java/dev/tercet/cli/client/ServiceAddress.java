package dev.tercet.cli.client;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file in a data folder that says where its service answers, while it does. */
public record ServiceAddress(Path dataDir) {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceAddress.class);

  public void write(URI address) {
    try {
      Files.createDirectories(dataDir);
      Files.writeString(file(), address + "\n");
    } catch (IOException e) {
      LOG.warn("{} cannot be written; commands need --url", file(), e);
    }
  }

  public void remove() {
    try {
      Files.deleteIfExists(file());
    } catch (IOException e) {
      LOG.warn("{} cannot be removed", file(), e);
    }
  }

  Optional<URI> read() {
    try {
      return Files.exists(file())
          ? Optional.of(URI.create(Files.readString(file()).strip()))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("{} cannot be read", file(), e);
      return Optional.empty();
    }
  }

  private Path file() {
    return dataDir.resolve("service.url");
  }
}
