package dev.tercet.api.intake;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A file of a form, in memory or on disk until it is closed. */
public final class FilePart implements AutoCloseable {
  private final @Nullable String name;
  private final String type;
  private final Arrival content;

  FilePart(@Nullable String name, String type, Arrival content) {
    this.name = name;
    this.type = type;
    this.content = content;
  }

  /** Its name as its sender calls it; null when it has none. */
  public @Nullable String name() {
    return name == null || name.isBlank() ? null : name;
  }

  /** Its media type as its sender says; empty when he does not. */
  public String type() {
    return type;
  }

  /** Its size in bytes. */
  public int size() {
    return (int) content.length();
  }

  /** Its bytes, from the first one on; may be opened again, one after the other. */
  public InputStream open() throws IOException {
    return content.open();
  }

  @Override
  public void close() {
    content.close();
  }
}
