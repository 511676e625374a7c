package dev.tercet.api.security;

import dev.tercet.api.config.Secret;
import dev.tercet.saga.Fingerprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The first administrator key: the configured one, or one that is drawn once and kept in the data
 * folder. With embedded stores the key itself is kept there, readable by its owner only, so that
 * the commands on the same folder need none; otherwise only its hash.
 */
public final class AdminKey {
  private static final String KEY_FILE = "admin.key";
  private static final String HASH_FILE = "admin.key.sha256";
  private static final int BYTES = 24;

  private final Path dataDir;

  public AdminKey(Path dataDir) {
    this.dataDir = dataDir;
  }

  /**
   * The keys that count.
   *
   * @param configured the configured key, or null
   * @param embedded whether the data folder belongs to embedded stores
   * @param print is told a newly drawn key, once
   */
  public Keys obtain(@Nullable Secret configured, boolean embedded, Consumer<String> print) {
    if (configured != null) {
      return Keys.ofAdmin(Keys.hash(configured.value()));
    }
    Optional<Fingerprint> kept =
        embedded ? local().map(Keys::hash) : read(HASH_FILE).map(Fingerprint::new);
    return Keys.ofAdmin(kept.orElseGet(() -> draw(embedded, print)));
  }

  /** The key that the commands on this folder may use, if it holds one. */
  public Optional<String> local() {
    return read(KEY_FILE);
  }

  private Fingerprint draw(boolean embedded, Consumer<String> print) {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String key = "tercet_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Fingerprint hash = Keys.hash(key);
    write(embedded ? KEY_FILE : HASH_FILE, embedded ? key : hash.hex());
    print.accept(key);
    return hash;
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

  /** Writes the file whole or not at all, for its owner only. */
  private void write(String name, String text) {
    try {
      Files.createDirectories(dataDir);
      var ownerOnly =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      Path draft = Files.createTempFile(dataDir, name, ".new", ownerOnly);
      Files.writeString(draft, text + "\n");
      Files.move(
          draft,
          dataDir.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("the administrator key cannot be kept in " + dataDir, e);
    }
  }
}
