package dev.tercet.acceptance.proof.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.acceptance.proof.interleaving.Simulation;
import dev.tercet.acceptance.proof.mutant.Trials.Trial;
import dev.tercet.acceptance.proof.scenario.Scenarios;
import dev.tercet.acceptance.proof.sweep.Sweep;
import dev.tercet.acceptance.proof.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A proof that cannot fail proves nothing: each broken rule must be noticed. */
class MutantsTest {
  private static final long SEEDS = 400;

  @Test
  void everyBrokenRuleIsNoticed() {
    List<Trial> trials = Trials.all();
    List<String> survivors = new ArrayList<>();
    for (Trial trial : trials) {
      if (!isCaught(trial)) {
        survivors.add("section " + trial.section() + ": " + trial.name());
      }
    }

    System.out.println(
        "mutants caught: %d/%d".formatted(trials.size() - survivors.size(), trials.size()));
    assertThat(survivors).isEmpty();
  }

  private static boolean isCaught(Trial trial) {
    return switch (trial.catcher()) {
      case Trials.Interleaved() ->
          LongStream.rangeClosed(1, SEEDS)
              .anyMatch(seed ->
                  isNoticed(() ->
                      assertThat(new Simulation(seed, trial.mutant().get()).violations())
                          .isEmpty()));
      case Trials.Played(var scenario) ->
          isNoticed(() -> Sweep.undisturbed(scenario, new World(trial.mutant().get())));
      case Trials.Swept(var name) ->
          isNoticed(() -> Sweep.of(Scenarios.named(name), trial.mutant()));
    };
  }

  private static boolean isNoticed(Runnable proof) {
    try {
      proof.run();
      return false;
    } catch (AssertionError e) {
      return !String.valueOf(e.getMessage()).isEmpty();
    }
  }
}
