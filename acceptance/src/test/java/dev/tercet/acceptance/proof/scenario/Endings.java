package dev.tercet.acceptance.proof.scenario;

import static dev.tercet.acceptance.proof.scenario.Acts.A;
import static dev.tercet.acceptance.proof.scenario.Acts.B;
import static dev.tercet.acceptance.proof.scenario.Acts.C;
import static dev.tercet.acceptance.proof.scenario.Acts.deletion;
import static dev.tercet.acceptance.proof.scenario.Acts.done;
import static dev.tercet.acceptance.proof.scenario.Acts.later;
import static dev.tercet.acceptance.proof.scenario.Acts.meanwhileAsked;
import static dev.tercet.acceptance.proof.scenario.Acts.meanwhileComplete;
import static dev.tercet.acceptance.proof.scenario.Acts.meanwhileEmbedded;
import static dev.tercet.acceptance.proof.scenario.Acts.plus;
import static dev.tercet.acceptance.proof.scenario.Acts.post;
import static dev.tercet.acceptance.proof.scenario.Scenario.after;
import static dev.tercet.acceptance.proof.scenario.Scenario.scenario;

import dev.tercet.acceptance.proof.world.Elsewhere.Before;
import dev.tercet.saga.port.Embedder.EmbedderUnavailableException;
import java.time.Duration;
import java.util.List;

/** Documents that go. */
public final class Endings {
  private Endings() {}

  static List<Scenario> all() {
    return List.of(
        after(done("a", A)).then("a deletion", deletion("a")),
        scenario(
            "a deletion while the model is asked",
            plus(
                List.of(meanwhileAsked(run -> run.delete("a")), post("a", A), Run::work),
                deletion("a"))),
        scenario(
            "a deletion before the points are written",
            plus(
                List.of(meanwhileEmbedded(run -> run.delete("a")), post("a", A), Run::work),
                deletion("a"))),
        scenario(
            "a deletion before it is complete",
            plus(
                List.of(meanwhileComplete(run -> run.delete("a")), post("a", A), Run::work),
                deletion("a"))),
        scenario(
            "a cancelled document", post("a", A), run -> run.cancel("a"), Run::work, Run::tend),
        scenario(
            "a cancellation while it is embedded",
            meanwhileEmbedded(run -> run.cancel("a")),
            post("a", A),
            Run::work,
            run -> run.cancel("a"),
            Run::tend),
        after(plus(done("a", A), List.of(post("c", C))))
            .then(
                "a project's deletion",
                Run::deleteProject,
                Run::work,
                Run::tend,
                later(3),
                Run::tend,
                Run::tend),
        scenario(
            "a project's deletion while the model is asked",
            meanwhileAsked(Run::deleteProject),
            post("a", A),
            post("c", C),
            Run::work,
            Run::deleteProject,
            Run::tend,
            later(3),
            Run::tend,
            Run::tend),
        scenario(
            "a project's deletion while it is queued",
            post("a", A),
            post("c", C),
            Run::publish,
            Run::deleteProject,
            Run::work,
            Run::sweep,
            Run::tend,
            later(3),
            Run::tend),
        after(plus(plus(done("a", A), done("a", B)), List.of(Run::tend, later(3))))
            .then(
                "a deletion that meets the end of an older removal",
                run ->
                    run.world.elsewhere.before(
                        Before.FINISHING_REMOVALS, () -> run.meanwhile(it -> it.deleteOldest("a"))),
                Run::tend,
                run -> run.deleteOldest("a"),
                Run::tend,
                later(3),
                Run::tend),
        after(done("a", A))
            .then(
                "a purge",
                later(100),
                run -> run.purge(Duration.ofMinutes(60)),
                Run::tend,
                later(3),
                Run::tend,
                run -> run.client.letGo("a")));
  }

  /**
   * One document finds an answer and waits for its vectors while the one goes that it was asked
   * for; struck nowhere else, since it costs a call when that one goes before.
   */
  public static Scenario sharedAnswer() {
    return after(done("a", A))
        .then(
            "a deletion between two attempts on what shares a passage",
            plus(
                plus(List.of(embedderAway(), post("b", B), Run::work), deletion("a")),
                List.of(Run::work)));
  }

  /** The next attempt has its answers, and no vectors for them. */
  private static Step embedderAway() {
    return meanwhileEmbedded(run -> {
      throw new EmbedderUnavailableException("the embedder is away", null);
    });
  }
}
