package dev.tercet.pipeline.text;

/**
 * Where the next cut may fall, in UTF-16 units.
 *
 * @param start where the passage begins
 * @param lowest the first place that is worth a cut
 * @param highest the last place that is worth a cut
 * @param full the last place where the passage still fits; a cut there is always allowed
 */
record CutRange(int start, int lowest, int highest, int full) {}
