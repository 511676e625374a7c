package dev.tercet.acceptance.proof.scenario;

import static dev.tercet.acceptance.proof.scenario.Acts.C;
import static dev.tercet.acceptance.proof.scenario.Acts.deletion;
import static dev.tercet.acceptance.proof.scenario.Acts.later;
import static dev.tercet.acceptance.proof.scenario.Acts.meanwhileComplete;
import static dev.tercet.acceptance.proof.scenario.Acts.meanwhileEmbedded;
import static dev.tercet.acceptance.proof.scenario.Acts.plus;
import static dev.tercet.acceptance.proof.scenario.Acts.post;

import dev.tercet.saga.port.Embedder.EmbedderUnavailableException;
import java.util.List;

/**
 * Documents whose answers cost nothing, so that what was found in them is written with their end.
 */
final class FreeAnswers {
  private static final String D = "Dora lives in Oslo.";
  private static final Step FREE = run -> run.world.model.free();

  private FreeAnswers() {}

  static List<Scenario> all() {
    return List.of(
        free("a free answer", post("c", C), Run::work, Run::tend),
        Scenario.after(FREE, post("c", C), Run::work)
            .then(
                "a free answer to a changed document",
                post("c", D),
                Run::work,
                Run::tend,
                Run::sweep),
        free("the same free answer to two documents", post("c", C), post("d", C), Run::work),
        free(
            "a change before a free answer is written",
            meanwhileComplete(run -> run.post("c", D)),
            post("c", C),
            Run::work,
            post("c", D),
            Run::work,
            Run::tend),
        Scenario.after(FREE, post("c", C))
            .then(
                "a deletion before a free answer is written",
                plus(List.of(meanwhileComplete(run -> run.delete("c")), Run::work), deletion("c"))),
        free(
            "a cancellation before the points of a free answer",
            meanwhileEmbedded(run -> run.cancel("c")),
            post("c", C),
            Run::work,
            run -> run.cancel("c"),
            Run::tend),
        free(
            "no vectors for a free answer",
            meanwhileEmbedded(run -> {
              throw new EmbedderUnavailableException("the embedder is away", null);
            }),
            post("c", C),
            Run::work,
            later(1),
            Run::work),
        free(
            "a project's deletion before a free answer is written",
            meanwhileComplete(Run::deleteProject),
            post("c", C),
            post("d", D),
            Run::work,
            Run::deleteProject,
            Run::tend,
            later(3),
            Run::tend,
            Run::tend));
  }

  private static Scenario free(String name, Step... steps) {
    return Scenario.after(FREE).then(name, steps);
  }
}
