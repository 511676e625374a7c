package dev.tercet.acceptance.proof;

import dev.tercet.recovery.RecoveryRequest;
import dev.tercet.recovery.RecoveryRequest.Depth;
import dev.tercet.saga.Scope;
import dev.tercet.testkit.check.InvariantChecker;
import dev.tercet.testkit.check.Violation;
import dev.tercet.testkit.fault.Fault;
import dev.tercet.testkit.fault.FaultPlan;
import dev.tercet.testkit.fault.SimulatedCrash;
import dev.tercet.testkit.fault.Turnstile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One seed: a caller, a reader, a relay, two workers of which one dies, recovery and time itself,
 * in an order drawn from it. Everything that they do is drawn before they begin.
 */
final class Simulation {
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

  private final World world;
  private final Turnstile turnstile;
  private final Random random;
  private final Client client = new Client();
  private final Reader reader;
  private final AtomicInteger stillPlaying = new AtomicInteger();

  Simulation(long seed, Mutant mutant) {
    world = new World(mutant);
    turnstile = new Turnstile(seed);
    random = new Random(seed * 31 + 7);
    reader = new Reader(world);
  }

  /** Runs it to its end and then to rest; everything that is wrong. */
  List<Violation> violations() {
    world.witness.expectLateWriters();
    new Run(world, client).start();
    world.freeLocks();
    turnstile.run(cast());
    world.freeLocks();
    Run after = new Run(world, client);
    List<Violation> found = new ArrayList<>(reader.violations());
    found.addAll(new Rest(after).violations());
    found.addAll(InvariantChecker.spendOfEach(world.snapshot()));
    return found;
  }

  /** The steps that were taken. */
  List<String> trace() {
    return turnstile.trace();
  }

  private List<Runnable> cast() {
    int victim = random.nextInt(2);
    return List.of(
        caller(),
        relay(),
        worker(victim == 0 ? mortal() : FaultPlan.none()),
        worker(victim == 1 ? mortal() : FaultPlan.none()),
        recovery(),
        time(),
        reading());
  }

  private FaultPlan mortal() {
    return FaultPlan.at(
        1 + random.nextInt(40), random.nextBoolean() ? Fault.CRASH_BEFORE : Fault.CRASH_AFTER);
  }

  private Life life(FaultPlan plan) {
    return new Life(world, new Door.Turning(turnstile, plan), turnstile.threads());
  }

  private Runnable caller() {
    Life life = life(FaultPlan.none());
    List<Runnable> wishes = new ArrayList<>();
    for (int n = 0; n < 9; n++) {
      String source = SOURCES.get(random.nextInt(SOURCES.size()));
      String text = TEXTS.get(random.nextInt(TEXTS.size()));
      wishes.add(
          switch (n == 0 ? 0 : random.nextInt(8)) {
            case 0, 1, 2, 3 -> () -> client.post(life, world.project, source, text);
            case 4, 5 -> () -> client.delete(life, world.project, source);
            case 6 -> () -> client.cancel(life, world.project, source);
            default -> () -> client.retry(life, world.project, source);
          });
    }
    return spread(wishes);
  }

  private Runnable relay() {
    Life life = life(FaultPlan.none());
    return spread(Collections.nCopies(6, life.relay::pollOnce));
  }

  /** A worker; when it dies, another is started in its place. */
  private Runnable worker(FaultPlan plan) {
    Life life = life(plan);
    Life heir = life(FaultPlan.none());
    return () -> {
      try {
        workUntilTheEnd(life);
      } catch (SimulatedCrash e) {
        life.freeLocks();
        workUntilTheEnd(heir);
      }
    };
  }

  /** With pauses in between, so that what the others do has time to happen. */
  private Runnable spread(List<? extends Runnable> acts) {
    stillPlaying.incrementAndGet();
    List<Integer> pauses = acts.stream().map(_ -> random.nextInt(LONGEST_PAUSE)).toList();
    Runnable pause = turnstile.around(Runnable.class, () -> {});
    return () -> {
      for (int n = 0; n < acts.size(); n++) {
        repeat(pauses.get(n), pause);
        acts.get(n).run();
      }
      stillPlaying.decrementAndGet();
    };
  }

  private void workUntilTheEnd(Life life) {
    for (int pass = 0; pass < MOST_PASSES && stillPlaying.get() > 0; pass++) {
      work(life);
    }
  }

  private static void work(Life life) {
    life.worker.takeOnce();
    life.worker.beatOnce();
  }

  private Runnable recovery() {
    Life life = life(FaultPlan.none());
    List<Runnable> passes = new ArrayList<>();
    for (int n = 0; n < 10; n++) {
      passes.add(
          switch (random.nextInt(5)) {
            case 0 -> life.recovery::releaseOnce;
            case 1 -> life.recovery::removeOnce;
            case 2 -> () -> life.recovery.watchOnce(RUN).ifPresent(world::reported);
            case 3 -> () -> life.recovery.sweepOnce(RUN).ifPresent(world::reported);
            default ->
                () ->
                    life.recovery
                        .run(
                            new RecoveryRequest(
                                new Scope.Everything(), Depth.EXACT, false, 10_000, false),
                            RUN)
                        .ifPresent(world::reported);
          });
    }
    return spread(passes);
  }

  /** Time comes to the gate like everybody. */
  private Runnable time() {
    List<Runnable> steps =
        random
            .ints(6, 0, STEPS.size())
            .mapToObj(STEPS::get)
            .map(step -> turnstile.around(Runnable.class, () -> world.clock.advance(step)))
            .toList();
    return spread(steps);
  }

  private Runnable reading() {
    Life life = life(FaultPlan.none());
    return spread(Collections.nCopies(15, () -> reader.search(life)));
  }

  private static void repeat(int times, Runnable pass) {
    for (int n = 0; n < times; n++) {
      pass.run();
    }
  }
}
