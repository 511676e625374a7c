package dev.tercet.embedded.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** The passwords of the stores: drawn once, kept in files that only their owner reads. */
public final class Secrets {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 32;

  private final Path folder;

  public Secrets(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder);
  }

  /** Letters and digits only, so that it needs no quoting in a URL or a settings file. */
  public String password(String store) throws IOException {
    Path file = folder.resolve(store);
    if (!Files.exists(file)) {
      PrivateFile.write(file, draw());
    }
    return Files.readString(file);
  }

  private static String draw() {
    SecureRandom random = new SecureRandom();
    StringBuilder password = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }
}
