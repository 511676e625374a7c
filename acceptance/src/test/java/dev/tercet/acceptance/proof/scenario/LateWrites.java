package dev.tercet.acceptance.proof.scenario;

import static dev.tercet.acceptance.proof.scenario.Acts.A;
import static dev.tercet.acceptance.proof.scenario.Acts.B;
import static dev.tercet.acceptance.proof.scenario.Acts.done;
import static dev.tercet.acceptance.proof.scenario.Acts.later;
import static dev.tercet.acceptance.proof.scenario.Acts.meanwhileEmbedded;
import static dev.tercet.acceptance.proof.scenario.Acts.plus;
import static dev.tercet.acceptance.proof.scenario.Acts.post;
import static dev.tercet.acceptance.proof.scenario.Scenario.after;
import static dev.tercet.acceptance.proof.scenario.Scenario.scenario;

import dev.tercet.acceptance.proof.world.World;
import dev.tercet.saga.port.Embedder.EmbedderUnavailableException;
import java.time.Duration;
import java.util.List;

/** Attempts that go on after they have lost their claim, and recoveries that meet them. */
final class LateWrites {
  private static final Duration LATE = Duration.ofMinutes(3);

  /** Longer than an attempt may go on without progress. */
  private static final Duration HUNG = Duration.ofSeconds(70);

  /** Longer than a lease; somebody notices before the worker goes on. */
  private static final Step FREEZE =
      meanwhileEmbedded(run -> {
        run.later(Duration.ofSeconds(20));
        run.release();
      });

  /** The first passage is recorded, and the embedder goes away. */
  private static final Step SECOND_PASSAGE_WAITS =
      run ->
          run.world.vectors.meanwhile(
              () -> run.world.vectors.meanwhile(LateWrites::embedderGoesAway));

  private LateWrites() {}

  static List<Scenario> all() {
    return List.of(
        scenario(
            "points written after their removal was confirmed",
            meanwhileEmbedded(run -> {
              run.delete("a");
              run.tend();
            }),
            post("a", A),
            Run::work,
            run -> run.delete("a"),
            Run::tend,
            later(3),
            Run::tend),
        scenario(
            "points written after their removal was over",
            run -> run.world.witness.expectLateWriters(),
            meanwhileEmbedded(run -> {
              run.delete("a");
              run.tend();
              run.later(LATE);
              run.tend();
            }),
            post("a", A),
            Run::work,
            run -> run.atOnce(LateWrites::noPoints),
            run -> run.delete("a"),
            Run::tend),
        after(plus(done("a", A), List.of(Losses::losePoint)))
            .then(
                "a deletion while a point is restored",
                meanwhileEmbedded(run -> {
                  run.delete("a");
                  run.tend();
                }),
                Run::compareAll,
                run -> run.atOnce(LateWrites::noPoints),
                run -> run.delete("a"),
                Run::tend),
        scenario(
            "recovery in the middle of an attempt",
            run ->
                run.world.vectors.meanwhile(() ->
                    run.world.vectors.meanwhile(() ->
                        run.meanwhile(it -> {
                          it.compareAll();
                          it.later(LATE);
                          it.compareAll();
                        }))),
            post("a", A),
            Run::work,
            Run::tend,
            Run::work),
        scenario(
            "a message that comes late",
            meanwhileEmbedded(run -> {
              run.later(HUNG);
              run.takeLate("a");
            }),
            post("a", A),
            Run::work,
            Run::tend,
            Run::work),
        scenario(
            "a hung attempt beside its successor",
            meanwhileEmbedded(run -> {
              run.later(HUNG);
              run.takeAgain();
            }),
            post("a", A),
            Run::work,
            Run::tend,
            Run::work),
        scenario(
            "a hung attempt after its successor",
            meanwhileEmbedded(run -> {
              run.later(HUNG);
              run.takeAgain();
              run.work();
            }),
            post("a", A),
            Run::work,
            Run::tend,
            Run::work),
        scenario(
            "a worker that freezes again and again",
            post("a", A),
            FREEZE,
            Run::work,
            FREEZE,
            Run::work,
            FREEZE,
            Run::work,
            Run::work),
        after(SECOND_PASSAGE_WAITS, post("a", A), Run::work)
            .then(
                "an attempt that cuts in another way",
                run -> run.restartCutting(300),
                later(1),
                Run::work,
                Run::tend),
        scenario(
            "points of a former cut that come late",
            meanwhileEmbedded(run -> {
              run.later(HUNG);
              run.takeAgainCutting(300);
            }),
            post("a", A),
            Run::work,
            Run::tend,
            Run::work),
        after(post("a", "It is refused at first."), Run::work, post("a", B), Run::work)
            .then(
                "a retry of an older version", run -> run.retryOldest("a"), Run::work, Run::tend));
  }

  private static void embedderGoesAway() {
    throw new EmbedderUnavailableException("the embedder is away", null);
  }

  private static void noPoints(World world) {
    if (!world.stores.standing().isEmpty()) {
      world.witness.alarm("S11: points of a deleted document stand there: " + world.snapshot());
    }
  }
}
