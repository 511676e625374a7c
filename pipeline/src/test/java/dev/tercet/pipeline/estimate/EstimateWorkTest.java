package dev.tercet.pipeline.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.Scene;
import dev.tercet.pipeline.model.AskedModels;
import dev.tercet.pipeline.text.Cutter;
import dev.tercet.saga.Usage;
import dev.tercet.saga.money.Money;
import dev.tercet.saga.money.Price;
import dev.tercet.saga.money.Prices;
import dev.tercet.saga.money.TokenEstimate;
import dev.tercet.testkit.contract.Submissions;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EstimateWorkTest {
  private static final String ADA = "Ada wrote it.";
  private static final String GRACE = "Grace wrote it.";

  private final Scene scene = new Scene();

  private WorkEstimate estimate(List<Price> prices, Set<String> inside) {
    var pricing = new Prices("v", "USD", prices).at(scene.clock, inside);
    return new EstimateWork(
            AskedModels.only(scene.model, scene.gate),
            new Cutter(scene.settings.passages().maxCharacters()),
            scene.ledger.answerReader(),
            pricing)
        .begin(scene.project)
        .orElseThrow();
  }

  private static WorkEstimate.Sum sum(WorkEstimate estimate, String... texts) {
    for (String text : texts) {
      assertThat(estimate.add(Submissions.document("of " + text, text))).isTrue();
    }
    return estimate.sum();
  }

  @Test
  void countsEachQuestionOnceAndNoneThatHasAnAnswer() {
    scene.accept("a.txt", ADA);
    scene.work(scene.worker());
    var prices =
        List.of(new Price("scripted-1", null, LocalDate.EPOCH, 1_000_000, 0, 0, 2_000_000));

    WorkEstimate.Sum sum = sum(estimate(prices, Set.of()), ADA, GRACE, GRACE);

    Usage call = TokenEstimate.of(scene.project.schema(), GRACE);
    long nanos = 1_000 * call.inputTokens() + 2_000 * call.outputTokens();
    assertThat(sum)
        .isEqualTo(
            new WorkEstimate.Sum(
                "scripted", "scripted-1", 3, 3, 1, 1, call, 0, new Money(nanos, "USD")));
    assertThat(scene.model.asked()).as("nobody is asked").hasSize(1);
  }

  @Test
  void asksForWhatTheAttemptThenAsksFor() {
    WorkEstimate.Sum before = sum(estimate(List.of(), Set.of()), ADA);
    assertThat(before.usage().calls()).isEqualTo(1);
    assertThat(before.unpriced()).isEqualTo(1);
    assertThat(before.cost()).isNull();

    scene.accept("of " + ADA, ADA);
    scene.work(scene.worker());

    WorkEstimate.Sum after = sum(estimate(List.of(), Set.of()), ADA);
    assertThat(after.usage()).isEqualTo(Usage.NONE);
    assertThat(after.answered()).isEqualTo(1);
  }

  @Test
  void costsNothingInside() {
    WorkEstimate.Sum sum = sum(estimate(List.of(), Set.of("scripted")), ADA, GRACE);
    assertThat(sum.unpriced()).isZero();
    assertThat(sum.cost()).isNull();
  }
}
