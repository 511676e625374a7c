package dev.tercet.pipeline.document;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file as it came in.
 *
 * @param name as its sender calls it; counts only where the bytes leave open what they are
 * @param declaredType its media type as its sender says; only an encoding in it counts; or empty
 * @param size in bytes
 * @param content its bytes; may be opened twice
 */
public record DocumentFile(String name, String declaredType, int size, Content content) {
  /** The bytes of a file, wherever they are. */
  @FunctionalInterface
  public interface Content {
    InputStream open() throws IOException;
  }
}
