package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.money.Budget;
import dev.tercet.saga.money.Budget.Outlay;
import dev.tercet.saga.money.BudgetScope;
import dev.tercet.saga.money.Money;
import dev.tercet.saga.port.AnswerStore.Asker;
import dev.tercet.saga.port.AnswerStore.Start;
import dev.tercet.saga.port.AnswerStore.Verdict.Broken;
import dev.tercet.saga.port.AnswerStore.Verdict.Valid;
import dev.tercet.storage.postgres.jdbc.Pools;
import dev.tercet.storage.postgres.jdbc.Pools.Sharing;
import dev.tercet.testkit.contract.Race;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Budgets under which several processes begin calls at once, in batches of their own. */
class BudgetRaceTest {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();
  private static final BudgetScope EVERYBODY = new BudgetScope.Installation();
  private static final Usage EXPECTED = new Usage(1, 1_000, 50);
  private static final int PROCESSES = 3;

  private final List<PostgresStores> processes = new ArrayList<>();
  private LedgerUnderTest ledger;

  @BeforeEach
  void open() {
    ledger = new LedgerUnderTest(DATABASE);
    for (int n = 0; n < PROCESSES; n++) {
      processes.add(
          new PostgresStores(
              new Pools(ledger.pool(), ledger.pool(), Sharing.NONE),
              ledger::direct,
              new SimpleMeterRegistry(),
              LedgerUnderTest.PRICED));
    }
  }

  @AfterEach
  void close() {
    processes.forEach(PostgresStores::close);
    ledger.close();
  }

  private UUID project(String tenant, String slug) {
    return ledger.projects().put(tenant, slug, "{}", "{}").project().id();
  }

  private static ModelCall call(UUID project, int n) {
    return new ModelCall(
        new UUID(7, n),
        project,
        new UUID(8, n),
        0,
        1,
        "provider",
        "model",
        Fingerprint.of("question " + n));
  }

  private Start start(int process, ModelCall call) {
    return processes
        .get(process)
        .answers()
        .started(call, new Asker(new UUID(9, process), Duration.ofMinutes(5), EXPECTED));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void neverLetInMoreThanAnyOfThemLets(long seed) {
    var random = new Random(seed);
    List<UUID> projects = List.of(project("one", "a"), project("one", "b"), project("two", "c"));
    ledger.budgets().put(EVERYBODY, new Budget(null, null, 40L));
    ledger.budgets().put(new BudgetScope.OfTenant("one"), new Budget(null, null, 25L));
    ledger.budgets().put(new BudgetScope.OfProject(projects.get(1)), new Budget(null, null, 7L));
    List<Callable<Boolean>> acts = new ArrayList<>();
    for (int n = 0; n < 150; n++) {
      ModelCall call = call(projects.get(random.nextInt(projects.size())), n);
      int process = random.nextInt(PROCESSES);
      int end = random.nextInt(4);
      acts.add(() -> {
        if (start(process, call) instanceof Start.Begun) {
          switch (end) {
            case 0 -> processes.get(process).answers().abandoned(call);
            case 1 -> processes.get(process).answers().ended(call, new Valid("[]"), EXPECTED);
            case 2 ->
                processes.get(process).answers().ended(call, new Broken("no"), new Usage(1, 0, 0));
            default -> ledger.retention().foldCounts();
          }
        }
        return true;
      });
    }

    Race.all(acts);

    assertThat(begun("TRUE")).isEqualTo(40);
    assertThat(begun("project IN ('%s', '%s')".formatted(projects.get(0), projects.get(1))))
        .isLessThanOrEqualTo(25);
    assertThat(begun("project = '%s'".formatted(projects.get(1)))).isLessThanOrEqualTo(7);
    assertThat(ledger.budgets().find(EVERYBODY).outlay().callsToday()).isEqualTo(40);
  }

  private int begun(String which) {
    return Integer.parseInt(
        ledger.column("SELECT count(*) FROM model_call WHERE " + which).getFirst());
  }

  @Test
  void neverLetInMoreThanMoneyIsReservedFor() {
    UUID project = project("one", "a");
    ledger.budgets().put(EVERYBODY, new Budget(new Money(10 * 180_000, "USD"), null, null));

    List<Start> starts =
        Race.all(
            IntStream.range(0, 60)
                .<Callable<Start>>mapToObj(n -> () -> start(n % PROCESSES, call(project, n)))
                .toList());

    assertThat(starts).filteredOn(Start.Begun.class::isInstance).hasSize(10);
    assertThat(ledger.budgets().find(EVERYBODY).outlay())
        .isEqualTo(new Outlay(10, 1_800_000, 1_800_000));
  }

  @Test
  void countOfEachDayAndMonthItsOwnAlone() {
    UUID project = project("one", "a");
    ledger.execute(
        """
        INSERT INTO cost_difference (project, tenant, day, provider, model, currency, calls, unpriced, cached_tokens, written_tokens, reasoning_tokens, nanos)
        SELECT '%1$s', 'one', day, 'p', 'm', currency, 5, 0, 0, 0, 0, 7
          FROM (SELECT DISTINCT unnest(ARRAY[today, date_trunc('month', today)::date, today - 40]) AS day
                  FROM (SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date AS today) AS t) AS days,
               unnest(ARRAY['USD', 'EUR']) AS currency
        """
            .formatted(project));
    boolean first =
        ledger
            .column("SELECT extract(day FROM clock_timestamp() AT TIME ZONE 'UTC') = 1")
            .getFirst()
            .equals("t");
    var outlay = new Outlay(10, 7, first ? 7 : 14);
    List<BudgetScope> scopes =
        List.of(EVERYBODY, new BudgetScope.OfTenant("one"), new BudgetScope.OfProject(project));
    for (BudgetScope scope : scopes) {
      ledger.budgets().put(scope, new Budget(new Money(100, "USD"), null, null));
      assertThat(ledger.budgets().find(scope).outlay()).as(scope.label()).isEqualTo(outlay);
    }
    while (ledger.retention().foldCounts()) {}
    for (BudgetScope scope : scopes) {
      assertThat(ledger.budgets().find(scope).outlay()).as(scope.label()).isEqualTo(outlay);
    }
    assertThat(ledger.budgets().find(new BudgetScope.OfTenant("two")).outlay())
        .isEqualTo(Outlay.NOTHING);
  }
}
