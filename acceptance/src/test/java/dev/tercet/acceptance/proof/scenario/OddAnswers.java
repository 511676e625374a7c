package dev.tercet.acceptance.proof.scenario;

import static dev.tercet.acceptance.proof.scenario.Acts.later;
import static dev.tercet.acceptance.proof.scenario.Acts.post;
import static dev.tercet.acceptance.proof.scenario.Acts.retry;
import static dev.tercet.acceptance.proof.scenario.Scenario.after;
import static dev.tercet.acceptance.proof.scenario.Scenario.scenario;

import dev.tercet.acceptance.proof.world.Mutant;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.AnswerStore.Asker;
import dev.tercet.saga.port.AnswerStore.Start;
import java.util.List;

/** Answers that are of no use, and what they may cost. */
public final class OddAnswers {
  private static final String ENIGMA = "An enigma that nobody ever solves.";
  private static final String ENDLESS = "Ada wrote endless letters. Grace answered all of them.";

  private static final String PARTLY_REFUSED =
      "Ada met Grace in Paris on the second of May.\n\nIt is refused at first.";
  private static final String PARTLY_FORBIDDEN =
      "Ada met Grace in Paris on the second of May.\n\nWhat follows is forbidden.";

  private OddAnswers() {}

  static List<Scenario> all() {
    return List.of(
        scenario(
            "an invalid answer",
            post("a", "A riddle that nobody solves."),
            Run::work,
            later(1),
            Run::work),
        scenario(
            "an answer that stays invalid",
            post("a", ENIGMA),
            Run::work,
            post("b", ENIGMA),
            later(1),
            Run::work,
            run -> run.client.giveUp("a"),
            run -> run.client.giveUp("b")),
        scenario("an answer that is cut off", post("a", ENDLESS), Run::work, later(1), Run::work),
        scenario(
            "a passage that is refused",
            post("a", PARTLY_FORBIDDEN),
            Run::work,
            later(1),
            Run::work,
            Run::sweep),
        after(post("a", PARTLY_REFUSED), Run::work)
            .then(
                "a retry of what is done without a passage",
                retry("a"),
                Run::work,
                Run::tend,
                Run::sweep));
  }

  /** What was wrong with answers is forgotten when somebody wants to ask again. */
  public static Mutant askedForEver() {
    return Mutant.ofStore(
        AnswerStore.class,
        "started",
        (answers, arguments) -> {
          Start start = answers.started((ModelCall) arguments[0], (Asker) arguments[1]);
          return start instanceof Start.Spent(var newest) ? new Start.Begun(newest) : start;
        });
  }
}
