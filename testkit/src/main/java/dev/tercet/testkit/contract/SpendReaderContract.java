package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.money.Money;
import dev.tercet.saga.money.SpendReader;
import dev.tercet.saga.money.SpendReader.Asked;
import dev.tercet.saga.money.SpendReader.By;
import dev.tercet.saga.money.SpendReader.Sum;
import dev.tercet.saga.money.SpendReader.SumKey;
import dev.tercet.saga.port.AnswerStore.Asker;
import dev.tercet.saga.port.AnswerStore.Verdict.Broken;
import dev.tercet.saga.port.AnswerStore.Verdict.Valid;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is told of what was spent (docs/protocol.md §13). */
public abstract class SpendReaderContract extends OnLedger {
  /** Costs 860 × 150 + 100 × 75 + 40 × 187.5 + 50 × 600 billionths: 174,000. */
  private static final Usage USAGE = new Usage(1, 1_000, 50, 100, 40, 20);

  private static final Money COST = new Money(174_000, "USD");

  private SpendReader spend() {
    return scene().ledger().spend();
  }

  private Asked asked(By by) {
    LocalDate today = spend().today();
    return new Asked("tenant", null, by, today, today);
  }

  private List<Sum> sums(By by) {
    return spend().list(asked(by), SumKey.START, 100);
  }

  private ModelCall begun(Claim claim, String model, int ordinal) {
    var question = Fingerprint.of(claim.extraction().toString() + ordinal);
    ModelCall call = new ModelCalls(scene(), "provider", model).about(claim, ordinal, question);
    scene().ledger().answers().started(call, new Asker(claim.session(), Duration.ofMinutes(5)));
    return call;
  }

  private void paid(Claim claim, String model, int ordinal) {
    scene().ledger().answers().ended(begun(claim, model, ordinal), new Valid("[]"), USAGE);
  }

  private void fold() {
    while (scene().ledger().retention().foldCounts()) {}
  }

  @Test
  @DisplayName("§13: a call has cost what its tokens cost, once it has ended, and only once")
  void costsWhatWasUsed() {
    assertThat(sums(By.DAY)).isEmpty();
    Claim claim = scene().claimed("a letter", "words");
    ModelCall call = begun(claim, "model", 0);
    SumKey today = new SumKey(spend().today().toString(), "");
    assertThat(sums(By.DAY))
        .containsExactly(new Sum(today, null, new Usage(1, 0, 0), 0, List.of()));

    scene().ledger().answers().ended(call, new Valid("[]"), USAGE);
    scene().ledger().answers().ended(call, new Valid("[]"), USAGE);

    Sum paid = new Sum(today, null, USAGE, 0, List.of(COST));
    assertThat(sums(By.DAY)).containsExactly(paid);
    fold();
    assertThat(sums(By.DAY)).containsExactly(paid);
    paid(claim, "model", 1);
    assertThat(sums(By.DAY))
        .as("what is folded and what is not")
        .containsExactly(
            new Sum(today, null, USAGE.plus(USAGE), 0, List.of(new Money(2 * 174_000, "USD"))));
  }

  @Test
  @DisplayName("§13: what costs something that nobody knows is counted apart")
  void countsWhatHasNoPrice() {
    Claim claim = scene().claimed("a letter", "words");
    paid(claim, "unlisted", 0);
    ModelCall lost = begun(claim, "model", 1);
    scene().ledger().answers().abandoned(lost);
    scene()
        .ledger()
        .answers()
        .ended(begun(claim, "model", 2), new Broken("no", true), new Usage(1, 0, 0));
    scene()
        .ledger()
        .answers()
        .ended(begun(claim, "model", 3), new Broken("it broke off"), new Usage(1, 0, 0));

    assertThat(sums(By.MODEL))
        .containsExactly(
            new Sum(new SumKey("provider", "model"), null, new Usage(3, 0, 0), 2, List.of()),
            new Sum(new SumKey("provider", "unlisted"), null, USAGE, 1, List.of()));

    scene().ledger().answers().ended(lost, new Valid("[]"), USAGE);
    assertThat(sums(By.MODEL).getFirst())
        .as("its holder saw it end after all")
        .isEqualTo(
            new Sum(
                new SumKey("provider", "model"),
                null,
                USAGE.plus(new Usage(2, 0, 0)),
                1,
                List.of(COST)));
  }

  @Test
  @DisplayName("§13: each sees what its own tenant spent, of deleted projects, too, page by page")
  void tellsByProject() {
    Claim letter = scene().claimed("a letter", "words");
    paid(letter, "model", 0);
    SecondProject second = new SecondProject(scene());
    paid(second.claimed("a note"), "model", 0);
    scene().ledger().projects().delete(second.id());

    List<Sum> found = new ArrayList<>();
    SumKey after = SumKey.START;
    List<Sum> page = spend().list(asked(By.PROJECT), after, 1);
    while (!page.isEmpty()) {
      found.addAll(page);
      after = page.getFirst().key();
      page = spend().list(asked(By.PROJECT), after, 1);
    }

    assertThat(found)
        .containsExactlyInAnyOrder(
            new Sum(
                new SumKey(letter.project().toString(), ""), "letters", USAGE, 0, List.of(COST)),
            new Sum(new SumKey(second.id().toString(), ""), null, USAGE, 0, List.of(COST)));
    LocalDate today = spend().today();
    assertThat(
            spend()
                .list(
                    new Asked("tenant", letter.project(), By.PROJECT, today, today),
                    SumKey.START,
                    100))
        .hasSize(1);
    assertThat(
            spend().list(new Asked("another", null, By.PROJECT, today, today), SumKey.START, 100))
        .isEmpty();
    assertThat(
            spend()
                .list(
                    new Asked("tenant", null, By.PROJECT, today.minusDays(9), today.minusDays(1)),
                    SumKey.START,
                    100))
        .isEmpty();
  }

  @Test
  @DisplayName("§13: a call has cost what it took, whatever became of its project meanwhile")
  void countsWhatADeletedProjectPaid() {
    Claim claim = scene().claimed("a letter", "words");
    ModelCall call = begun(claim, "model", 0);
    scene().ledger().projects().delete(claim.project());

    assertThat(scene().ledger().answers().ended(call, new Valid("[]"), USAGE)).isEmpty();
    assertThat(scene().ledger().answers().ended(call, new Valid("[]"), USAGE)).isEmpty();

    assertThat(sums(By.MODEL))
        .containsExactly(new Sum(new SumKey("provider", "model"), null, USAGE, 0, List.of(COST)));
  }
}
