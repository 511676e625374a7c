package dev.tercet.acceptance.proof.realstores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.acceptance.proof.interleaving.Seeds;
import dev.tercet.acceptance.proof.mutant.ProcessMutants;
import dev.tercet.acceptance.proof.scenario.Losses;
import dev.tercet.acceptance.proof.scenario.Scenario;
import dev.tercet.acceptance.proof.scenario.Scenarios;
import dev.tercet.acceptance.proof.sweep.Sweep;
import dev.tercet.acceptance.proof.world.Mutant;
import dev.tercet.acceptance.proof.world.World;
import dev.tercet.testkit.fault.Fault;
import dev.tercet.testkit.fault.FaultPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the fault sweep plays on stores in memory, on the real ones under their real adapters: a
 * sample of its runs, since each takes a hundred times as long.
 */
class RealStoresSweepTest {
  private static RealStores stores;

  /** One run of the sweep. */
  private record Strike(Scenario scenario, int call, String name, Fault fault) {}

  @BeforeAll
  static void start(@TempDir Path data) throws IOException, SQLException {
    stores = RealStores.start(data);
  }

  @AfterAll
  static void stop() throws IOException, SQLException {
    stores.close();
  }

  @BeforeEach
  void queuesInRedis() {
    stores.keepQueues(false);
  }

  /** What stores lose and queues suffer: in the other scenarios a queue is only a queue. */
  @ParameterizedTest
  @MethodSource("losses")
  void theLedgersQueuesAreCalledAsThoseInMemory(Scenario scenario) {
    stores.keepQueues(true);
    realStoresAreCalledAsThoseInMemory(scenario);
  }

  static List<Scenario> losses() {
    return Losses.all();
  }

  @Test
  void anyCallMayFailInAnyWayWhenTheLedgerKeepsTheQueues() {
    stores.keepQueues(true);
    strike(Seeds.configured("tercet.proof.queue", 15));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void realStoresAreCalledAsThoseInMemory(Scenario scenario) {
    assertThat(Sweep.undisturbed(scenario, new World(Mutant.NONE, stores.emptied())))
        .isEqualTo(Sweep.undisturbed(scenario, new World(Mutant.NONE)));
  }

  static List<Scenario> scenarios() {
    return Scenarios.all();
  }

  @Test
  void anyCallMayFailInAnyWay() {
    strike(Seeds.configured("tercet.proof.real", 60));
  }

  private static void strike(Seeds seeds) {
    List<Strike> all = strikes();
    seeds.forEach(seed -> {
      Strike strike = all.get(new SplittableRandom(seed).nextInt(all.size()));

      assertThatCode(() ->
              Sweep.run(
                  strike.scenario(),
                  new World(Mutant.NONE, stores.emptied()),
                  FaultPlan.at(strike.call(), strike.fault())))
          .as("seed %d (repeat it with -Dtercet.proof.seed=%d): %s", seed, seed, strike)
          .doesNotThrowAnyException();
    });

    System.out.println("fault runs on real stores: " + seeds.count());
  }

  @Test
  void aBrokenRuleIsNoticed() {
    var world = new World(ProcessMutants.recordsBeforePoint(), stores.emptied());

    assertThatThrownBy(() -> Sweep.undisturbed(Scenarios.named("a new document"), world))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("is recorded and has no point");
  }

  /** Every call of every scenario, in every way. */
  private static List<Strike> strikes() {
    List<Strike> strikes = new ArrayList<>();
    for (Scenario scenario : Scenarios.all()) {
      List<String> calls = Sweep.undisturbed(scenario, new World(Mutant.NONE));
      for (int call = 1; call <= calls.size(); call++) {
        for (Fault fault : Fault.values()) {
          strikes.add(new Strike(scenario, call, calls.get(call - 1), fault));
        }
      }
    }
    return strikes;
  }
}
