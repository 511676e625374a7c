package dev.tercet.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Extraction;
import dev.tercet.saga.Failure;
import dev.tercet.saga.Status;
import dev.tercet.saga.money.Budget;
import dev.tercet.saga.money.BudgetScope;
import dev.tercet.saga.money.Standing;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Documents that find a budget spent. */
class SpentBudgetTest {
  private final Scene scene = new Scene();
  private final BudgetScope ofProject = new BudgetScope.OfProject(scene.project.id());
  private Standing standing = scene.ledger.budgets().find(ofProject);

  @BeforeEach
  void spend() {
    standing = scene.ledger.budgets().put(ofProject, new Budget(null, null, 1L));
  }

  private Extraction waiting() {
    Extraction paid = scene.accept("a.txt", "Ada wrote it.");
    var worker = scene.worker();
    scene.work(worker);
    Extraction accepted = scene.accept("b.txt", "Grace wrote it.");
    scene.work(worker);
    assertThat(scene.extraction(paid.id()).status()).isEqualTo(Status.DONE);
    return scene.extraction(accepted.id());
  }

  @Test
  void waitWithoutAnAttemptUntilTheDayTurns() {
    Extraction waiting = waiting();

    assertThat(waiting.status()).isEqualTo(Status.PENDING);
    assertThat(waiting.attempts()).isZero();
    assertThat(waiting.failure()).extracting(Failure::code).isEqualTo("budget-spent");
    assertThat(waiting.nextAttemptAt())
        .isBetween(standing.turns().day(), standing.turns().day().plusSeconds(3));
    assertThat(scene.model.asked()).hasSize(1);

    scene.clock.advance(Duration.between(scene.clock.instant(), waiting.nextAttemptAt()));
    scene.work(scene.worker());
    assertThat(scene.extraction(waiting.id()).status()).isEqualTo(Status.DONE);
  }

  @Test
  void goOnAtOnceWhenItIsRaised() {
    Extraction waiting = waiting();

    scene.ledger.budgets().put(ofProject, new Budget(null, null, 2L));
    scene.ledger.providers().hasten(10);
    scene.work(scene.worker());

    assertThat(scene.extraction(waiting.id()).status()).isEqualTo(Status.DONE);
    assertThat(scene.model.asked()).hasSize(2);
  }

  @Test
  void useAnswersThatAreThere() {
    Extraction waiting = waiting();
    Extraction same = scene.accept("c.txt", "Ada wrote it.");
    scene.work(scene.worker());

    assertThat(scene.extraction(same.id()).status()).isEqualTo(Status.DONE);
    assertThat(scene.extraction(waiting.id()).status()).isEqualTo(Status.PENDING);
  }
}
