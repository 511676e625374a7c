package dev.tercet.pipeline.answer;

import static dev.tercet.saga.answer.AnswerRepair.BARE_ARRAY;
import static dev.tercet.saga.answer.AnswerRepair.BOM;
import static dev.tercet.saga.answer.AnswerRepair.FENCE;
import static dev.tercet.saga.answer.AnswerRepair.REASONING;
import static dev.tercet.saga.answer.AnswerRepair.TRAILING_COMMA;
import static dev.tercet.saga.answer.AnswerRepair.WORDS_AROUND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.answer.AnswerRepair;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerSearchTest {
  private static final String FACT = "{\"quote\":\"x\",\"data\":{\"n\":1}}";
  private static final String ANSWER = "{\"facts\":[" + FACT + "]}";

  private static Arguments odd(String content, AnswerRepair... repairs) {
    return Arguments.of(content, Set.of(repairs));
  }

  private static List<Arguments> oddAnswers() {
    return List.of(
        odd("\uFEFF" + ANSWER, BOM),
        odd("<think>{\"facts\":[]} would be too few</think>\n" + ANSWER, REASONING),
        odd("The begin is the template's own.</think>" + ANSWER, REASONING),
        odd("[THINK]hm[/THINK]" + ANSWER, REASONING),
        odd("\u25c1think\u25b7hm\u25c1/think\u25b7" + ANSWER, REASONING),
        odd(
            "<|channel|>analysis<|message|>hm<|end|><|channel|>final<|message|>" + ANSWER,
            REASONING),
        odd("```json\n" + ANSWER + "\n```", FENCE),
        odd("```\n" + ANSWER, FENCE),
        odd("Here you are:\n```json\n" + ANSWER + "\n```\nAsk again!", FENCE, WORDS_AROUND),
        odd("Sure! " + ANSWER + " I hope that helps.", WORDS_AROUND),
        odd("By [1] and {the text}: " + ANSWER, WORDS_AROUND),
        odd("It's 5\" long: " + ANSWER, WORDS_AROUND),
        odd("A [ nobody closes. " + ANSWER, WORDS_AROUND),
        odd("[" + FACT + "]", BARE_ARRAY),
        odd("```json\n[" + FACT + "]\n```", BARE_ARRAY, FENCE),
        odd("{\"facts\":[" + FACT + ",],}", TRAILING_COMMA),
        odd("[" + FACT + ",]", BARE_ARRAY, TRAILING_COMMA),
        odd("Draft: " + ANSWER + "\nFinal: { \"facts\": [" + FACT + "] }", WORDS_AROUND),
        odd("<think>hm</think>\uFEFFSo: " + ANSWER, REASONING, WORDS_AROUND));
  }

  @ParameterizedTest
  @MethodSource("oddAnswers")
  void findsTheOneAnswerAndSaysWhatItMended(String content, Set<AnswerRepair> repairs) {
    List<FoundAnswer> found = AnswerSearch.in(content);

    assertThat(found).hasSize(1);
    assertThat(found.getFirst().facts()).hasToString("[" + FACT + "]");
    assertThat(found.getFirst().repairs()).isEqualTo(repairs);
  }

  @Test
  void findsAnEmptyArrayOnlyWhereItStandsAlone() {
    assertThat(AnswerSearch.in("```json\n[]\n```")).hasSize(1);
    assertThat(AnswerSearch.in("I found [] and nothing else")).isEmpty();
  }

  @Test
  void findsTwoAnswersThatDiffer() {
    assertThat(AnswerSearch.in("{\"facts\":[]} or " + ANSWER + " or {\"facts\":[1]}")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no",
        "[1, 2]",
        "[{\"a\":1}]",
        "{\"facts\":{}}",
        "{'facts': []}",
        "<think>" + ANSWER,
        "{\"facts\":[" + FACT,
        "{\"facts\":[" + FACT + "]",
        "{\"facts\":[" + FACT + "],\"more\":[{\"quote\":\"y",
        "A { nobody closes. " + ANSWER,
        ANSWER + " and a { nobody closes",
        "{\"facts\":[]} \u2014 no, better: {\"facts\":[{\"quote\":\"a\",\"da",
        ANSWER + " or rather [" + FACT + ",{\"quote\":\"y",
        "{\"facts\":[{\"quote\":\"x\",\"data\":{\"facts\":[" + FACT + "]}},{\"quote\":\"y",
      })
  void findsNothingInWhatIsNoAnswer(String content) {
    assertThat(AnswerSearch.in(content)).isEmpty();
  }

  private static List<String> hostile() {
    String passage = "Ada paid 5 { and [ ".repeat(50);
    return List.of(
        "{".repeat(1_000_000),
        "[".repeat(500_000) + "]".repeat(500_000),
        "{\"facts\":[".repeat(100_000),
        "{\"facts\":".repeat(100_000) + "}".repeat(100_000),
        passage.repeat(1_000),
        "{\"facts\":[" + FACT + ",".repeat(1_000_000) + "]}",
        "{} ".repeat(300_000),
        "[] ".repeat(300_000),
        "[{}] ".repeat(200_000),
        "\"{".repeat(500_000),
        "<think>".repeat(150_000),
        "{\"facts\":[\"" + "\\".repeat(1_000_001) + "\"]}");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  @Timeout(10)
  void readsAMillionHostileCharactersInLinearTime(String content) {
    assertThat(AnswerSearch.in(content)).isEmpty();
  }

  @Test
  @Timeout(10)
  void readsTheSameAnswerAThousandTimesOver() {
    String answer = "{\"facts\":[" + (FACT + ",").repeat(30) + FACT + "]} ";

    assertThat(AnswerSearch.in(answer.repeat(1_000))).hasSize(1);
  }
}
