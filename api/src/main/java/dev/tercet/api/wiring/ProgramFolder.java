package dev.tercet.api.wiring;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** The folder in which this program lies with all that belongs to it. */
public final class ProgramFolder {
  private static final String NAMED = "tercet.home";

  private ProgramFolder() {}

  /** As whoever started the program named it, or as its classes lie in it. */
  public static Path path() {
    String named = System.getProperty(NAMED, "");
    return named.isEmpty() ? found() : Path.of(named);
  }

  private static Path found() {
    try {
      URI classes = ProgramFolder.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return above(Path.of(classes));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("where this program lies cannot be said", e);
    }
  }

  /**
   * The folder in which these classes lie as HOME/api/target/classes, HOME/api/target/api.jar,
   * HOME/cli/target/lib/api.jar or HOME/lib/api.jar.
   */
  static Path above(Path classes) {
    Path folder = classes.resolveSibling("");
    Path built = folder.endsWith("lib") ? folder.resolve("..").normalize() : folder;
    return built.endsWith("target") ? built.resolve("../..").normalize() : built;
  }
}
