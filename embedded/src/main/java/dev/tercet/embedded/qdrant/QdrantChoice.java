package dev.tercet.embedded.qdrant;

import java.nio.file.Path;

/** Who keeps the vectors of a data folder. */
public sealed interface QdrantChoice {
  /**
   * Whoever kept them before; for a new folder the program {@code qdrant} on the search path, or
   * the engine when there is none.
   */
  record Auto() implements QdrantChoice {}

  /** The engine, wherever it runs. */
  record Engine() implements QdrantChoice {}

  /** This program. */
  record Program(Path path) implements QdrantChoice {}

  /** What a setting says: {@code auto}, {@code engine}, or a path. */
  static QdrantChoice of(String setting) {
    return switch (setting) {
      case "auto" -> new Auto();
      case "engine" -> new Engine();
      default -> new Program(Path.of(setting));
    };
  }
}
