package dev.tercet.recovery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long what has ended is kept; the keys are {@code tercet.retention.*}.
 *
 * @param done finished and superseded extractions and the model's answers; null for ever
 * @param failed failed and cancelled extractions; null for ever
 * @param audit the history of extractions that are gone; null for ever
 * @param interval between two purges
 */
public record RetentionSettings(
    @Nullable Duration done,
    @Nullable Duration failed,
    @Nullable Duration audit,
    Duration interval) {}
