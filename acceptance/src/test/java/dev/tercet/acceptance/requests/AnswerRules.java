package dev.tercet.acceptance.requests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tercet.api.problem.ProblemCode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What holds of every answer, whatever was asked. */
final class AnswerRules {
  private static final int FIRST_REFUSAL = 400;
  private static final int FIRST_FAULT = 500;

  /** Those that an address gives before any operation is reached. */
  private static final Set<Integer> BEFORE_OPERATIONS = Set.of(400, 405, 406, 414, 415, 431);

  private static final Set<String> CODES =
      Arrays.stream(ProblemCode.values()).map(ProblemCode::code).collect(Collectors.toSet());
  private static final Pattern CLASS =
      Pattern.compile("(?:io|com|org|java|javax|dev)\\.[a-z]+\\.\\w|Exception|\\bat \\w+\\(");
  private static final ObjectMapper JSON = new ObjectMapper();

  private AnswerRules() {}

  static void check(RequestGenerator.Request request, RawHttp.Answer answer) throws IOException {
    int status = answer.status();
    assertThat(answer.header("x-request-id")).as("X-Request-Id").isNotBlank();
    if (status >= FIRST_FAULT) {
      assertThat(request.operation().statuses()).as("described faults").contains(status);
      assertThat(answer.header("retry-after")).as("Retry-After").matches("[1-9]\\d*");
    }
    if (request.isRegular() && !BEFORE_OPERATIONS.contains(status)) {
      assertThat(request.operation().statuses()).as("described statuses").contains(status);
    }
    if (status >= FIRST_REFUSAL && !request.method().equals("HEAD")) {
      checkProblem(answer);
    } else if (answer.header("content-type").equals("application/json")
        && answer.body().length > 0) {
      JSON.readTree(answer.body());
    }
  }

  private static void checkProblem(RawHttp.Answer answer) throws IOException {
    assertThat(answer.header("content-type")).startsWith("application/problem+json");
    JsonNode problem = JSON.readTree(answer.body());
    assertThat(CODES).contains(problem.path("code").asText());
    assertThat(problem.path("status").asInt()).isEqualTo(answer.status());
    assertThat(problem.path("title").asText()).isNotBlank();
    assertThat(problem.path("detail").asText()).isNotBlank();
    assertThat(answer.text()).doesNotContainPattern(CLASS);
    if (answer.status() == 429) {
      assertThat(answer.header("retry-after")).as("Retry-After").matches("[1-9]\\d*");
    }
  }
}
