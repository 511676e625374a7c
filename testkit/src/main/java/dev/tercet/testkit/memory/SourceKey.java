package dev.tercet.testkit.memory;

import java.util.UUID;

/** A document's name inside its project. */
record SourceKey(UUID project, String source) {}
