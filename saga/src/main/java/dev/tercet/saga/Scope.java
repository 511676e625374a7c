package dev.tercet.saga;

import java.util.UUID;

/** Which part of the stores a recovery looks at. */
public sealed interface Scope {
  /** Everything of this installation. */
  record Everything() implements Scope {}

  /** One project. */
  record OfProject(UUID project) implements Scope {}

  /** One extraction. */
  record OfExtraction(UUID project, UUID extraction) implements Scope {}
}
