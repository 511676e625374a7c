package dev.tercet.testkit.contract;

import static java.time.temporal.ChronoUnit.DAYS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.money.Budget;
import dev.tercet.saga.money.Budget.Outlay;
import dev.tercet.saga.money.BudgetScope;
import dev.tercet.saga.money.BudgetStore;
import dev.tercet.saga.money.Money;
import dev.tercet.saga.money.Standing;
import dev.tercet.saga.money.Standing.Turns;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.AnswerStore.Asker;
import dev.tercet.saga.port.AnswerStore.Start;
import dev.tercet.saga.port.AnswerStore.Verdict.Broken;
import dev.tercet.saga.port.AnswerStore.Verdict.Valid;
import dev.tercet.saga.provider.ProviderStates;
import dev.tercet.saga.provider.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every store of budgets must keep (docs/protocol.md §14). */
public abstract class BudgetStoreContract extends OnLedger {
  private static final BudgetScope EVERYBODY = new BudgetScope.Installation();
  private static final BudgetScope TENANT = new BudgetScope.OfTenant("tenant");

  /** Costs 1,000 × 150 + 50 × 600 billionths: 180,000. */
  private static final Usage USAGE = new Usage(1, 1_000, 50);

  private static final long COST = 180_000;

  private static final Failure SPENT =
      new Failure("budget-spent", FailureClass.TRANSIENT, "spent", Stage.ACCEPTED);

  private BudgetStore budgets() {
    return scene().ledger().budgets();
  }

  private AnswerStore answers() {
    return scene().ledger().answers();
  }

  private ProviderStates states() {
    return scene().ledger().providers();
  }

  private BudgetScope ofProject() {
    return new BudgetScope.OfProject(scene().project());
  }

  private static Budget calls(long calls) {
    return new Budget(null, null, calls);
  }

  private static Money usd(long nanos) {
    return new Money(nanos, "USD");
  }

  private ModelCall call(Claim claim, int ordinal) {
    return call(claim, ordinal, Fingerprint.of(claim.extraction().toString() + ordinal));
  }

  private ModelCall call(Claim claim, int ordinal, Fingerprint question) {
    return new ModelCalls(scene(), "provider", "model").about(claim, ordinal, question);
  }

  private Start start(Claim claim, ModelCall call) {
    return answers().started(call, new Asker(claim.session(), Duration.ofMinutes(5), USAGE));
  }

  private Start start(Claim claim, int ordinal) {
    return start(claim, call(claim, ordinal));
  }

  private static @Nullable BudgetScope refusing(Start start) {
    return start instanceof Start.OverBudget(var scope, _) ? scope : null;
  }

  @Test
  @DisplayName("§14: without a budget nothing is bounded, and what was spent is told")
  void boundsNothingByItself() {
    Claim claim = scene().claimed("a letter", "words");
    assertThat(start(claim, 0)).isEqualTo(Start.BEGUN);

    Standing standing = budgets().find(ofProject());

    assertThat(standing.budget()).isEqualTo(Budget.NONE);
    assertThat(standing.outlay()).isEqualTo(new Outlay(1, 0, 0));
    assertThat(standing.rest()).isEmpty();
    Turns turns = standing.turns();
    assertThat(turns.day()).isAfter(turns.now()).isBeforeOrEqualTo(turns.now().plus(1, DAYS));
    assertThat(turns.month())
        .isAfterOrEqualTo(turns.day())
        .isBeforeOrEqualTo(turns.now().plus(31, DAYS));
  }

  @Test
  @DisplayName("§14: of many calls at once as many begin as the budget lets, and no more")
  void letsInAsFarAsItGoes() {
    budgets().put(TENANT, calls(5));
    Claim claim = scene().claimed("a letter", "words");

    List<Start> starts =
        Race.all(
            IntStream.range(0, 20)
                .<Callable<Start>>mapToObj(it -> () -> start(claim, it))
                .toList());

    assertThat(starts).filteredOn(Start.BEGUN::equals).hasSize(5);
    assertThat(starts).filteredOn(it -> TENANT.equals(refusing(it))).hasSize(15);
    assertThat(budgets().find(TENANT).outlay().callsToday()).isEqualTo(5);
    assertThat(budgets().find(TENANT).rest()).isPresent();
    while (scene().ledger().retention().foldCounts()) {}
    assertThat(refusing(start(claim, 20))).as("folded").isEqualTo(TENANT);
  }

  @Test
  @DisplayName("§14: what was refused is nobody's question any more, and no call")
  void leavesNothingOfWhatItRefuses() {
    budgets().put(ofProject(), calls(0));
    Claim claim = scene().claimed("a letter", "words");
    ModelCall refused = call(claim, 0);
    assertThat(refusing(start(claim, refused))).isEqualTo(ofProject());
    assertThat(budgets().find(ofProject()).outlay()).isEqualTo(Outlay.NOTHING);

    budgets().put(ofProject(), Budget.NONE);

    Claim other = scene().claimed("a card", "words");
    assertThat(start(other, call(other, 0, refused.fingerprint()))).isEqualTo(Start.BEGUN);
  }

  @Test
  @DisplayName("§14: a call that is noted already has begun, however little is left")
  void aRepetitionIsCountedOnce() {
    budgets().put(ofProject(), calls(1));
    Claim claim = scene().claimed("a letter", "words");
    ModelCall call = call(claim, 0);

    assertThat(start(claim, call)).isEqualTo(Start.BEGUN);
    assertThat(start(claim, call)).isEqualTo(Start.BEGUN);

    assertThat(refusing(start(claim, 1))).isEqualTo(ofProject());
    assertThat(budgets().find(ofProject()).outlay().callsToday()).isEqualTo(1);
  }

  @Test
  @DisplayName("§14: money is reserved from a call's beginning on, and settled by its end")
  void reservesMoney() {
    budgets().put(ofProject(), new Budget(usd(2 * COST), null, null));
    Claim claim = scene().claimed("a letter", "words");
    ModelCall first = call(claim, 0);
    ModelCall second = call(claim, 1);
    assertThat(start(claim, first)).isEqualTo(Start.BEGUN);
    assertThat(budgets().find(ofProject()).outlay()).isEqualTo(new Outlay(1, COST, COST));
    assertThat(start(claim, second)).isEqualTo(Start.BEGUN);
    assertThat(refusing(start(claim, 2))).isEqualTo(ofProject());

    answers().ended(first, new Valid("[]"), new Usage(1, 100, 0));
    assertThat(budgets().find(ofProject()).outlay())
        .isEqualTo(new Outlay(2, COST + 15_000, COST + 15_000));
    answers().ended(second, new Broken("no"), new Usage(1, 0, 0));
    assertThat(budgets().find(ofProject()).outlay()).isEqualTo(new Outlay(2, 15_000, 15_000));
    assertThat(start(claim, 2)).as("there is room again").isEqualTo(Start.BEGUN);
  }

  @Test
  @DisplayName("§14: a call that nobody saw end keeps what was reserved for it")
  void keepsWhatIsUnknown() {
    budgets().put(ofProject(), new Budget(null, usd(COST), null));
    Claim claim = scene().claimed("a letter", "words");
    ModelCall lost = call(claim, 0);
    assertThat(start(claim, lost)).isEqualTo(Start.BEGUN);
    answers().abandoned(lost);

    Start refused = start(claim, 1);
    assertThat(refusing(refused)).isEqualTo(ofProject());
    assertThat(budgets().find(ofProject()).outlay()).isEqualTo(new Outlay(1, COST, COST));

    answers().ended(lost, new Valid("[]"), new Usage(1, 10, 0));
    assertThat(budgets().find(ofProject()).outlay()).isEqualTo(new Outlay(1, 1_500, 1_500));
  }

  @Test
  @DisplayName("§14: of several spent budgets the one that is spent for longest is named")
  void namesTheLongest() {
    budgets().put(ofProject(), calls(0));
    budgets().put(EVERYBODY, new Budget(null, usd(0), null));
    Claim claim = scene().claimed("a letter", "words");

    Start start = start(claim, 0);

    assertThat(start).isInstanceOf(Start.OverBudget.class);
    Turns turns = budgets().find(EVERYBODY).turns();
    if (turns.month().isAfter(turns.day())) {
      assertThat(refusing(start)).isEqualTo(EVERYBODY);
    }
  }

  @Test
  @DisplayName("§14: a project's budget bounds no other, and a tenant's no other tenant")
  void boundsNobodyElse() {
    budgets().put(ofProject(), calls(0));
    budgets().put(new BudgetScope.OfTenant("another"), calls(0));

    assertThat(refusing(start(scene().claimed("a letter", "words"), 0))).isEqualTo(ofProject());
    assertThat(start(new SecondProject(scene()).claimed("a note"), 0)).isEqualTo(Start.BEGUN);
  }

  @Test
  @DisplayName("§14: what is computed inside the process counts in no budget")
  void countsNothingMadeInside() {
    budgets().put(ofProject(), calls(1));
    Claim claim = scene().claimed("a letter", "words");
    ModelCall inside =
        new ModelCalls(scene(), "rules", "rules").about(claim, 1, Fingerprint.of("of rules"));
    answers().ended(inside, new Valid("[]"), new Usage(1, 0, 0));

    assertThat(budgets().find(ofProject()).outlay()).isEqualTo(Outlay.NOTHING);
    assertThat(start(claim, 0)).isEqualTo(Start.BEGUN);
    assertThat(budgets().find(ofProject()).outlay().callsToday()).isEqualTo(1);
  }

  @Test
  @DisplayName("§14: who finds it spent waits, uncounted, and is called when it is raised")
  void callsWhoWaits() {
    budgets().put(ofProject(), calls(0));
    Claim claim = scene().claimed("a letter", "words");
    assertThat(refusing(start(claim, 0))).isEqualTo(ofProject());
    assertThat(states().find(ofProject().awaited()).state().trouble()).isEqualTo(Trouble.LIMITED);
    assertThat(
            scene().extractions().await(claim, ofProject().awaited(), Duration.ofHours(6), SPENT))
        .isTrue();
    Extraction waiting = scene().find(claim.extraction());
    assertThat(waiting.attempts()).isZero();
    assertThat(states().hasten(10).due()).isEmpty();

    budgets().put(ofProject(), calls(1));

    assertThat(states().find(ofProject().awaited()).state().isOpen()).isTrue();
    assertThat(states().hasten(10).due()).hasSize(1);
    Claim again = scene().claimAgain(claim.extraction());
    assertThat(start(again, 0)).isEqualTo(Start.BEGUN);
    assertThat(refusing(start(again, 1))).isEqualTo(ofProject());
    assertThat(states().find(ofProject().awaited()).state().isOpen()).isFalse();
  }

  @Test
  @DisplayName("§14: who was refused before it was raised and waits after it is due at once")
  void losesNobodyBetween() {
    budgets().put(ofProject(), calls(0));
    Claim claim = scene().claimed("a letter", "words");
    assertThat(refusing(start(claim, 0))).isEqualTo(ofProject());

    budgets().put(ofProject(), Budget.NONE);
    scene().extractions().await(claim, ofProject().awaited(), Duration.ofHours(6), SPENT);

    assertThat(start(scene().claimAgain(claim.extraction()), 0)).isEqualTo(Start.BEGUN);
  }
}
