package dev.tercet.acceptance.proof.interleaving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.acceptance.proof.world.Mutant;
import org.junit.jupiter.api.Test;

/** In whatever order the steps of several processes come, the stores agree in the end. */
class InterleavingTest {

  @Test
  void noOrderOfStepsBreaksAnInvariant() {
    Seeds seeds = Seeds.configured("tercet.proof.seeds", 200);
    seeds.forEach(seed ->
        assertThat(new Simulation(seed, Mutant.NONE).violations())
            .as("seed %d (repeat it with -Dtercet.proof.seed=%d)", seed, seed)
            .isEmpty());

    System.out.println("seeds: " + seeds.count());
  }

  @Test
  void theSameSeedTakesTheSameSteps() {
    Simulation first = new Simulation(17, Mutant.NONE);
    first.violations();
    Simulation second = new Simulation(17, Mutant.NONE);
    second.violations();

    assertThat(second.trace()).isEqualTo(first.trace()).hasSizeGreaterThan(100);
  }
}
