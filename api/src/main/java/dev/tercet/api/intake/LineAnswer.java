package dev.tercet.api.intake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.problem.ProblemResponses;
import dev.tercet.api.problem.Problems;
import dev.tercet.api.shape.Json;
import dev.tercet.saga.Extraction;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The line that answers one of many documents. */
final class LineAnswer {
  private static final Logger LOG = LoggerFactory.getLogger(LineAnswer.class);

  private LineAnswer() {}

  /** It is there. */
  static byte[] taken(int number, Extraction extraction) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("line", number);
    answer.put("id", extraction.id().toString());
    answer.put("source", extraction.source());
    answer.put("status", extraction.status().label());
    return line(answer);
  }

  /** It was refused. */
  static byte[] refused(int number, Problem problem) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("line", number);
    answer.set("error", ProblemResponses.json(problem));
    return line(answer);
  }

  /** It failed. */
  static byte[] refused(int number, RuntimeException failure) {
    Problem problem = Problems.of(failure);
    if (problem.code() == ProblemCode.INTERNAL) {
      LOG.error("line {} failed", number, failure);
    }
    return refused(number, problem);
  }

  private static byte[] line(ObjectNode answer) {
    byte[] json = Json.bytes(answer);
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return line;
  }
}
