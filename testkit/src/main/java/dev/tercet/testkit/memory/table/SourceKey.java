package dev.tercet.testkit.memory.table;

import java.util.UUID;

/** A document's name inside its project. */
public record SourceKey(UUID project, String source) {}
