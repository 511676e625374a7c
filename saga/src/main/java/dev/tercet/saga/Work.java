package dev.tercet.saga;

import java.util.Set;

/**
 * What a claimed attempt works on.
 *
 * @param claim the right to it
 * @param project the project with schema and options as they are now
 * @param source the caller's name for the document
 * @param text the exact text
 * @param recorded the ordinals of passages that an earlier attempt recorded; they are skipped
 */
public record Work(
    Claim claim, Project project, String source, String text, Set<Integer> recorded) {}
