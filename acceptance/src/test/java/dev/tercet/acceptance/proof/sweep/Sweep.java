package dev.tercet.acceptance.proof.sweep;

import dev.tercet.acceptance.proof.scenario.Acts;
import dev.tercet.acceptance.proof.scenario.Client;
import dev.tercet.acceptance.proof.scenario.Run;
import dev.tercet.acceptance.proof.scenario.RunUntilQuiet;
import dev.tercet.acceptance.proof.scenario.Scenario;
import dev.tercet.acceptance.proof.scenario.Step;
import dev.tercet.acceptance.proof.world.Model;
import dev.tercet.acceptance.proof.world.Mutant;
import dev.tercet.acceptance.proof.world.World;
import dev.tercet.testkit.check.InvariantChecker;
import dev.tercet.testkit.check.Violation;
import dev.tercet.testkit.fault.FaultPlan;
import dev.tercet.testkit.fault.FaultSweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Strikes every call of a scenario in every way, over the real pipeline and the real recovery. */
public final class Sweep {
  private static final List<Step> COMING_TO_REST =
      List.of(
          Run::work,
          Run::tend,
          Run::sweep,
          Acts.later(2),
          Run::work,
          Run::tend,
          Run::sweep,
          Run::compareAll,
          Acts.later(3),
          Run::work,
          Run::tend,
          Run::compareAll);

  private Sweep() {}

  /** Returns how many runs it took; throws when one of them went wrong, and says which. */
  public static int of(Scenario scenario, Supplier<Mutant> mutant) {
    try {
      undisturbed(scenario, new World(mutant.get()));
      return FaultSweep.everyCallOf(plan -> run(scenario, new World(mutant.get()), plan));
    } catch (AssertionError e) {
      throw new AssertionError("\"" + scenario.name() + "\", " + e.getMessage(), e);
    }
  }

  /** The scenario as it goes when nothing goes wrong; returns the calls that may be struck. */
  public static List<String> undisturbed(Scenario scenario, World world) {
    Run run = new Run(world, new Client());
    run.undisturbed();
    FaultPlan plan = FaultPlan.none();
    finish(scenario, run, plan);
    return plan.calls();
  }

  /** One run: the process under {@code plan}, then healthy ones until all is at rest. */
  public static void run(Scenario scenario, World world, FaultPlan plan) {
    finish(scenario, new Run(world, new Client()), plan);
  }

  private static void finish(Scenario scenario, Run run, FaultPlan plan) {
    run.play(scenario.before());
    run.restart(plan);
    run.play(scenario.steps());
    judge(run, mayCostACall(plan) ? 1 : 0);
  }

  /** A run that is struck twice: the second time after a crash, or while all comes to rest. */
  static void runTwiceStruck(Scenario scenario, FaultPlan first, FaultPlan second) {
    Run run = new Run(new World(Mutant.NONE), new Client());
    run.play(scenario.before());
    run.restart(first);
    run.afterACrash(second);
    run.play(scenario.steps());
    run.restartUnderTheNext();
    run.play(COMING_TO_REST);
    judge(run, (mayCostACall(first) ? 1 : 0) + (mayCostACall(second) ? 1 : 0));
  }

  private static void judge(Run run, int interruptions) {
    run.restart(FaultPlan.none());
    List<Violation> found = new ArrayList<>(new RunUntilQuiet(run).violations());
    found.addAll(InvariantChecker.spend(run.world.snapshot(), interruptions));
    found.addAll(bill(run.world.model, 1 + interruptions));
    if (!found.isEmpty()) {
      throw new AssertionError(found.toString());
    }
  }

  /** A death does, and so does a call to the model, or to its books, of unknown outcome. */
  private static boolean mayCostACall(FaultPlan plan) {
    return plan.isDead()
        || plan.struck()
            .filter(it -> it.startsWith("Extractor.") || it.startsWith("AnswerStore."))
            .isPresent();
  }

  /** What the provider really answered: once, and once more for the fault. */
  private static List<Violation> bill(Model model, int most) {
    Map<String, Long> asked =
        model.asked().stream()
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return asked.entrySet().stream()
        .filter(it -> it.getValue() > most + (Model.failsAtFirst(it.getKey()) ? 1 : 0))
        .map(it -> new Violation("S6", it.getValue() + " calls for: " + it.getKey()))
        .toList();
  }
}
