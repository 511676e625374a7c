package dev.tercet.acceptance.proof.scenario;

import static dev.tercet.acceptance.proof.scenario.Acts.C;
import static dev.tercet.acceptance.proof.scenario.Acts.later;
import static dev.tercet.acceptance.proof.scenario.Acts.meanwhileAsked;
import static dev.tercet.acceptance.proof.scenario.Acts.post;
import static dev.tercet.acceptance.proof.scenario.Scenario.scenario;

import dev.tercet.acceptance.proof.world.Mutant;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.AnswerStore.Asker;
import dev.tercet.saga.port.ClaimReaper;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Processes that have the same question, and what they do when they do not agree who asks it. */
public final class Questions {
  private static final UUID NOBODY = new UUID(0, 0x0e);

  private Questions() {}

  static List<Scenario> all() {
    return List.of(
        scenario(
            "the same question in two processes",
            meanwhileAsked(run -> {
              run.post("b", C);
              run.workElsewhere();
            }),
            post("a", C),
            Run::work,
            post("b", C),
            later(1),
            Run::work),
        scenario(
            "a question whose document is cancelled",
            meanwhileAsked(run -> run.cancel("a")),
            post("a", C),
            Run::work,
            run -> run.cancel("a"),
            later(2),
            Run::tend));
  }

  /** What nobody freed stays. */
  public static Mutant nobodyEndsQuestions() {
    return Mutant.ofStore(ClaimReaper.class, "endQuestions", (_, _) -> 0);
  }

  /** Whoever wants to ask asks. */
  public static Mutant everyProcessAsks() {
    return asking(asker -> new Asker(NOBODY, asker.longest()));
  }

  /** A question belongs for ever to whoever asked it first. */
  public static Mutant neverTakenOver() {
    return asking(asker -> new Asker(UUID.randomUUID(), Duration.ofDays(1_000)));
  }

  private static Mutant asking(UnaryOperator<Asker> who) {
    return Mutant.ofStore(
        AnswerStore.class,
        "started",
        (answers, arguments) ->
            answers.started((ModelCall) arguments[0], who.apply((Asker) arguments[1])));
  }
}
