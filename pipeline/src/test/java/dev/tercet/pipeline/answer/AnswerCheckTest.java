package dev.tercet.pipeline.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tercet.saga.Usage;
import dev.tercet.saga.answer.AnswerRepair;
import dev.tercet.saga.answer.DroppedFacts;
import dev.tercet.saga.answer.DroppedFacts.Reason;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.Extractor.Reply;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerCheckTest {
  private static final ProjectSchema SCHEMA =
      ProjectSchema.read(
          """
          {"type":"object","required":["n"],"additionalProperties":false,
           "properties":{"n":{"type":"number","maximum":1e12}}}
          """);

  private static Verdict judge(String content, String passage) {
    return AnswerCheck.judge(new Reply.Content(content, Usage.NONE), passage, SCHEMA.facts());
  }

  private static String facts(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Valid.class);
    return ((Verdict.Valid) verdict).facts();
  }

  private static String one(String quote) {
    return "{\"facts\":[{\"quote\":\"" + quote + "\",\"data\":{\"n\":1}}]}";
  }

  @Test
  void offsetsAreCodePointsWithinThePassage() {
    assertThat(facts(judge(one("five"), "\uD83D\uDE80 five")))
        .isEqualTo("[{\"data\":{\"n\":1},\"end\":6,\"quote\":\"five\",\"start\":2}]");
  }

  @Test
  void noFactsAreAnAnswerToo() {
    assertThat(facts(judge("{\"facts\":[]}", "text"))).isEqualTo("[]");
  }

  @Test
  void equalQuotesMeanOnePlaceAfterTheOther() {
    String content =
        """
        {"facts":[{"quote":"a","data":{"n":1}},{"quote":"a","data":{"n":2}},
                  {"quote":"a","data":{"n":3}}]}
        """;
    assertThat(facts(judge(content, "a b a")))
        .contains("\"start\":0},", "\"start\":4},")
        .endsWith("\"start\":0}]");
  }

  @Test
  void aQuoteThatSaysWhereItStandsIsBelievedWhenItDoes() {
    String content = "{\"facts\":[{\"quote\":\"a\",\"start\":4,\"data\":{\"n\":1}}]}";
    assertThat(facts(judge(content, "a b a"))).contains("\"start\":4");
    assertThat(facts(judge(content, "a b c"))).contains("\"start\":0");
  }

  @Test
  void aQuoteMayDifferInWhiteSpaceAndSigns() {
    assertFound("the  \"sum\"", "pays the\n\u201csum\u201d now", "the\n\u201csum\u201d");
    assertFound("It's 5-6", "so it\u2019s 5\u20136.", "it\u2019s 5\u20136");
    assertFound(" A B ", "x a\u00a0\tb y", "a\u00a0\tb");
  }

  private static void assertFound(String quote, String passage, String found) {
    String content =
        "{\"facts\":[{\"quote\":%s,\"data\":{\"n\":1}}]}".formatted(TextNode.valueOf(quote));
    assertThat(facts(judge(content, passage)))
        .contains("\"quote\":" + TextNode.valueOf(found))
        .contains("\"start\":" + passage.indexOf(found));
  }

  @Test
  void whatWasMendedIsNotedOfTheContentAndOfWhereItWas() {
    var reply =
        new Reply.Content(
            "```json\n{\"facts\":[]}\n```", Usage.NONE, Set.of(AnswerRepair.TOOL_CALL));

    assertThat(AnswerCheck.judge(reply, "text", SCHEMA.facts()))
        .isEqualTo(
            new Verdict.Valid(
                "[]", Set.of(AnswerRepair.TOOL_CALL, AnswerRepair.FENCE), DroppedFacts.NONE));
  }

  @Test
  void inTheFieldOfTheReasoningAnAnswerStandsAlone() {
    Set<AnswerRepair> field = Set.of(AnswerRepair.REASONING_FIELD);
    var alone = new Reply.Content("```json\n" + one("x") + "\n```", Usage.NONE, field);
    var among = new Reply.Content("Like " + one("x") + "?", Usage.NONE, field);

    assertThat(facts(AnswerCheck.judge(alone, "x", SCHEMA.facts()))).contains("\"quote\":\"x\"");
    assertThat(AnswerCheck.judge(among, "x", SCHEMA.facts()))
        .isInstanceOfSatisfying(
            Verdict.Invalid.class, it -> assertThat(it.reason()).contains("of the reasoning"));
  }

  @Test
  void aFactThatIsOfNoUseIsLeftOutAlone() {
    String content =
        """
        {"facts":[{"quote":"a","data":{"n":1}}, {"quote":"nowhere","data":{"n":2}},
                  {"quote":"a","data":{"n":"3"}}, {"quote":"a","data":{"n":1e999}}, 5,
                  {"quote":"b","data":{"n":6}}]}
        """;
    assertThat(judge(content, "a b"))
        .isInstanceOfSatisfying(
            Verdict.Valid.class,
            valid -> {
              assertThat(valid.facts()).contains("\"n\":1}", "\"n\":6}").doesNotContain("nowhere");
              assertThat(valid.dropped().counts())
                  .isEqualTo(Map.of(Reason.QUOTE, 1, Reason.SCHEMA, 2, Reason.NUMBER, 1));
              assertThat(valid.dropped().told())
                  .startsWith(
                      "[{\"data\":\"{\\\"n\\\":2}\",\"quote\":\"nowhere\",\"reason\":\"quote\"")
                  .contains("/facts/1/quote is not in the passage", "/facts/4/data");
            });
  }

  @Test
  void ofWhatIsLeftOutABoundedPartIsKept() {
    String bad =
        "{\"quote\":\"%1$s\",\"data\":{\"n\":\"%1$s\"}},".formatted("\\u0001".repeat(9_000));
    String content = "{\"facts\":[" + bad.repeat(100) + "{\"quote\":\"a\",\"data\":{\"n\":1}}]}";
    assertThat(judge(content, "a"))
        .isInstanceOfSatisfying(
            Verdict.Valid.class,
            valid -> {
              assertThat(valid.dropped().counts()).isEqualTo(Map.of(Reason.SCHEMA, 100));
              assertThat(valid.dropped().told()).hasSizeBetween(1_000, 131_072);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sorry|not JSON",
        "{}|array 'facts'",
        "{\"facts\":{}}|array 'facts'",
        "{\"facts\":[1]}|/facts/0/data is not an object",
        "''|no content",
        "I would say {\"facts\":[]} here|among other words",
        "{\"facts\":[]} or {\"facts\":[{\"quote\":\"x\",\"da|not JSON",
        "{\"facts\":[{\"quote\":\"x\",\"data\":{\"n\":1}}]} or {\"facts\":[]}|two different",
        "{\"facts\":[{\"quote\":\"nowhere\",\"data\":{\"n\":1}}]}|/facts/0/quote",
        "{\"facts\":[{\"quote\":\" \",\"data\":{\"n\":1}}]}|/facts/0/quote",
        "{\"facts\":[{\"quote\":\"x\",\"data\":{\"n\":\"1\"}}]}|/facts/0/data",
        "{\"facts\":[{\"quote\":\"x\",\"data\":{}}]}|/facts/0/data",
        "{\"facts\":[{\"quote\":\"x\",\"data\":{\"n\":-1e999}}]}|out of range",
      })
  void anUnusableAnswerIsInvalidAndSaysWhy(String content, String why) {
    assertThat(judge(content, "x"))
        .isInstanceOfSatisfying(
            Verdict.Invalid.class,
            invalid -> {
              assertThat(invalid.reason()).contains(why);
              assertThat(invalid.raw()).isEqualTo(content);
            });
  }

  @Test
  void anEndlessAnswerIsKeptOnlyInPart() {
    assertThat(judge("\uD83D\uDE80".repeat(100_000), "x"))
        .isInstanceOfSatisfying(
            Verdict.Invalid.class, it -> assertThat(it.raw()).hasSizeLessThanOrEqualTo(16_384));
  }
}
