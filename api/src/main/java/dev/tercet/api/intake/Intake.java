package dev.tercet.api.intake;

import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.services.DiskSpace;
import dev.tercet.api.services.Services;
import dev.tercet.pipeline.accept.Draft;
import dev.tercet.pipeline.accept.Receipt.Refused;
import dev.tercet.pipeline.accept.Receipt.Taken;
import dev.tercet.saga.Project;
import jakarta.inject.Singleton;

/** Hands drafts to the pipeline, and throws what it refuses. */
@Singleton
public final class Intake {
  private static final int ROOM_RETRY_SECONDS = 10;

  private final Services.Source services;
  private final DiskSpace diskSpace;

  Intake(Services.Source services, DiskSpace diskSpace) {
    this.services = services;
    this.diskSpace = diskSpace;
  }

  /** Takes the draft in; blocks until it is committed. */
  public Taken take(Project project, Draft draft) {
    String shortage = diskSpace.shortage();
    if (!shortage.isEmpty()) {
      throw Problem.later(
              ProblemCode.DISK_FULL,
              shortage + "; nothing was taken, make room and try again",
              ROOM_RETRY_SECONDS)
          .refusal();
    }
    return switch (services.get().accept().accept(project, draft)) {
      case Taken taken -> taken;
      case Refused(var code, var pointer, var detail) ->
          throw Problem.at(ProblemCode.ofCode(code), pointer, detail).refusal();
    };
  }
}
