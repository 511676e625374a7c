package dev.tercet.acceptance.proof.scenario;

import dev.tercet.acceptance.proof.world.FaultGate;
import dev.tercet.acceptance.proof.world.ProcessUnderTest;
import dev.tercet.acceptance.proof.world.World;
import dev.tercet.recovery.plan.RecoveryReport;
import dev.tercet.recovery.plan.RecoveryRequest;
import dev.tercet.saga.RetentionKind;
import dev.tercet.saga.Scope;
import dev.tercet.saga.port.Embedder;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.testkit.fault.FaultPlan;
import dev.tercet.testkit.fault.SimulatedCrash;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * One way through a scenario: a caller, and process after process, one at a time, whose passes are
 * called by hand.
 */
public final class Run {
  private static final int TRIES = 4;
  private static final UUID RUN = new UUID(0, 1);

  public final World world;
  final Client client;
  private final ArrayDeque<FaultPlan> next = new ArrayDeque<>();
  private Deferred threads = new Deferred();
  private final List<Exception> unheard = new ArrayList<>();
  ProcessUnderTest life;

  /** What a worker of another process has taken. */
  List<Delivery> takenAway = List.of();

  private FaultPlan plan;
  private boolean undisturbed;

  public Run(World world, Client client) {
    this.world = world;
    this.client = client;
    plan = FaultPlan.none();
    life = new ProcessUnderTest(world, new FaultGate.Struck(plan), threads);
  }

  /** The present process is dead, and another begins. */
  public void restart(FaultPlan under) {
    world.freeLocks();
    plan = under;
    threads = new Deferred();
    life = new ProcessUnderTest(world, new FaultGate.Struck(plan), threads);
  }

  /** Another process takes its place. */
  void die() {
    restart(plan);
  }

  /** The same, which makes passages of that length. */
  void restartCutting(int longestPassage) {
    world.longestPassage(longestPassage);
    restart(plan);
  }

  /** Under what the process runs that follows the next crash. */
  public void afterACrash(FaultPlan under) {
    next.add(under);
  }

  /** The present process ends, and the one after the next crash begins, if it has not yet. */
  public void restartUnderTheNext() {
    if (!next.isEmpty()) {
      restart(next.remove());
    }
  }

  /** From here on nothing goes wrong, so that what should happen at once does. */
  public void undisturbed() {
    undisturbed = true;
  }

  /** Checks what holds at once when nothing goes wrong, and later when something does. */
  void atOnce(Consumer<World> check) {
    if (undisturbed) {
      check.accept(world);
    }
  }

  /** Plays the steps, whatever goes wrong: after a crash another process goes on. */
  public void play(List<Step> steps) {
    steps.forEach(this::play);
  }

  private void play(Step step) {
    String why = "";
    for (int tried = 0; tried < TRIES; tried++) {
      try {
        step.play(this);
        return;
      } catch (StoreUnavailableException
          | Embedder.EmbedderUnavailableException
          | PointStore.CollectionMissingException e) {
        why = String.valueOf(e.getMessage());
      } catch (SimulatedCrash e) {
        why = String.valueOf(e.getMessage());
        restart(next.isEmpty() ? FaultPlan.none() : next.remove());
      }
    }
    throw new AssertionError("a step fails again and again: " + why);
  }

  /** What somebody else does in the middle of a pass; what fails is left for later. */
  void meanwhile(Step event) {
    try {
      event.play(this);
    } catch (StoreUnavailableException e) {
      unheard.add(e);
    }
  }

  /** The present process dies at its next call. */
  void kill() {
    plan.kill();
  }

  public void start() {
    life.recovery.ensureCollection();
    threads.runAll();
  }

  void post(String source, String text) {
    client.post(life, world.project, source, text);
  }

  void delete(String source) {
    client.delete(life, world.project, source);
  }

  void deleteOldest(String source) {
    client.deleteOldest(life, world.project, source);
  }

  void cancel(String source) {
    client.cancel(life, world.project, source);
  }

  void retry(String source) {
    client.retry(life, world.project, source);
  }

  void retryOldest(String source) {
    client.retryOldest(life, world.project, source);
  }

  void deleteProject() {
    client.deleteProject(life, world.project);
  }

  /** What is due is published, and not yet taken. */
  void publish() {
    hand();
    mark();
    life.relay.pollOnce();
  }

  /** What was handed to the relay is published, and the ledger is not told yet. */
  void hand() {
    threads.runAll();
  }

  /** The ledger is told of what was handed over and has not been claimed. */
  void mark() {
    life.relay.markOnce();
  }

  /** Another process publishes what is due. */
  void publishElsewhere() {
    another(new Deferred()).relay.pollOnce();
  }

  private ProcessUnderTest another(Deferred own) {
    return new ProcessUnderTest(world, new FaultGate.Struck(FaultPlan.none()), own);
  }

  /** Another process works on what there is, as far as it comes. */
  void workElsewhere() {
    Deferred own = new Deferred();
    ProcessUnderTest other = another(own);
    other.relay.pollOnce();
    other.worker.beatOnce();
    other.worker.takeOnce();
    own.runAll();
  }

  /** Relay and worker do what is due now; the worker is faster than the relay's notes. */
  public void work() {
    hand();
    life.worker.beatOnce();
    life.worker.takeOnce();
    publish();
    wakeUp();
  }

  /** A worker that was frozen takes what is there before it shows that it lives. */
  void wakeUp() {
    int idle = 0;
    while (idle < 2) {
      idle = life.worker.takeOnce() > 0 ? 0 : idle + 1;
      threads.runAll();
    }
  }

  /**
   * A worker that shows it lives, while recovery takes back what has hung and it takes it again.
   */
  void takeAgain() {
    life.worker.beatOnce();
    life.recovery.releaseOnce();
    life.relay.pollOnce();
    life.worker.takeOnce();
  }

  /** The same, by another process, which makes passages of that length and comes to the end. */
  void takeAgainCutting(int longestPassage) {
    life.worker.beatOnce();
    life.recovery.releaseOnce();
    world.longestPassage(longestPassage);
    workElsewhere();
  }

  /** What has hung is taken back, and then a message of long ago arrives. */
  void takeLate(String source) {
    life.worker.beatOnce();
    life.recovery.releaseOnce();
    client
        .newest(source)
        .forEach(it -> world.stores.queue().publish(new Hint(it.id(), 0), QueueName.DEFAULT));
    life.worker.takeOnce();
  }

  /** Dead sessions lose their claims. */
  void release() {
    life.recovery.releaseOnce();
  }

  /** The passes of recovery that look after claims and removals. */
  public void tend() {
    life.recovery.releaseOnce();
    while (life.recovery.endQuestionsOnce()) {
      follow();
    }
    follow();
    while (life.recovery.removeOnce() > 0) {}
    follow();
  }

  private void follow() {
    while (life.recovery.followOnce()) {}
  }

  /** Looks whether a store lost its data, and sweeps if it is time to. */
  public void sweep() {
    life.recovery.watchOnce(RUN).ifPresent(world::reported);
    life.recovery.sweepOnce(RUN).ifPresent(world::reported);
  }

  /** Compares everything. */
  public Optional<RecoveryReport> compareAll() {
    var everything = new Scope.Everything();
    var request =
        new RecoveryRequest(everything, RecoveryRequest.Depth.EXACT, false, 10_000, false);
    Optional<RecoveryReport> report = life.recovery.run(request, RUN);
    report.ifPresent(world::reported);
    return report;
  }

  /** One batch of retention: what has been done for that long goes. */
  void purge(Duration done) {
    life.retention.purge(RetentionKind.DONE, done, 100);
  }

  void later(Duration step) {
    world.stores.later(step);
  }

  /** Somebody steps the clock of the machine on which the present process runs. */
  void stepClock(Duration by) {
    life.wall.step(by);
  }
}
