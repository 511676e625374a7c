package dev.tercet.acceptance.proof.scenario;

import static dev.tercet.acceptance.proof.scenario.Acts.A;
import static dev.tercet.acceptance.proof.scenario.Acts.B;
import static dev.tercet.acceptance.proof.scenario.Acts.done;
import static dev.tercet.acceptance.proof.scenario.Acts.later;
import static dev.tercet.acceptance.proof.scenario.Acts.meanwhileAsked;
import static dev.tercet.acceptance.proof.scenario.Acts.meanwhileComplete;
import static dev.tercet.acceptance.proof.scenario.Acts.meanwhileEmbedded;
import static dev.tercet.acceptance.proof.scenario.Acts.post;
import static dev.tercet.acceptance.proof.scenario.Acts.retry;
import static dev.tercet.acceptance.proof.scenario.Scenario.after;
import static dev.tercet.acceptance.proof.scenario.Scenario.scenario;

import java.util.List;

/** Documents that come and change. */
final class Documents {
  private Documents() {}

  static List<Scenario> all() {
    return List.of(
        scenario("a new document", post("a", A), Run::work, Run::tend),
        after(done("a", A))
            .then("a changed document", post("a", B), Run::work, Run::tend, Run::sweep),
        scenario("the same document twice", post("a", A), post("a", A), Run::work),
        after(done("a", A))
            .then(
                "a document that changes and changes back", post("a", B), post("a", A), Run::work),
        scenario("two documents that share a passage", post("a", A), post("b", B), Run::work),
        scenario(
            "a change while the model is asked",
            meanwhileAsked(run -> run.post("a", B)),
            post("a", A),
            Run::work,
            post("a", B),
            Run::work),
        scenario(
            "a change before the points are written",
            meanwhileEmbedded(run -> run.post("a", B)),
            post("a", A),
            Run::work,
            post("a", B),
            Run::work),
        scenario(
            "a change before it is complete",
            meanwhileComplete(run -> run.post("a", B)),
            post("a", A),
            Run::work,
            post("a", B),
            Run::work,
            Run::tend),
        after(post("a", "It is refused at first."), Run::work)
            .then("a retry after a failure", retry("a"), Run::work),
        scenario("an ordinary sweep", post("a", A), Run::work, Run::sweep, later(2), Run::sweep));
  }
}
