package dev.tercet.saga;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which part of the stores a recovery looks at. */
public sealed interface Scope {
  /** The one project in which it lies; null when it is of all. */
  @Nullable UUID project();

  /** Everything of this installation. */
  record Everything() implements Scope {
    @Override
    public @Nullable UUID project() {
      return null;
    }
  }

  /** One project. */
  record OfProject(UUID project) implements Scope {}

  /** One extraction. */
  record OfExtraction(UUID project, UUID extraction) implements Scope {}
}
