package dev.tercet.saga.answer;

/**
 * An answer that was paid for and could not be used.
 *
 * @param reason what was wrong with it
 * @param raw the answer itself, as far as it is kept; empty once its document is gone
 */
public record EarlierAnswer(String reason, String raw) {}
