package dev.tercet.storage.postgres;

import dev.tercet.saga.EntityStore;
import dev.tercet.saga.ExtractionReader;
import dev.tercet.saga.PassageStore;

/** The ports that people read through: their reads have the pool and the limit of reads. */
public record Readers(ExtractionReader extractions, PassageStore passages, EntityStore entities) {}
