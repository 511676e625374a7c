package dev.tercet.saga;

import dev.tercet.saga.id.Fingerprint;
import java.util.UUID;

/**
 * A document on its way into the ledger, after every check.
 *
 * @param id the extraction's id (UUIDv7), drawn once per request and reused by its retries
 * @param project the project's internal id
 * @param projectVersion the project's version as the caller knows it; the ledger takes nothing
 *     under another one
 * @param document its source at most 2 KiB of UTF-8, its text free of NUL and lone surrogates
 * @param fingerprint of text, metadata, schema and options version (docs/protocol.md §2)
 * @param maxAttempts how many attempts it may use
 */
public record Submission(
    UUID id,
    UUID project,
    int projectVersion,
    Document document,
    Fingerprint fingerprint,
    int maxAttempts) {}
