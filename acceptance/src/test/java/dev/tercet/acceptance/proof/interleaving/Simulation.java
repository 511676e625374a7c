package dev.tercet.acceptance.proof.interleaving;

import dev.tercet.acceptance.proof.scenario.Acts;
import dev.tercet.acceptance.proof.scenario.Client;
import dev.tercet.acceptance.proof.scenario.Losses;
import dev.tercet.acceptance.proof.scenario.Run;
import dev.tercet.acceptance.proof.scenario.RunUntilQuiet;
import dev.tercet.acceptance.proof.world.FaultGate;
import dev.tercet.acceptance.proof.world.Mutant;
import dev.tercet.acceptance.proof.world.ProcessUnderTest;
import dev.tercet.acceptance.proof.world.StoresInMemory;
import dev.tercet.acceptance.proof.world.WallClock;
import dev.tercet.acceptance.proof.world.World;
import dev.tercet.recovery.plan.RecoveryRequest;
import dev.tercet.recovery.plan.RecoveryRequest.Depth;
import dev.tercet.saga.Scope;
import dev.tercet.testkit.check.InvariantChecker;
import dev.tercet.testkit.check.Violation;
import dev.tercet.testkit.fault.Fault;
import dev.tercet.testkit.fault.FaultPlan;
import dev.tercet.testkit.fault.SimulatedCrash;
import dev.tercet.testkit.fault.Turnstile;
import dev.tercet.testkit.memory.queue.Mishap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One seed: a caller, a reader, a relay, two workers of which one dies, two recoveries, somebody
 * who steps their clocks, and time itself, in an order drawn from it. Everything that they do is
 * drawn before they begin.
 */
public final class Simulation {
  private static final UUID RUN = new UUID(0, 1);
  private static final int MOST_PASSES = 300;
  private static final int LONGEST_PAUSE = 20;
  private static final List<String> SOURCES = List.of("a", "b");
  private static final List<String> TEXTS = List.of(Acts.A, Acts.B, Acts.C);
  private static final List<Duration> STEPS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(6),
          Duration.ofSeconds(20),
          Duration.ofSeconds(70),
          Duration.ofMinutes(3));

  private static final RecoveryRequest EXACT =
      new RecoveryRequest(new Scope.Everything(), Depth.EXACT, false, 10_000, false);

  private final StoresInMemory stores;
  private final World world;
  private final boolean losing;
  private final boolean deletesProject;
  private final Turnstile turnstile;
  private final Random random;
  private final Client client = new Client();
  private final Reader reader;
  private final AtomicInteger stillPlaying = new AtomicInteger();
  private final List<ProcessUnderTest> lives = new ArrayList<>();

  public Simulation(long seed, Mutant mutant) {
    stores = new StoresInMemory(mutant.transitions());
    world = new World(mutant, stores);
    losing = seed % 3 == 0;
    deletesProject = seed % 5 == 0;
    turnstile = new Turnstile(seed);
    random = new Random(seed * 31 + 7);
    reader = new Reader(world);
  }

  /** Runs it to its end and then to rest; everything that is wrong. */
  public List<Violation> violations() {
    world.witness.expectLateWriters();
    new Run(world, client).start();
    world.freeLocks();
    turnstile.run(cast());
    world.freeLocks();
    Run after = new Run(world, client);
    List<Violation> found = new ArrayList<>(losing ? List.of() : reader.violations());
    found.addAll(new RunUntilQuiet(after).violations());
    found.addAll(InvariantChecker.spendOfEach(world.snapshot()));
    return found;
  }

  /** The steps that were taken. */
  List<String> trace() {
    return turnstile.trace();
  }

  private List<Runnable> cast() {
    List<Runnable> cast = new ArrayList<>();
    cast.add(process(perhapsMortal(), wishes()));
    cast.add(process(FaultPlan.none(), Collections.nCopies(6, life -> life.relay.pollOnce())));
    cast.add(worker(mortal()));
    cast.add(worker(perhapsMortal()));
    cast.add(process(perhapsMortal(), recovery()));
    cast.add(process(perhapsMortal(), recovery()));
    cast.add(process(FaultPlan.none(), time()));
    cast.add(process(FaultPlan.none(), Collections.nCopies(15, reader::search)));
    cast.add(process(FaultPlan.none(), steps()));
    if (losing) {
      world.witness.expectLosses();
      cast.add(process(FaultPlan.none(), misfortunes()));
    }
    return cast;
  }

  private FaultPlan perhapsMortal() {
    return random.nextBoolean() ? mortal() : FaultPlan.none();
  }

  private FaultPlan mortal() {
    return FaultPlan.at(
        1 + random.nextInt(50), random.nextBoolean() ? Fault.CRASH_BEFORE : Fault.CRASH_AFTER);
  }

  private ProcessUnderTest life(FaultPlan plan) {
    ProcessUnderTest life =
        new ProcessUnderTest(world, new FaultGate.Turning(turnstile, plan), turnstile.threads());
    lives.add(life);
    return life;
  }

  /**
   * A process that does these one after the other, with pauses in between, so that what the others
   * do has time to happen; when it dies, another goes on from there.
   */
  private Runnable process(FaultPlan plan, List<Consumer<ProcessUnderTest>> acts) {
    stillPlaying.incrementAndGet();
    ProcessUnderTest life = life(plan);
    ProcessUnderTest heir = life(FaultPlan.none());
    List<Integer> pauses = acts.stream().map(_ -> random.nextInt(LONGEST_PAUSE)).toList();
    Runnable pause = gate(() -> {});
    return () -> {
      ProcessUnderTest living = life;
      for (int n = 0; n < acts.size(); n++) {
        Collections.nCopies(pauses.get(n), pause).forEach(Runnable::run);
        try {
          acts.get(n).accept(living);
        } catch (SimulatedCrash e) {
          life.freeLocks();
          living = heir;
          acts.get(n).accept(living);
        }
      }
      stillPlaying.decrementAndGet();
    };
  }

  /** A worker, as long as anything happens; when it dies, another is started in its place. */
  private Runnable worker(FaultPlan plan) {
    ProcessUnderTest life = life(plan);
    ProcessUnderTest heir = life(FaultPlan.none());
    return () -> {
      try {
        workUntilTheEnd(life);
      } catch (SimulatedCrash e) {
        life.freeLocks();
        workUntilTheEnd(heir);
      }
    };
  }

  private void workUntilTheEnd(ProcessUnderTest life) {
    for (int pass = 0; pass < MOST_PASSES && stillPlaying.get() > 0; pass++) {
      life.worker.takeOnce();
      life.worker.beatOnce();
    }
  }

  private List<Consumer<ProcessUnderTest>> wishes() {
    List<Consumer<ProcessUnderTest>> wishes = new ArrayList<>();
    int deleted = deletesProject ? 5 + random.nextInt(4) : 9;
    for (int n = 0; n < 9; n++) {
      if (n == deleted) {
        wishes.add(life -> client.deleteProject(life, world.project));
      }
      String source = SOURCES.get(random.nextInt(SOURCES.size()));
      String text = TEXTS.get(random.nextInt(TEXTS.size()));
      wishes.add(life -> life.relay.markOnce());
      wishes.add(
          switch (n == 0 ? 0 : random.nextInt(8)) {
            case 0, 1, 2, 3 -> life -> client.post(life, world.project, source, text);
            case 4, 5 -> life -> client.delete(life, world.project, source);
            case 6 -> life -> client.cancel(life, world.project, source);
            default -> life -> client.retry(life, world.project, source);
          });
    }
    return wishes;
  }

  private List<Consumer<ProcessUnderTest>> recovery() {
    List<Consumer<ProcessUnderTest>> passes = new ArrayList<>();
    for (int n = 0; n < 10; n++) {
      passes.add(
          switch (random.nextInt(6)) {
            case 5 -> life -> life.recovery.followOnce();
            case 0 -> life -> life.recovery.releaseOnce();
            case 1 -> life -> life.recovery.removeOnce();
            case 2 -> life -> life.recovery.watchOnce(RUN).ifPresent(world::reported);
            case 3 -> life -> life.recovery.sweepOnce(RUN).ifPresent(world::reported);
            default -> life -> life.recovery.run(EXACT, RUN).ifPresent(world::reported);
          });
    }
    return passes;
  }

  /** Time comes to the gate like everybody. */
  private List<Consumer<ProcessUnderTest>> time() {
    return acts(
        6,
        () -> {
          Duration step = STEPS.get(random.nextInt(STEPS.size()));
          return gate(() -> stores.later(step));
        });
  }

  /** The clocks of some machines are stepped by an hour. */
  private List<Consumer<ProcessUnderTest>> steps() {
    return acts(
        4,
        () -> {
          WallClock wall = lives.get(random.nextInt(lives.size())).wall;
          Duration step = Duration.ofHours(random.nextBoolean() ? 1 : -1);
          return gate(() -> wall.step(step));
        });
  }

  private List<Consumer<ProcessUnderTest>> misfortunes() {
    return acts(
        3,
        () ->
            gate(
                switch (random.nextInt(4)) {
                  case 3 -> suffering(anyOf(List.of(Mishap.values())));
                  case 0 -> world::loseQueue;
                  case 1 -> stores::restartQueue;
                  default -> () -> Losses.losePoint(world);
                }));
  }

  private Mishap anyOf(List<Mishap> mishaps) {
    return mishaps.get(random.nextInt(mishaps.size()));
  }

  private Runnable suffering(Mishap mishap) {
    return () -> world.suffer(mishap);
  }

  private List<Consumer<ProcessUnderTest>> acts(int count, Supplier<Runnable> drawn) {
    List<Consumer<ProcessUnderTest>> acts = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      Runnable act = drawn.get();
      acts.add(_ -> act.run());
    }
    return acts;
  }

  private Runnable gate(Runnable act) {
    return turnstile.around(Runnable.class, act);
  }
}
