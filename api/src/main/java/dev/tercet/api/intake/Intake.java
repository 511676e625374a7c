package dev.tercet.api.intake;

import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.services.Backlog;
import dev.tercet.api.services.DiskSpace;
import dev.tercet.api.services.KnownProjects;
import dev.tercet.api.services.Services;
import dev.tercet.pipeline.accept.AcceptExtraction;
import dev.tercet.pipeline.accept.CheckedDocument.Refused;
import dev.tercet.pipeline.accept.CheckedDocument.Storable;
import dev.tercet.saga.Acceptance;
import dev.tercet.saga.Acceptance.KeyReused;
import dev.tercet.saga.Acceptance.NoProject;
import dev.tercet.saga.Acceptance.Taken;
import dev.tercet.saga.Document;
import dev.tercet.saga.Project;
import dev.tercet.saga.port.ExtractionStore.Outcome;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** Hands documents to the pipeline, and throws what it refuses. */
@Singleton
public final class Intake {
  private static final int ROOM_RETRY_SECONDS = 10;
  private static final int CHANGE_RETRY_SECONDS = 1;

  /** Each but the last meets a project that was changed since it was looked up. */
  private static final int TRIES = 4;

  private final Services.Source services;
  private final KnownProjects projects;
  private final DiskSpace diskSpace;
  private final Backlog backlog;

  Intake(Services.Source services, KnownProjects projects, DiskSpace diskSpace, Backlog backlog) {
    this.services = services;
    this.projects = projects;
    this.diskSpace = diskSpace;
    this.backlog = backlog;
  }

  /**
   * Takes the document in; blocks until it is committed. If the project was changed meanwhile, or
   * was deleted and there is another one of its name, the document is the present one's.
   */
  public Taken take(Project project, Document document) {
    requireDisk();
    expect(backlog.enter());
    boolean isNew = false;
    try {
      Taken taken = entered(project, document);
      isNew = taken instanceof Acceptance.Accepted;
      return taken;
    } finally {
      backlog.leave(isNew);
    }
  }

  private Taken entered(Project project, Document document) {
    AcceptExtraction accept = services.get().accept();
    return taken(project, accepted(accept, project, storable(accept, document)));
  }

  /** The document as it can be stored. */
  public static Storable storable(AcceptExtraction accept, Document document) {
    return switch (accept.check(document)) {
      case Storable storable -> storable;
      case Refused(var code, var pointer, var detail) ->
          throw Problem.at(ProblemCode.ofCode(code), pointer, detail).refusal();
    };
  }

  /** Takes in once more what is done without some of its passages. */
  public Outcome again(Project project, UUID extraction) {
    requireDisk();
    return services.get().accept().again(project.id(), extraction);
  }

  private void requireDisk() {
    String shortage = diskSpace.shortage();
    if (!shortage.isEmpty()) {
      throw Problem.later(
              ProblemCode.DISK_FULL,
              shortage + "; nothing was taken, make room and try again",
              ROOM_RETRY_SECONDS)
          .refusal();
    }
  }

  /** Refuses while more is unfinished than may be, before anything is read. */
  public void expectRoom() {
    expect(backlog.retryAfterSeconds());
  }

  private void expect(int seconds) {
    if (seconds > 0) {
      throw Problem.later(
              ProblemCode.BACKLOG_FULL,
              "more than %d documents are unfinished; nothing was taken, try again"
                  .formatted(backlog.most()),
              seconds)
          .refusal();
    }
  }

  private Acceptance accepted(AcceptExtraction accept, Project project, Storable document) {
    Project seen = projects.latest(project);
    for (int tries = 0; tries < TRIES; tries++) {
      Acceptance acceptance = accept.accept(seen, document);
      if (!(acceptance instanceof NoProject)) {
        return acceptance;
      }
      Optional<Project> now = projects.findAgain(project.tenant(), project.slug());
      if (now.isEmpty()) {
        return acceptance;
      }
      seen = now.get();
    }
    throw Problem.later(
            ProblemCode.PROJECT_CHANGING,
            "the project " + project.slug() + " changes faster than a document is taken",
            CHANGE_RETRY_SECONDS)
        .refusal();
  }

  private static Taken taken(Project project, Acceptance acceptance) {
    return switch (acceptance) {
      case Taken taken -> taken;
      case KeyReused(var extraction) ->
          throw Problem.of(
                  ProblemCode.IDEMPOTENCY_KEY_REUSED,
                  "this key was sent with another body; it belongs to extraction " + extraction)
              .refusal();
      case NoProject() ->
          throw Problem.of(
                  ProblemCode.NO_SUCH_PROJECT, "the project " + project.slug() + " was deleted")
              .refusal();
    };
  }
}
