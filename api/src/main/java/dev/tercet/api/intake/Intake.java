package dev.tercet.api.intake;

import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.services.Room;
import dev.tercet.api.services.Services;
import dev.tercet.pipeline.accept.Draft;
import dev.tercet.pipeline.accept.Receipt;
import dev.tercet.saga.Acceptance;
import dev.tercet.saga.Project;
import dev.tercet.saga.Saga;
import jakarta.inject.Singleton;

/** Hands drafts to the pipeline and turns what it says into an extraction or a refusal. */
@Singleton
public final class Intake {
  private static final int ROOM_RETRY_SECONDS = 10;

  private final Services.Source services;
  private final Room room;

  Intake(Services.Source services, Room room) {
    this.services = services;
    this.room = room;
  }

  /**
   * What was taken.
   *
   * @param isNew false when the same document was there already
   */
  public record Taken(Saga saga, boolean isNew) {}

  /** Takes the draft in; blocks until it is committed. */
  public Taken take(Project project, Draft draft) {
    String shortage = room.shortage();
    if (!shortage.isEmpty()) {
      throw Problem.later(
              ProblemCode.DISK_FULL,
              shortage + "; nothing was taken, make room and try again",
              ROOM_RETRY_SECONDS)
          .refusal();
    }
    return switch (services.get().accept().accept(project, draft)) {
      case Receipt.Refused(var code, var pointer, var detail) ->
          throw Problem.at(ProblemCode.ofCode(code), pointer, detail).refusal();
      case Receipt.Answered(var acceptance) -> taken(project, acceptance);
    };
  }

  private static Taken taken(Project project, Acceptance acceptance) {
    return switch (acceptance) {
      case Acceptance.Accepted(Saga saga) -> new Taken(saga, true);
      case Acceptance.Existing(Saga saga) -> new Taken(saga, false);
      case Acceptance.KeyReused(var extraction) ->
          throw Problem.of(
                  ProblemCode.IDEMPOTENCY_KEY_REUSED,
                  "this key was sent with another body; it belongs to extraction " + extraction)
              .refusal();
      case Acceptance.NoProject() ->
          throw Problem.of(
                  ProblemCode.NO_SUCH_PROJECT, "the project " + project.slug() + " was deleted")
              .refusal();
    };
  }
}
