package dev.tercet.pipeline.attempt;

import dev.tercet.pipeline.text.Span;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.Passage.Fact;
import java.util.List;

/**
 * A passage with its answer.
 *
 * @param span where it lies
 * @param text exactly {@code document[start:end]}
 * @param facts with offsets into the document
 * @param madeWith what they were extracted with
 */
record AnsweredPassage(Span span, String text, List<Fact> facts, MadeWith madeWith) {}
