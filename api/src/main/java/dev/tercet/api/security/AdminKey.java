package dev.tercet.api.security;

import dev.tercet.api.config.Secret;
import dev.tercet.saga.id.Fingerprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first administrator key: the configured one, or one that is drawn once and kept in a file of
 * the data folder that only its owner reads. The commands on the same folder find it there.
 */
public final class AdminKey {
  private static final String KEY_FILE = "admin.key";

  /** Earlier versions kept no more than this beside external stores. */
  private static final String HASH_FILE = "admin.key.sha256";

  private static final int BYTES = 24;

  private final Path dataDir;

  public AdminKey(Path dataDir) {
    this.dataDir = dataDir;
  }

  /** Is told that a key was drawn, which happens once. */
  @FunctionalInterface
  public interface Drawn {
    /** The key, and the file in which it stands. */
    void tell(String key, Path file);
  }

  /**
   * The keys that count.
   *
   * @param configured the configured key, or null
   */
  public KnownKeys obtain(@Nullable Secret configured, Drawn drawn) {
    if (configured != null) {
      return KnownKeys.ofAdmin(KnownKeys.hash(configured.value()));
    }
    return KnownKeys.ofAdmin(
        local()
            .map(KnownKeys::hash)
            .or(() -> read(HASH_FILE).map(Fingerprint::new))
            .orElseGet(() -> draw(drawn)));
  }

  /** The key that the commands on this folder may use, if it holds one. */
  public Optional<String> local() {
    return read(KEY_FILE);
  }

  /** Where a drawn key stands. */
  public Path file() {
    return dataDir.resolve(KEY_FILE);
  }

  private Fingerprint draw(Drawn drawn) {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String key = "tercet_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    keep(key);
    drawn.tell(key, file());
    return KnownKeys.hash(key);
  }

  private Optional<String> read(String name) {
    try {
      String text = Files.readString(dataDir.resolve(name)).strip();
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("the administrator key in " + dataDir + " is unreadable", e);
    }
  }

  /** Whole or not at all; Java creates temporary files for their owner only. */
  private void keep(String key) {
    try {
      Files.createDirectories(dataDir);
      Path draft = Files.createTempFile(dataDir, KEY_FILE, ".new");
      try {
        Files.writeString(draft, key + "\n");
        Files.move(
            draft, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the administrator key cannot be kept in " + dataDir, e);
    }
  }
}
