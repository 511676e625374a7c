package dev.tercet.pipeline.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.answer.AnswerCheck;
import dev.tercet.pipeline.answer.ProjectSchema;
import dev.tercet.pipeline.provider.rules.DefaultSchema;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.Extractor;
import dev.tercet.saga.port.Extractor.Reply;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LocalProviderTest {
  private static final String PASSAGE =
      "\uD83D\uDE80 Invoice of 3 March 2026: 5 EUR and again 5 EUR to ada@example.org.";

  private static Reply ask(Extractor extractor, String schema) {
    return extractor.ask(new Extractor.Request(new UUID(0, 1), 0, 1, schema, PASSAGE));
  }

  private static String facts(Reply reply) {
    assertThat(reply).isInstanceOf(Reply.Content.class);
    Verdict verdict =
        AnswerCheck.judge(
            (Reply.Content) reply, PASSAGE, ProjectSchema.read(DefaultSchema.json()).facts());
    assertThat(verdict).isInstanceOf(Verdict.Valid.class);
    return ((Verdict.Valid) verdict).facts();
  }

  @Test
  void whatTheRulesFindIsAValidAnswerWithItsPlaces() {
    assertThat(facts(ask(new RulesProvider(), DefaultSchema.json())))
        .contains("ada@example.org", "\"start\":27}", "\"start\":43}");
  }

  @Test
  void whatEchoSaysIsAValidAnswerAndSaysThatItIsForLoadTests() {
    assertThat(facts(ask(new EchoProvider(Duration.ZERO), DefaultSchema.json())))
        .contains("for load tests only");
  }

  @Test
  void anEchoThatTakesItsTimeStandsForAModelWhoseAnswersAreKept() {
    assertThat(new RulesProvider().isRepeatable()).isTrue();
    assertThat(new EchoProvider(Duration.ZERO).isRepeatable()).isTrue();
    assertThat(new EchoProvider(Duration.ofMillis(1)).isRepeatable()).isFalse();
  }

  @Test
  void aSchemaThatTheRulesCannotReadIsRefusedForGood() {
    assertThat(ask(new RulesProvider(), "{\"type\":12}"))
        .isInstanceOfSatisfying(
            Reply.Refused.class,
            it -> assertThat(it.failure().failureClass()).isEqualTo(FailureClass.PERMANENT));
  }
}
