package dev.tercet.saga;

import dev.tercet.saga.id.Fingerprint;
import java.util.UUID;

/**
 * One chat request, in the spend ledger from before it is sent.
 *
 * @param id the ledger row's id, drawn before the first try
 * @param project who pays
 * @param extraction for which extraction
 * @param ordinal for which passage
 * @param epoch in which attempt
 * @param provider such as {@code openai}
 * @param model the model's name
 * @param fingerprint what the answer will be kept under
 */
public record ModelCall(
    UUID id,
    UUID project,
    UUID extraction,
    int ordinal,
    long epoch,
    String provider,
    String model,
    Fingerprint fingerprint) {}
