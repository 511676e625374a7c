package dev.tercet.pipeline.answer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tercet.saga.answer.AnswerRepair;
import java.util.Set;

/**
 * The facts that stand in what a model sent, not checked yet.
 *
 * @param repairs what was mended to find them
 */
record FoundAnswer(ArrayNode facts, Set<AnswerRepair> repairs) {}
